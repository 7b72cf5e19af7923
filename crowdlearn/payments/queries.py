"""Reading payments: what is left to do for them, and whose bank disputes."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from .models import Payment
from .rules import TO_DO


def to_do() -> sa.ColumnElement[bool]:
    """Return the condition on payments that something is wanted of them which is not done."""
    ways = (sa.and_(col(Payment.wanted) == want, col(Payment.state).in_(left)) for want, left in TO_DO.items())
    return sa.or_(*ways)


def has_disputed(session: Session, person_id: UUID) -> bool:
    """Tell whether a bank disputes a payment of this person's, or took one back for good."""
    trouble = sa.or_(col(Payment.disputed_at).is_not(None), col(Payment.lost_at).is_not(None))
    return session.scalars(sa.select(Payment.id).where(Payment.person_id == person_id, trouble)).first() is not None
