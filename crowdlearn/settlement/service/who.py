"""Who may handle a pitch's money."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.queries import holds
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.rules import NotYourPitch


def check_treasurer(session: Session, person_id: UUID, pitch: Pitch) -> None:
    """Raise NotAllowed unless the person keeps the money of the pitch's host, NotYourPitch for its own pitcher."""
    if person_id == pitch.owner_id:
        raise NotYourPitch
    if not holds(session, person_id, Role.TREASURER, pitch.organisation_id):
        raise NotAllowed


def check_owner(person_id: UUID, pitch: Pitch) -> None:
    """Raise NotAllowed unless it is the person's own pitch."""
    if person_id != pitch.owner_id:
        raise NotAllowed
