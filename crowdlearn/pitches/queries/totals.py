"""What the public is told that peers give: promised, and while cards are held, only what is held."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import BY_HAND, CAPTURED, PaymentState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState


def is_holding() -> sa.ColumnElement[bool]:
    """Tell whether the cards of a pitch's backers are being held."""
    by_card = sa.select(Payment.id).where(col(Payment.pitch_id) == col(Pitch.id), col(Payment.provider) != BY_HAND)
    return sa.and_(col(Pitch.state) == PitchState.SETTLING, by_card.correlate(Pitch).exists())


def public_total() -> sa.ColumnElement[int]:
    """Return what stands beside the peer goal, in cents: what is held while it is being held, else what is promised."""
    held = card_money(PaymentState.AUTHORISED, *CAPTURED)
    return sa.case((is_holding(), held), else_=col(Pitch.promised_cents))


def card_money(*states: PaymentState) -> Any:
    """Return the sum of a pitch's card payments in these states, in cents."""
    total = sa.func.coalesce(sa.func.sum(Payment.amount_cents), 0)
    here = (col(Payment.pitch_id) == col(Pitch.id), col(Payment.card_id).is_not(None), col(Payment.state).in_(states))
    return sa.select(total).where(*here).correlate(Pitch).scalar_subquery()
