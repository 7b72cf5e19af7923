"""Is every card pitch paid by all or by nobody? The checks on holds, their one decision, and what became of it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.kernel.clock import now
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED, NOT_HELD, PaymentState, Wanted
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.rules import JOBS_GRACE, Decision, Finding

from .figures import Figures

_ASKED = (PaymentState.TO_CHARGE, PaymentState.CHARGING)
_TO_DO = {
    Wanted.HOLD: _ASKED,
    Wanted.TAKE: (PaymentState.AUTHORISED,),
    Wanted.LET_GO: (*_ASKED, *NOT_HELD, PaymentState.AUTHORISED),
}
_BY_CARD = col(Settlement.hold_from).is_not(None)
_OF_PITCH = col(Settlement.pitch_id) == col(Payment.pitch_id)
_WITHOUT_MONEY = (PitchState.NOT_FUNDED_AFTER_LOCK, PitchState.NOT_APPROVED)


def cards_are_known(session: Session) -> Iterator[Finding]:
    """3. Every card payment that was taken is one that the processor knows, by one reference."""
    query = (
        sa.select(Payment.pitch_id, Payment.id)
        .join(Settlement, _OF_PITCH)
        .where(_BY_CARD, col(Payment.state).in_(CAPTURED), col(Payment.processor_reference).is_(None))
    )
    for pitch_id, payment_id in session.execute(query):
        yield Finding(3, pitch_id, payment_id, {"reference": 0})


def nothing_is_taken_undecided(session: Session) -> Iterator[Finding]:
    """5. A card was charged only after it was decided, and stored, that all are."""
    decided = sa.and_(col(Settlement.decision) == Decision.TAKE, col(Payment.wanted) == Wanted.TAKE)
    query = (
        sa.select(Payment.pitch_id, Payment.id, Settlement.decision)
        .join(Settlement, _OF_PITCH)
        .where(_BY_CARD, col(Payment.state).in_(CAPTURED), sa.not_(sa.func.coalesce(decided, sa.false())))
    )
    for pitch_id, payment_id, decision in session.execute(query):
        yield Finding(5, pitch_id, payment_id, {"decision": decision or "none"})


def no_payment_is_stuck(session: Session) -> Iterator[Finding]:
    """8. What is wanted of a card is done within a day."""
    late = now() - JOBS_GRACE
    for wanted, states in _TO_DO.items():
        query = sa.select(Payment.pitch_id, Payment.id).where(
            col(Payment.wanted) == wanted,
            col(Payment.state).in_(states),
            col(Payment.wanted_at) < late,
            sa.not_(_is_fresh(late)),
        )
        for pitch_id, payment_id in session.execute(query):
            yield Finding(8, pitch_id, payment_id, {"kind": f"payment {wanted.value}"})


def _is_fresh(late: datetime) -> sa.ColumnElement[bool]:
    """Tell which holds nobody can hurry: there is no card yet, or there was an answer about another one lately."""
    lately = sa.func.coalesce(Payment.read_at, Payment.wanted_at) >= late
    return sa.and_(col(Payment.wanted) == Wanted.HOLD, sa.or_(col(Payment.card_id).is_(None), lately))


def all_or_nobody(session: Session, all_figures: dict[UUID, Figures]) -> Iterator[Finding]:
    """11. A funded pitch has its whole peer goal from peers and pitcher; one that ended without it keeps nothing."""
    query = (
        sa.select(Pitch.id, Pitch.state)
        .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id))
        .where(col(Pitch.state).in_((PitchState.FUNDED, *_WITHOUT_MONEY)))
    )
    for pitch_id, state in session.execute(query):
        figures = all_figures[pitch_id]
        came, goal, kept = figures.account.collected, figures.plan.goal, figures.account.kept
        if state is PitchState.FUNDED and came + figures.top_up < goal:
            yield Finding(11, pitch_id, facts={"came": came, "top_up": figures.top_up, "goal": goal})
        if state is not PitchState.FUNDED and kept:
            yield Finding(11, pitch_id, facts={"kept": kept})
