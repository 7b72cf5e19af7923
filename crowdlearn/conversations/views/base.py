"""The blueprint, and the way back to the thing that is talked about."""

from uuid import UUID

from flask import Blueprint, url_for

from crowdlearn.web.locale import current_language

blueprint = Blueprint("conversations", __name__)


def here(path: str, anchor: str = "") -> str:
    """Return the address of a page of this program in the reader's language."""
    return f"/{current_language()}{path}" + (f"#{anchor}" if anchor else "")


def pitch_page(pitch_id: UUID, anchor: str = "") -> str:
    """Return the address of a pitch's page."""
    return url_for("pages.pitch", pitch_id=pitch_id, _anchor=anchor or None)
