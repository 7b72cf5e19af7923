"""What waits for treasurers."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.pages.rules import Task
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentState
from crowdlearn.people.models import RoleGrant
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.models import Arrival, Document, Payout, RefundRound, Settlement
from crowdlearn.settlement.queries.eyes import may_confirm_payout, may_confirm_refunds
from crowdlearn.settlement.rules import ArrivalState, DocumentState, PayoutState, RoundState

from .shape import Asker, holds, of_pitch


def record(me: Asker) -> Any:
    """A pitch locked: its backers pay, and what comes in is to be recorded."""
    asked = sa.select(Payment.pitch_id).where(col(Payment.state) == PaymentState.TO_CHARGE)
    return (
        of_pitch(Task.RECORD, Pitch.id, due=sa.func.date(Settlement.pay_until))
        .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id))
        .where(col(Pitch.id).in_(asked), col(Settlement.hold_from).is_(None), _keeps_the_money(me))
    )


def documents(me: Asker) -> Any:
    """Receipts wait for a treasurer."""
    return (
        of_pitch(Task.DOCUMENTS, Pitch.id)
        .join(Document, col(Document.pitch_id) == col(Pitch.id))
        .where(col(Document.state) == DocumentState.SUBMITTED, _keeps_the_money(me))
    )


def pay_out(me: Asker) -> Any:
    """The own share is proven, and the peers' half is still here."""
    begun = sa.select(Payout.id).where(
        col(Payout.pitch_id) == col(Pitch.id), col(Payout.state).in_((PayoutState.PROPOSED, PayoutState.CONFIRMED))
    )
    proven = sa.select(Settlement.pitch_id).where(
        col(Settlement.own_proven_at).is_not(None), col(Settlement.frozen_at).is_(None)
    )
    return of_pitch(Task.PAY_OUT, Pitch.id).where(
        col(Pitch.id).in_(proven),
        col(Pitch.state) == PitchState.FUNDED,
        col(Pitch.peer_goal_cents) > 0,
        sa.not_(begun.exists()),
        _keeps_the_money(me),
    )


def payout(me: Asker) -> Any:
    """A payout waits for the other treasurer."""
    return (
        of_pitch(Task.PAYOUT, Pitch.id)
        .join(Payout, col(Payout.pitch_id) == col(Pitch.id))
        .where(col(Payout.state) == PayoutState.PROPOSED, may_confirm_payout(me.id), _keeps_the_money(me))
    )


def refund(me: Asker) -> Any:
    """Savings or a failed pitch's money go back."""
    return (
        of_pitch(Task.REFUND, Pitch.id)
        .join(RefundRound, col(RefundRound.pitch_id) == col(Pitch.id))
        .where(
            col(RefundRound.state).in_((RoundState.OPENED, RoundState.PROPOSED)),
            may_confirm_refunds(me.id),
            _keeps_the_money(me),
        )
    )


def arrival(me: Asker) -> Any:
    """Money came in that makes no pledge whole."""
    return (
        of_pitch(Task.ARRIVAL, Arrival.id)
        .join(Arrival, col(Arrival.pitch_id) == col(Pitch.id))
        .where(col(Arrival.state) == ArrivalState.WAITING, _keeps_the_money(me))
    )


def _keeps_the_money(me: Asker) -> Any:
    """The person is treasurer of the pitch's organisation or of all, and it is not their own pitch."""
    here = sa.or_(
        col(RoleGrant.organisation_id).is_(None), col(RoleGrant.organisation_id) == col(Pitch.organisation_id)
    )
    return sa.and_(holds(me, Role.TREASURER, here), col(Pitch.owner_id) != me.id)
