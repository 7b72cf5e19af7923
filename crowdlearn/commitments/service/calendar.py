"""What the calendar does with commitments: remind, mark overdue, break, let an unanswered delivery lapse."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import (
    BROKEN_AFTER,
    OVERDUE_REMINDERS,
    REMINDERS,
    UNANSWERED_AFTER,
    CommitmentBroken,
    CommitmentDueSoon,
    CommitmentLapsed,
    CommitmentState,
    EntryKind,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import clock, now

from .journal import move_to, review_holds, write

_STEPS = (*REMINDERS, *(-days for days in OVERDUE_REMINDERS))  # days left, falling


def remind_of_due() -> int:
    """Remind owners 14 and 3 days before, on the day, and 1, 14 and 30 days after; return how many were reminded."""
    return for_each(_open_until(timedelta(days=max(REMINDERS))), _remind)


def _remind(commitment_id: UUID) -> bool:
    with transaction() as session:
        commitment = lock(session, Commitment, commitment_id)
        left = (commitment.due_on - clock.today(commitment.time_zone)).days
        reached = [step for step in _STEPS if left <= step]
        if commitment.state is not CommitmentState.OPEN or not reached or commitment.last_reminded == reached[-1]:
            return False
        commitment.last_reminded = reached[-1]
        emit(session, CommitmentDueSoon(commitment_id, left))
        return True


def mark_overdue() -> int:
    """Write the overdue entry the day after the due date and the broken one after 60 days; return how many changed."""
    return for_each(_open_until(timedelta()), _mark)


def _mark(commitment_id: UUID) -> bool:
    with transaction() as session:
        commitment = lock(session, Commitment, commitment_id)
        late = clock.today(commitment.time_zone) - commitment.due_on
        if commitment.state is not CommitmentState.OPEN or late < timedelta(days=1):
            return False
        if late > BROKEN_AFTER:
            move_to(session, commitment, CommitmentState.BROKEN)
            write(session, commitment, EntryKind.BROKEN, by=None)
            emit(session, CommitmentBroken(commitment_id))
            return True
        review_holds(session, commitment.owner_id)
        if commitment.overdue_noted == commitment.due_on:
            return False
        commitment.overdue_noted = commitment.due_on
        write(session, commitment, EntryKind.OVERDUE, by=None)
        return True


def settle_unanswered() -> int:
    """Let deliveries that nobody confirmed for 14 days count as delivered, unconfirmed; return how many."""
    with reading() as session:
        query = select(Commitment.id).where(
            Commitment.state == CommitmentState.DELIVERED, col(Commitment.delivered_at) <= now() - UNANSWERED_AFTER
        )
        waiting = session.exec(query).all()
    for commitment_id in waiting:
        _lapse(commitment_id)
    return len(waiting)


def _lapse(commitment_id: UUID) -> None:
    with transaction() as session:
        commitment = lock(session, Commitment, commitment_id)
        if commitment.state is CommitmentState.DELIVERED:
            move_to(session, commitment, CommitmentState.LAPSED)
            write(session, commitment, EntryKind.LAPSED, by=None)
            emit(session, CommitmentLapsed(commitment_id))


def _open_until(ahead: timedelta) -> list[UUID]:
    """Return the open commitments due by `ahead` from now, in any time zone of the world."""
    with reading() as session:
        limit = now().date() + ahead + timedelta(days=1)
        query = select(Commitment.id).where(Commitment.state == CommitmentState.OPEN, Commitment.due_on <= limit)
        return list(session.exec(query.order_by(col(Commitment.due_on))))
