"""What features above note on a clearance: who backs the pitch and steps back, and that money moves because of it."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.approvals.models import Stake
from crowdlearn.approvals.queries.clearance import clearance_of
from crowdlearn.db.statements import add_once
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.pitches.models import Pitch

from .seating import step_back


def note_stake(session: Session, pitch_id: UUID, person_id: UUID, why: str, *, decides: bool = True) -> None:
    """Remember that a person backs a pitch; whoever has a stake never decides on it, and others are asked instead.

    `decides` is False when the caller, who holds the pitch, knows that nothing waits for this person's decision.
    """
    is_new = add_once(session, Stake, id=new_id(), pitch_id=pitch_id, person_id=person_id, why=why, since=now())
    if is_new and decides:
        step_back(session, pitch_id, person_id)


def seal(session: Session, pitch: Pitch) -> None:
    """Note that money moves because a held pitch is cleared: from now on the clearance cannot be taken back."""
    clearance = clearance_of(session, pitch)
    if clearance is not None and clearance.sealed_at is None:
        clearance.sealed_at = now()
        session.add(clearance)
