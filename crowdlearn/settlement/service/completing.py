"""A pitch is completed when the learning is over and every cent found its place."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.ledger.rules import held_for, payable_of, receivable_of
from crowdlearn.ledger.service import balance
from crowdlearn.people.rules import HoldReason
from crowdlearn.people.service.holds import lift
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pitches.service import move
from crowdlearn.settlement.models import Document, Payout, Refund, RefundRound, Settlement
from crowdlearn.settlement.queries import figures_of
from crowdlearn.settlement.rules import (
    TO_SEND,
    DocumentState,
    PayoutState,
    PitchCompleted,
    RoundState,
)


def complete_when_settled(session: Session, pitch: Pitch) -> bool:
    """Complete a held pitch if nothing is left to do with its money and the learning is over; tell whether it is."""
    if pitch.state is not PitchState.FUNDED or not learning_is_over(pitch):
        return False
    session.flush()
    settlement = session.exec(select(Settlement).where(Settlement.pitch_id == pitch.id)).one_or_none()
    if settlement is not None and not _is_settled(session, pitch, settlement):
        return False
    move(session, pitch, PitchState.COMPLETED)
    lift(session, pitch.owner_id, HoldReason.OVERDUE_RECEIPTS, pitch.id)
    record(session, "settle.complete", by=None, about=pitch.id)
    emit(session, PitchCompleted(pitch_id=pitch.id))
    return True


def learning_is_over(pitch: Pitch) -> bool:
    """Tell whether the learning's last day has passed; with no dates, whether the pitch is 30 days funded."""
    end = pitch.ends_on or pitch.starts_on
    if end is not None:
        return clock.today(pitch.time_zone) > end
    return pitch.funded_at is not None and (now() - pitch.funded_at).days >= 30


def _is_settled(session: Session, pitch: Pitch, settlement: Settlement) -> bool:
    if settlement.receipts_complete_at is None:
        return False
    figures = figures_of(session, pitch.id)
    account, payable = figures.account, figures.outcome.payable
    if account.kept != payable or account.paid != payable or _something_waits(session, pitch.id):
        return False
    accounts = (held_for(pitch.id), payable_of(pitch.id), receivable_of(pitch.id))
    return not any(balance(session, account, pitch.currency) for account in accounts)


def _something_waits(session: Session, pitch_id: UUID) -> bool:
    waiting = (
        sa.select(Document.id).where(Document.pitch_id == pitch_id, Document.state == DocumentState.SUBMITTED),
        sa.select(Payout.id).where(Payout.pitch_id == pitch_id, Payout.state == PayoutState.PROPOSED),
        sa.select(RefundRound.id).where(
            RefundRound.pitch_id == pitch_id, col(RefundRound.state).in_((RoundState.OPENED, RoundState.PROPOSED))
        ),
        sa.select(Refund.id)
        .join(RefundRound, col(RefundRound.id) == col(Refund.round_id))
        .where(RefundRound.pitch_id == pitch_id, col(Refund.state).in_(TO_SEND)),
    )
    return session.execute(sa.union_all(*waiting).limit(1)).first() is not None


def complete_all() -> int:
    """Complete every pitch that is settled; return how many. Runs every few minutes."""
    with reading() as session:
        candidates = sorted(session.scalars(sa.select(Pitch.id).where(col(Pitch.state) == PitchState.FUNDED)))
    return for_each(candidates, _complete)


def _complete(pitch_id: UUID) -> bool:
    with transaction() as session:
        return complete_when_settled(session, lock(session, Pitch, pitch_id))
