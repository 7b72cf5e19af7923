"""Whoever backs a pitch steps back from deciding on it."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.approvals.models import Stake
from crowdlearn.db.statements import add_once
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id

from .seating import step_back


def note_stake(session: Session, pitch_id: UUID, person_id: UUID, why: str) -> None:
    """Remember that a person backs a pitch; whoever has a stake never decides on it, and others are asked instead."""
    if add_once(session, Stake, id=new_id(), pitch_id=pitch_id, person_id=person_id, why=why, since=now()):
        step_back(session, pitch_id, person_id)
