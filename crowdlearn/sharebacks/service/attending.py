"""Who came: by the code at the door, by the host's list, by head-count; and what follows when an event is over."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.commitments.service import deliver
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.ids import short_code
from crowdlearn.sharebacks.models import Occasion, Seat, ShareBack
from crowdlearn.sharebacks.queries.authors import is_author
from crowdlearn.sharebacks.queries.content import occasion_of
from crowdlearn.sharebacks.rules import (
    NEEDS_KEPT,
    SHAREBACK,
    AttendanceCorrected,
    DoorClosed,
    EventClosed,
    EventHeld,
    EventOver,
    NotHeldYet,
    SeatState,
    SharebackState,
    WrongCode,
    door_is_open,
    plain_code,
)

from .attendance_list import show_name
from .authors import own
from .seats import seat_of

TAKES_PLACE = (SharebackState.PUBLISHED, SharebackState.HELD)


def check_in(person_id: UUID, code: str, *, name_shown: bool = False) -> UUID:
    """Say "I am here" with the code at the door, with a seat or without, and return the event. It counts once.

    Raises WrongCode, DoorClosed, NotAllowed for the host. `name_shown` adds consent, and takes none back.
    """
    with transaction() as session:
        occasion = session.exec(select(Occasion).where(Occasion.code == plain_code(code))).first()
        if occasion is None:
            raise WrongCode
        shareback = lock(session, ShareBack, occasion.shareback_id)
        if is_author(session, shareback, person_id):
            raise NotAllowed
        if shareback.state not in TAKES_PLACE or not door_is_open(occasion.starts_at, occasion.minutes, now()):
            raise DoorClosed
        seat = seat_of(session, shareback.id, person_id)
        if seat is None:
            seat = Seat(shareback_id=shareback.id, person_id=person_id, state=SeatState.WALK_IN)
            session.add(seat)
        if name_shown:
            show_name(session, shareback, person_id, shown=True)
        if seat.attended_at is None:
            seat.attended_at, seat.by_code = now(), True
            shareback.attended += 1
            record(session, "seat.check_in", by=person_id, about=shareback.id)
        return shareback.id


def renew_code(person_id: UUID, shareback_id: UUID) -> None:
    """Give an event another code, where the old one came into wrong hands; who checked in stays counted."""
    with transaction() as session:
        own(session, shareback_id, person_id)
        occasion = occasion_of(session, shareback_id)
        if occasion is None:
            raise EventClosed
        occasion.code = short_code()
        record(session, "share.renew_code", by=person_id, about=shareback_id)


def hold_event(person_id: UUID, shareback_id: UUID, attended: Iterable[UUID], unnamed: int = 0) -> int:
    """Record who came, by name and by head-count, and deliver the commitment; return how many came in all.

    Whoever checked in with the code came, listed or not. May be called again to correct the list. Raises NotHeldYet
    before the event began, EventClosed when it never took place.
    """
    with transaction() as session:
        shareback = own(session, shareback_id, person_id)
        occasion = occasion_of(session, shareback_id)
        if shareback.state not in TAKES_PLACE:
            raise EventClosed
        if occasion is None or occasion.starts_at > now():
            raise NotHeldYet
        came = _mark_attendance(session, shareback_id, set(attended) - {person_id})
        occasion.attended_unnamed = unnamed
        shareback.attended = came + unnamed
        record(session, "share.held", by=person_id, about=shareback_id, attended=shareback.attended)
        if shareback.state is SharebackState.HELD:
            emit(session, AttendanceCorrected(shareback_id, by=person_id))
        else:
            _hold(session, shareback)
        return shareback.attended


def _hold(session: Session, shareback: ShareBack) -> None:
    shareback.state = SHAREBACK.move(shareback.state, SharebackState.HELD)
    shareback.held_at = now()
    if shareback.commitment_id is not None:
        deliver(session, shareback.commitment_id, shareback.author_id, shareback=str(shareback.id))
    emit(session, EventHeld(shareback.id, shareback.attended, by=shareback.author_id))


def _mark_attendance(session: Session, shareback_id: UUID, listed: set[UUID]) -> int:
    """Mark who came; return how many. Someone without a place on the list came without one."""
    known = {seat.person_id: seat for seat in session.exec(select(Seat).where(Seat.shareback_id == shareback_id))}
    for person_id, seat in known.items():
        if not seat.by_code:
            seat.attended_at = (seat.attended_at or now()) if person_id in listed else None
    for person_id in listed - known.keys():
        known[person_id] = Seat(
            shareback_id=shareback_id, person_id=person_id, state=SeatState.WALK_IN, attended_at=now()
        )
        session.add(known[person_id])
    return sum(seat.attended_at is not None for seat in known.values())


def close_events() -> int:
    """Note which events are over, and say so for those that took place. Returns how many are."""
    over = _over(now())
    for occasion_id in over:
        with transaction() as session:
            occasion = lock(session, Occasion, occasion_id)
            if occasion.over_at is None:
                occasion.over_at = now()
                emit(session, EventOver(occasion.shareback_id))
    return len(over)


def _over(at: datetime) -> list[UUID]:
    begun = (
        sa.select(col(Occasion.id), col(Occasion.starts_at), col(Occasion.minutes))
        .join(ShareBack, col(ShareBack.id) == col(Occasion.shareback_id))
        .where(col(ShareBack.state).in_(TAKES_PLACE), col(Occasion.over_at).is_(None), col(Occasion.starts_at) <= at)
    )
    with reading() as session:
        return [one.id for one in session.execute(begun) if one.starts_at + timedelta(minutes=one.minutes) <= at]


def forget_access_needs() -> int:
    """Delete what people needed to take part, thirty days after the event. Returns how many such requests."""
    long_ago = sa.select(col(Occasion.shareback_id)).where(col(Occasion.starts_at) <= now() - NEEDS_KEPT)
    told = sa.update(Seat).where(col(Seat.access_need) != "", col(Seat.shareback_id).in_(long_ago))
    with transaction() as session:
        result = session.execute(told.values(access_need=""))
        return int(getattr(result, "rowcount", 0))
