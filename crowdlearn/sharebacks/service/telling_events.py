"""Telling people of events: announced, changed, called off, soon; and of their own seat."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.db.session import transaction
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.words import LocalTime
from crowdlearn.sharebacks.models import Seat, ShareBack
from crowdlearn.sharebacks.queries.content import occasion_of
from crowdlearn.sharebacks.rules import (
    EventCancelled,
    EventChanged,
    EventSoon,
    SeatFreed,
    SeatReturned,
    SeatState,
    SeatTaken,
)

from .telling import tell_all


def tell_of_changed(event: EventChanged) -> None:
    """Tell who holds a seat or waits for one that an event moved."""
    _tell_seats(event, event.shareback_id, "event_changed")


def tell_of_cancelled(event: EventCancelled) -> None:
    """Tell who holds a seat or waits for one that an event will not take place."""
    _tell_seats(event, event.shareback_id, "event_cancelled")


def tell_of_soon(event: EventSoon) -> None:
    """Remind who holds a seat."""
    kind = "event_soon" if event.hours > 1 else "event_near"
    _tell_seats(event, event.shareback_id, kind, states=(SeatState.REGISTERED,))


def tell_of_seat(event: SeatTaken) -> None:
    """Confirm a seat, or a place on the waiting list."""
    _tell_one(event, event.shareback_id, event.person_id, "seat_waiting" if event.waiting else "seat_taken")


def tell_of_freed(event: SeatFreed) -> None:
    """Tell who moved up from the waiting list."""
    _tell_one(event, event.shareback_id, event.person_id, "seat_freed")


def tell_of_returned(event: SeatReturned) -> None:
    """Confirm that a seat was given back; the letter takes the event out of their calendar."""
    _tell_one(event, event.shareback_id, event.person_id, "seat_returned")


def _tell_one(event: Event, shareback_id: UUID, person_id: UUID, kind: str) -> None:
    with transaction() as session:
        shareback = session.get_one(ShareBack, shareback_id)
        facts = _facts(session, shareback, seated=kind != "seat_waiting")
        tell_all(session, event, shareback, [person_id], kind, also_actor=True, **facts)


def _tell_seats(
    event: Event,
    shareback_id: UUID,
    kind: str,
    states: tuple[SeatState, ...] = (SeatState.REGISTERED, SeatState.WAITING),
) -> None:
    with transaction() as session:
        shareback = session.get_one(ShareBack, shareback_id)
        for state in states:
            seats = select(Seat.person_id).where(Seat.shareback_id == shareback_id, Seat.state == state)
            facts = _facts(session, shareback, seated=state is SeatState.REGISTERED)
            tell_all(session, event, shareback, session.exec(seats).all(), kind, **facts)


def _facts(session: Session, shareback: ShareBack, *, seated: bool) -> dict[str, Any]:
    """Return when, by the clocks of the place, and where; the link to join is for who has a seat."""
    occasion = occasion_of(session, shareback.id)
    if occasion is None:
        return {}
    return {
        "there": LocalTime(occasion.starts_at, occasion.time_zone),
        "place": occasion.place.label,
        "room": occasion.place_name,
        "join": occasion.join_link if seated else "",
        "about": str(shareback.id),
        "seated": seated,
    }
