"""Steps that every change of a commitment takes: write the journal, keep the audit trail, review the owner's holds."""

from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.commitments.models import Commitment, JournalEntry, Replacement
from crowdlearn.commitments.rules import COMMITMENT, HOLD_FROM, CommitmentState, EntryKind
from crowdlearn.db.session import lock
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Person
from crowdlearn.people.rules import HoldReason
from crowdlearn.people.service.holds import hold, lift
from crowdlearn.settlement.rules import end_of_day


def write(
    session: Session, commitment: Commitment, kind: EntryKind, *, by: UUID | None, reason: str = "", **facts: Any
) -> None:
    """Add one line to the journal, and one to the audit trail when a person acted."""
    entry = JournalEntry(commitment_id=commitment.id, kind=kind, by=by, reason=reason, facts=facts)
    session.add(entry)
    if by is not None:
        record(session, f"commitment.{kind.value}", by=by, about=commitment.id)


def move_to(session: Session, commitment: Commitment, state: CommitmentState) -> None:
    """Move a commitment along its machine, stamp it, drop an unanswered replacement, look at its owner's holds."""
    commitment.state = COMMITMENT.move(commitment.state, state)
    if state is CommitmentState.DELIVERED:
        commitment.delivered_at = now()
    if state in COMMITMENT.final:
        commitment.settled_at = now()
    if (wish := open_replacement(session, commitment.id)) is not None:
        wish.agreed, wish.decided_at = False, now()
    session.flush()
    review_holds(session, commitment.owner_id)


def set_due(commitment: Commitment, due_on: date) -> None:
    """Give a commitment a new due date; its reminders begin again."""
    commitment.due_on, commitment.late_from = due_on, end_of_day(due_on, commitment.time_zone)
    commitment.last_reminded = None


def open_replacement(session: Session, commitment_id: UUID) -> Replacement | None:
    """Return the replacement that waits for the backers' answer."""
    query = select(Replacement).where(Replacement.commitment_id == commitment_id, col(Replacement.agreed).is_(None))
    return session.exec(query).first()


def review_holds(session: Session, owner_id: UUID) -> None:
    """Hold the owner's new money asks while two or more commitments are overdue, and lift the hold otherwise.

    The owner's row is held, so that two deliveries at once do not each count the other as overdue.
    """
    lock(session, Person, owner_id)
    late = sa.and_(col(Commitment.state) == CommitmentState.OPEN, col(Commitment.late_from) <= now())
    overdue = sa.or_(late, col(Commitment.state) == CommitmentState.BROKEN)
    query = sa.select(sa.func.count()).select_from(Commitment).where(col(Commitment.owner_id) == owner_id, overdue)
    count = session.execute(query).scalar_one()
    change = hold if count >= HOLD_FROM else lift
    change(session, owner_id, HoldReason.OVERDUE_COMMITMENTS)
