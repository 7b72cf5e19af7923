"""The blueprint that the pages of offers and openings hang on, and what its views share."""

from uuid import UUID

from flask import Blueprint

from crowdlearn.kernel.errors import NotFound
from crowdlearn.web.viewer import viewer

blueprint = Blueprint("expertise", __name__)


def check_shown(*, hidden: bool, owner_id: UUID) -> None:
    """Raise NotFound for what a steward hid, but for its owner and the stewards."""
    if hidden and viewer().id != owner_id and "steward" not in viewer().roles:
        raise NotFound


def as_id(word: str) -> UUID | None:
    """Return the id in an address, None where it is none."""
    try:
        return UUID(word)
    except ValueError:
        return None
