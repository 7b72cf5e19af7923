"""A person's pledges as rows: each with what is asked of it, and the card it stands on."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.statements import prepared
from crowdlearn.payments.models import Card, Payment
from crowdlearn.pledges.models import MoneyPledge

Row = Any  # what _rows() selects; `payment` and `card_id` are None where there is none


def rows_on(session: Session, pitch_id: UUID, person_id: UUID) -> list[Row]:
    """Return a person's pledge rows on one pitch, oldest first. One query."""
    return list(_pledged_to(session, pitch_id, person_id))


def rows_by_pitch(session: Session, person_id: UUID) -> dict[UUID, list[Row]]:
    """Return a person's pledge rows by pitch. One query."""
    found: dict[UUID, list[Row]] = {}
    for row in _pledged_by(session, person_id):
        found.setdefault(row.pitch_id, []).append(row)
    return found


@prepared
def _pledged_to(pitch_id: UUID, person_id: UUID) -> Any:
    return _rows().where(col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.peer_id) == person_id)


@prepared
def _pledged_by(person_id: UUID) -> Any:
    return _rows().where(col(MoneyPledge.peer_id) == person_id)


def _rows() -> Any:
    paid = col(Payment.pledge_id) == col(MoneyPledge.id)
    stands_on = col(Card.id) == col(MoneyPledge.card_id)
    both = sa.select(
        *(col(getattr(MoneyPledge, name)) for name in _OF_PLEDGE),
        col(Payment.state).label("payment"),
        Payment.due_at,
        Payment.collected_at,
        Payment.refunded_cents,
        Payment.failure,
        Payment.disputed_at,
        col(Card.id).label("card_id"),
        Card.brand,
        Card.last_four,
        Card.expires_year,
        Card.expires_month,
    )
    return both.outerjoin(Payment, paid).outerjoin(Card, stands_on).order_by(col(MoneyPledge.id))


_OF_PLEDGE = (
    "id", "pitch_id", "state", "offered_cents", "accepted_cents", "currency", "up_to", "wish", "name_shown",
    "reference", "promised_at", "ended_why", "room_until", "consent_until", "reconfirm_until",
)  # fmt: skip
