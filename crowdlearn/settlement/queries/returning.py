"""Which refunds a treasurer sends from the bank, and which the card processor sends."""

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.payments.models import Payment
from crowdlearn.settlement.models import Refund, RefundRound
from crowdlearn.settlement.rules import RefundState, RoundState


def by_hand() -> sa.ColumnElement[bool]:
    """Return the condition on Refund and Payment: it goes through the bank, since no card paid or the card failed."""
    of_the_bank = sa.and_(col(Refund.state) == RefundState.OPEN, col(Payment.processor_reference).is_(None))
    return sa.and_(sa.or_(col(Refund.state) == RefundState.FAILED, of_the_bank), col(Payment.lost_at).is_(None))


def for_cards() -> sa.ColumnElement[bool]:
    """Return the condition on Refund, RefundRound and Payment: confirmed, and nothing but the processor is to act."""
    owed = sa.and_(col(Refund.state) == RefundState.FAILED, col(Payment.lost_at).is_not(None))
    return sa.and_(
        col(RefundRound.state) == RoundState.CONFIRMED,
        col(Payment.processor_reference).is_not(None),
        col(Payment.disputed_at).is_(None),
        sa.or_(col(Refund.state) == RefundState.OPEN, owed),
    )
