"""The blueprint that the pages of share-backs hang on."""

from uuid import UUID

from flask import Blueprint, url_for

blueprint = Blueprint("sharebacks", __name__)


def page_of(shareback_id: UUID) -> str:
    """Return the address of a share-back's page."""
    return url_for("sharebacks.view", shareback_id=shareback_id)
