"""Steps around seats: one person's, how many are taken, and the waiting list that moves up."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.outbox import emit
from crowdlearn.sharebacks.models import Occasion, Seat
from crowdlearn.sharebacks.rules import SEAT, SeatFreed, SeatState


def seat_of(session: Session, shareback_id: UUID, person_id: UUID) -> Seat | None:
    """Return a person's place at an event, given back or not."""
    return session.exec(select(Seat).where(Seat.shareback_id == shareback_id, Seat.person_id == person_id)).first()


def registered(session: Session, shareback_id: UUID) -> int:
    """Return how many seats are taken."""
    query = sa.select(sa.func.count()).where(
        col(Seat.shareback_id) == shareback_id, col(Seat.state) == SeatState.REGISTERED
    )
    taken: int = session.execute(query).scalar_one()
    return taken


def change_calendars(session: Session, shareback_id: UUID) -> None:
    """Let the event's calendar files count as newer than those that are out."""
    occasion = session.exec(select(Occasion).where(Occasion.shareback_id == shareback_id)).first()
    if occasion is not None:
        occasion.sequence += 1


def move_up(session: Session, occasion: Occasion) -> None:
    """Give free seats to whoever waited longest, and tell them. The event's row is held."""
    waiting = select(Seat).where(Seat.shareback_id == occasion.shareback_id, Seat.state == SeatState.WAITING)
    taken = registered(session, occasion.shareback_id)
    for seat in session.exec(waiting.order_by(col(Seat.asked_at), col(Seat.id))):
        if occasion.seats is not None and taken >= occasion.seats:
            return
        seat.state = SEAT.move(seat.state, SeatState.REGISTERED)
        taken += 1
        emit(session, SeatFreed(occasion.shareback_id, seat.person_id))
