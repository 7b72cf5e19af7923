"""The blueprint that the pages of outcomes hang on, and what its views share."""

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for

from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.outcomes import queries
from crowdlearn.web.redirects import sign_in_url
from crowdlearn.web.viewer import viewer

blueprint = Blueprint("outcomes", __name__)


def is_member() -> bool:
    """Tell whether the viewer may read what is for members only."""
    who = viewer()
    return who.is_authenticated and not who.suspended


def readable(shareback_id: UUID) -> queries.UsesPage:
    """Return the uses of a share-back that the viewer may read; a visitor is asked to sign in where that helps."""
    page = queries.uses_page(shareback_id, viewer().id, request.args.get("after", ""))
    if not page.open_to_all and not is_member():
        if viewer().is_authenticated:
            raise NotAllowed
        abort(redirect(sign_in_url(), 303))
    return page


def impact_of(pitch_id: UUID) -> str:
    """Return the address of a pitch's impact page."""
    return url_for("outcomes.impact", pitch_id=pitch_id)


def checkin_of(checkin_id: UUID) -> str:
    """Return the address of a check-in."""
    return url_for("outcomes.checkin", checkin_id=checkin_id)


def evidence_of(checkin_id: UUID) -> str:
    """Return the address where an answer gets its evidence."""
    return url_for("outcomes.evidence", checkin_id=checkin_id)
