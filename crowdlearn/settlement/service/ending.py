"""Ending a pitch without the money: nobody is left paying."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.kernel.clock import now
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentState, Wanted
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pitches.service import move
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.queries import WEIGHED_LOCKED
from crowdlearn.settlement.rules import Decision, NotNow, PitchNotApproved, PitchNotFunded, RefundReason

from . import pledged
from .locking import settlement_of
from .refunding import return_all

ENDED = {
    PitchState.NOT_FUNDED: "not_funded",
    PitchState.NOT_FUNDED_AFTER_LOCK: "not_funded",
    PitchState.NOT_APPROVED: "not_approved",
}


def end_unfunded(session: Session, pitch: Pitch, to: PitchState, by: UUID | None = None) -> None:
    """End a pitch without the money: every pledge is free, every hold is let go, whatever was paid goes back.

    Raises NotNow while held money is being taken: what is decided is carried out first.
    """
    after_lock = pitch.state in WEIGHED_LOCKED
    if after_lock:
        _decide_to_let_go(session, settlement_of(session, pitch.id), by)
    pledged.let_all_go(session, pitch, ENDED[to])
    if after_lock:
        return_all(session, pitch, RefundReason.NOT_FUNDED)
    move(session, pitch, to)
    record(session, "settle.end", by=by, about=pitch.id, state=to)
    kind = PitchNotApproved if to is PitchState.NOT_APPROVED else PitchNotFunded
    emit(session, kind(pitch_id=pitch.id, after_lock=after_lock, by=by))


def _decide_to_let_go(session: Session, settlement: Settlement, by: UUID | None) -> None:
    """Store the decision about held money where none is stored; one that is carried out already stays."""
    if settlement.decision is Decision.TAKE and is_taking(session, settlement.pitch_id):
        raise NotNow
    if settlement.is_by_card and settlement.decision is None:
        settlement.decision, settlement.decided_at = Decision.LET_GO, now()
        record(session, "settle.decide", by=by, about=settlement.pitch_id, decision=Decision.LET_GO)


def is_taking(session: Session, pitch_id: UUID) -> bool:
    """Tell whether held money of a pitch is still to be taken."""
    session.flush()
    query = select(Payment.id).where(
        Payment.pitch_id == pitch_id,
        Payment.wanted == Wanted.TAKE,
        sa.not_(col(Payment.state).in_(DONE)),
    )
    return session.exec(query).first() is not None


DONE = (PaymentState.COLLECTED, PaymentState.PART_REFUNDED, PaymentState.REFUNDED, PaymentState.RELEASED)
