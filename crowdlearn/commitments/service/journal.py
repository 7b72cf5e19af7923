"""Steps that every change of a commitment takes: write the journal, keep the audit trail, review the owner's holds."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.commitments.models import Commitment, JournalEntry
from crowdlearn.commitments.rules import COMMITMENT, HOLD_FROM, CommitmentState, EntryKind
from crowdlearn.kernel.clock import clock, now
from crowdlearn.people.rules import HoldReason
from crowdlearn.people.service.holds import hold, lift


def write(
    session: Session, commitment: Commitment, kind: EntryKind, *, by: UUID | None, reason: str = "", **facts: Any
) -> None:
    """Add one line to the journal, and one to the audit trail when a person acted."""
    entry = JournalEntry(commitment_id=commitment.id, kind=kind, by=by, reason=reason, facts=facts)
    session.add(entry)
    if by is not None:
        record(session, f"commitment.{kind.value}", by=by, about=commitment.id)


def move_to(session: Session, commitment: Commitment, state: CommitmentState) -> None:
    """Move a commitment along its machine, stamp it, and look at its owner's holds again."""
    commitment.state = COMMITMENT.move(commitment.state, state)
    if state is CommitmentState.DELIVERED:
        commitment.delivered_at = now()
    if state in COMMITMENT.final:
        commitment.settled_at = now()
    session.flush()
    review_holds(session, commitment.owner_id, commitment.time_zone)


def review_holds(session: Session, owner_id: UUID, time_zone: str) -> None:
    """Hold the owner's new money asks while two or more commitments are overdue, and lift the hold otherwise."""
    late = sa.and_(col(Commitment.state) == CommitmentState.OPEN, col(Commitment.due_on) < clock.today(time_zone))
    overdue = sa.or_(late, col(Commitment.state) == CommitmentState.BROKEN)
    query = sa.select(sa.func.count()).select_from(Commitment).where(col(Commitment.owner_id) == owner_id, overdue)
    count = session.execute(query).scalar_one()
    change = hold if count >= HOLD_FROM else lift
    change(session, owner_id, HoldReason.OVERDUE_COMMITMENTS)
