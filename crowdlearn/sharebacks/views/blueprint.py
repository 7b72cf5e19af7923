"""The blueprint that the pages of share-backs hang on, and what its views share."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for

from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.sharebacks import queries
from crowdlearn.web.viewer import viewer

blueprint = Blueprint("sharebacks", __name__)


def page_of(shareback_id: UUID) -> str:
    """Return the address of a share-back's page."""
    return url_for("sharebacks.view", shareback_id=shareback_id)


def is_member() -> bool:
    """Tell whether the viewer may read what is for members only."""
    who = viewer()
    return who.is_authenticated and not who.suspended


def readable(shareback_id: UUID, after: str = "") -> queries.ShareBackPage:
    """Return a share-back that the viewer may read; a visitor is asked to sign in for one that is for members only.

    What a steward hid is there for its authors and for stewards. `after` is the key of a page of reviews.
    """
    page = queries.shareback_page(shareback_id, viewer().id, after)
    if page.hidden and not page.writes and "steward" not in viewer().roles:
        raise NotFound
    if not page.open_to_all and not is_member():
        if viewer().is_authenticated:
            raise NotAllowed
        abort(redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")), 303))
    return page
