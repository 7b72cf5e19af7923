"""Events: seats, the waiting list that moves up by itself, cancellation, reminders."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState, PersonSuspended
from crowdlearn.sharebacks.models import Occasion, Seat, ShareBack
from crowdlearn.sharebacks.queries.authors import is_author
from crowdlearn.sharebacks.queries.content import occasion_of
from crowdlearn.sharebacks.rules import (
    SEAT,
    SHAREBACK,
    EventCancelled,
    EventClosed,
    EventSoon,
    SeatReturned,
    SeatState,
    SeatTaken,
    SharebackState,
)

from .attendance_list import show_name
from .authors import own
from .seats import change_calendars, move_up, registered, seat_of

DAY_BEFORE, HOUR_BEFORE = timedelta(hours=24), timedelta(hours=1)
NOT_YET_AN_HOUR = timedelta(hours=2)  # what is nearer than this gets the later reminder alone


def take_seat(person_id: UUID, shareback_id: UUID, access_need: str = "", *, name_shown: bool = False) -> bool:
    """Sign up for an event; return True for a seat, False for a place on the waiting list. Raises EventClosed.

    `access_need` is for the host alone; `name_shown` lets the name stand on the list of those who came.

    The event's row is held while seats are counted, so that two people cannot both take the last one. Whoever holds
    the event needs no seat.
    """
    with transaction() as session:
        shareback, occasion = _upcoming(session, shareback_id)
        if is_author(session, shareback, person_id):
            raise NotAllowed
        seat = seat_of(session, shareback_id, person_id)
        if seat is not None and seat.state is not SeatState.CANCELLED:
            return seat.state is SeatState.REGISTERED
        free = occasion.seats is None or registered(session, shareback_id) < occasion.seats
        target = SeatState.REGISTERED if free else SeatState.WAITING
        if seat is None:
            seat = Seat(shareback_id=shareback_id, person_id=person_id, state=target)
            session.add(seat)
        else:
            seat.state, seat.asked_at = SEAT.move(seat.state, target), now()
            occasion.sequence += 1  # a calendar that took the event out takes only something newer
        seat.access_need = access_need
        show_name(session, shareback, person_id, shown=name_shown)
        record(session, "seat.take", by=person_id, about=shareback_id)
        emit(session, SeatTaken(shareback_id, person_id, not free, by=person_id))
    return free


def change_seat(person_id: UUID, shareback_id: UUID, access_need: str, *, name_shown: bool) -> None:
    """Change what one asked for and agreed to, also after the event; consent counts from now on, or no longer.

    Raises NotFound for who has no place at the event.
    """
    with transaction() as session:
        shareback = lock(session, ShareBack, shareback_id)
        seat = seat_of(session, shareback_id, person_id)
        if seat is None or (seat.state is SeatState.CANCELLED and seat.attended_at is None):
            raise NotFound
        seat.access_need = access_need
        show_name(session, shareback, person_id, shown=name_shown)
        record(session, "seat.change", by=person_id, about=shareback_id, name_shown=name_shown)


def give_seat_back(person_id: UUID, shareback_id: UUID) -> None:
    """Cancel one's seat or one's place in the waiting list, whose first then moves up."""
    with transaction() as session:
        _, occasion = _upcoming(session, shareback_id)
        seat = seat_of(session, shareback_id, person_id)
        if seat is None:
            raise NotFound
        if seat.state is SeatState.REGISTERED:
            occasion.sequence += 1
            emit(session, SeatReturned(shareback_id, person_id, by=person_id))
        seat.state = SEAT.move(seat.state, SeatState.CANCELLED)
        record(session, "seat.give_back", by=person_id, about=shareback_id)
        session.flush()
        move_up(session, occasion)


def free_seats(event: PersonSuspended) -> None:
    """Give the coming seats of somebody who may not act any more to whoever waits longest."""
    for shareback_id in _coming_seats(event.person_id):
        with transaction() as session:
            _free(session, shareback_id, event.person_id)


def _coming_seats(person_id: UUID) -> list[UUID]:
    mine = (
        sa.select(col(Seat.shareback_id))
        .join(Occasion, col(Occasion.shareback_id) == col(Seat.shareback_id))
        .where(
            col(Seat.person_id) == person_id,
            col(Seat.state).in_((SeatState.REGISTERED, SeatState.WAITING)),
            col(Occasion.starts_at) > now(),
        )
    )
    with reading() as session:
        return list(session.execute(mine).scalars())


def _free(session: Session, shareback_id: UUID, person_id: UUID) -> None:
    shareback, occasion = lock(session, ShareBack, shareback_id), occasion_of(session, shareback_id)
    seat = seat_of(session, shareback_id, person_id)
    if shareback.state is not SharebackState.PUBLISHED or occasion is None or seat is None:
        return
    if seat.state not in (SeatState.REGISTERED, SeatState.WAITING) or _may_act(session, person_id):
        return
    seat.state = SEAT.move(seat.state, SeatState.CANCELLED)
    occasion.sequence += 1
    record(session, "seat.freed", by=None, about=shareback_id, person=str(person_id))
    session.flush()
    move_up(session, occasion)


def _may_act(session: Session, person_id: UUID) -> bool:
    return session.get_one(Person, person_id).state not in (PersonState.SUSPENDED, PersonState.LEFT)


def cancel_event(person_id: UUID, shareback_id: UUID) -> None:
    """Cancel an announced event and tell everyone who holds a seat; its commitment stays open."""
    with transaction() as session:
        shareback = own(session, shareback_id, person_id)
        shareback.state = SHAREBACK.move(shareback.state, SharebackState.CANCELLED)
        change_calendars(session, shareback_id)
        record(session, "share.cancel", by=person_id, about=shareback_id)
        emit(session, EventCancelled(shareback_id, by=person_id))


def remind_of_events() -> int:
    """Tell who holds a seat a day before and an hour before, each once for a time. Returns how many reminders."""
    a_day = _beginning("reminded_at", NOT_YET_AN_HOUR, DAY_BEFORE)
    an_hour = _beginning("hour_reminded_at", timedelta(), HOUR_BEFORE)
    for occasion_id in a_day:
        _remind(occasion_id, "reminded_at", 24)
    for occasion_id in an_hour:
        _remind(occasion_id, "hour_reminded_at", 1)
    return len(a_day) + len(an_hour)


def _remind(occasion_id: UUID, mark: str, hours: int) -> None:
    with transaction() as session:
        occasion = lock(session, Occasion, occasion_id)
        if getattr(occasion, mark) is None:
            setattr(occasion, mark, now())
            emit(session, EventSoon(occasion.shareback_id, hours))


def _beginning(mark: str, after: timedelta, before: timedelta) -> list[UUID]:
    with reading() as session:
        query = (
            sa.select(Occasion.id)
            .join(ShareBack, col(ShareBack.id) == col(Occasion.shareback_id))
            .where(
                col(ShareBack.state) == SharebackState.PUBLISHED,
                getattr(Occasion, mark).is_(None),
                col(Occasion.starts_at) > now() + after,
                col(Occasion.starts_at) <= now() + before,
            )
        )
        return list(session.execute(query).scalars())


def _upcoming(session: Session, shareback_id: UUID) -> tuple[ShareBack, Occasion]:
    shareback = lock(session, ShareBack, shareback_id)
    occasion = occasion_of(session, shareback_id)
    if shareback.state is SharebackState.DRAFT or occasion is None:
        raise NotFound
    if shareback.state is not SharebackState.PUBLISHED or occasion.starts_at <= now():
        raise EventClosed
    return shareback, occasion
