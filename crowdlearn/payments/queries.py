"""Reading payments: what is left to do for them."""

import sqlalchemy as sa
from sqlmodel import col

from .models import Payment
from .rules import TO_DO


def to_do() -> sa.ColumnElement[bool]:
    """Return the condition on payments that something is wanted of them which is not done."""
    ways = (sa.and_(col(Payment.wanted) == want, col(Payment.state).in_(left)) for want, left in TO_DO.items())
    return sa.or_(*ways)
