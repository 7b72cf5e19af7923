"""Whoever backs a pitch steps back from deciding on it."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.approvals.models import Stake

from .seating import step_back


def note_stake(session: Session, pitch_id: UUID, person_id: UUID, why: str) -> None:
    """Remember that a person backs a pitch; whoever has a stake never decides on it, and others are asked instead."""
    known = select(Stake.id).where(Stake.pitch_id == pitch_id, Stake.person_id == person_id)
    if session.exec(known).first() is None:
        session.add(Stake(pitch_id=pitch_id, person_id=person_id, why=why))
        step_back(session, pitch_id, person_id)
