"""What stands in a person's own calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import ExpertiseOffer
from crowdlearn.pledges.rules import OfferState
from crowdlearn.sharebacks.models import Occasion, Seat, ShareBack
from crowdlearn.sharebacks.queries.authors import written_by
from crowdlearn.sharebacks.rules import READABLE, SeatState, SharebackState
from crowdlearn.sharing.models import CalendarAddress

BEFORE, MOST = timedelta(days=90), 200  # how far back, and how many of each kind


class Mine(StrEnum):
    """Why something stands in my calendar."""

    SEAT = "seat"
    HOSTING = "hosting"
    COMMITMENT = "commitment"
    CHECK_IN = "check_in"
    APPOINTMENT = "appointment"


@dataclass(frozen=True)
class MyDate:
    """One thing of a person's calendar: on a `day`, or from a moment on, for `minutes`. `id` is the page's to open."""

    kind: Mine
    id: UUID
    title: str
    text: str = ""
    day: date | None = None
    starts_at: datetime | None = None
    minutes: int = 0
    time_zone: str = "UTC"
    where: str = ""
    version: int = 0
    changed_at: datetime | None = None
    cancelled: bool = False


@dataclass(frozen=True)
class Addressee:
    """Whose calendar it is, and in which language and time zone they read it."""

    person_id: UUID
    name: str
    language: str
    time_zone: str


def my_address(person_id: UUID) -> CalendarAddress | None:
    """Return a person's calendar address, None when there is none."""
    query = sa.select(CalendarAddress).where(
        col(CalendarAddress.person_id) == person_id, col(CalendarAddress.ended_at).is_(None)
    )
    with reading() as session:
        return session.execute(query).scalar()


def addressee(address_id: UUID) -> Addressee | None:
    """Return whose calendar an address opens; None for one that is ended, or of someone who left."""
    query = (
        sa.select(Person.id, Person.name, Person.language, Person.time_zone)
        .join(CalendarAddress, col(CalendarAddress.person_id) == col(Person.id))
        .where(
            col(CalendarAddress.id) == address_id,
            col(CalendarAddress.ended_at).is_(None),
            col(Person.state) != PersonState.LEFT,
        )
    )
    with reading() as session:
        row = session.execute(query).first()
    return Addressee(*row) if row else None


def my_dates(person_id: UUID) -> list[MyDate]:
    """Return a person's seats, events, promises due, check-ins and appointments of help, in five queries."""
    with reading() as session:
        return [
            *_seats(session, person_id),
            *_hosting(session, person_id),
            *_promises(session, person_id),
            *_check_ins(session, person_id),
            *_appointments(session, person_id),
        ]


def _events() -> Any:
    return (
        sa.select(
            ShareBack.id,
            ShareBack.title,
            ShareBack.summary,
            ShareBack.state,
            ShareBack.updated_at,
            Occasion.starts_at,
            Occasion.minutes,
            Occasion.time_zone,
            Occasion.place_name,
            Occasion.join_link,
            Occasion.sequence,
        )
        .join(Occasion, col(Occasion.shareback_id) == col(ShareBack.id))
        .where(col(Occasion.starts_at) > now() - BEFORE, col(ShareBack.state).in_(READABLE))
        .order_by(col(Occasion.starts_at))
        .limit(MOST)
    )


def _seats(session: Session, person_id: UUID) -> list[MyDate]:
    query = _events().join(Seat, col(Seat.shareback_id) == col(ShareBack.id))
    mine = query.where(col(Seat.person_id) == person_id, col(Seat.state) == SeatState.REGISTERED)
    return [_event(row, Mine.SEAT) for row in session.execute(mine)]


def _hosting(session: Session, person_id: UUID) -> list[MyDate]:
    mine = _events().where(written_by(person_id))
    return [_event(row, Mine.HOSTING) for row in session.execute(mine)]


def _event(row: Any, kind: Mine) -> MyDate:
    return MyDate(
        kind=kind,
        id=row.id,
        title=row.title,
        text=row.summary,
        starts_at=row.starts_at,
        minutes=row.minutes,
        time_zone=row.time_zone,
        where=row.place_name or row.join_link,
        version=row.sequence,
        changed_at=row.updated_at,
        cancelled=row.state is SharebackState.CANCELLED,
    )


def _promises(session: Session, person_id: UUID) -> list[MyDate]:
    query = (
        sa.select(Commitment.id, Commitment.title, Pitch.title, Commitment.due_on, Commitment.made_at)
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .where(col(Commitment.owner_id) == person_id, col(Commitment.state) == CommitmentState.OPEN)
    )
    return [
        MyDate(Mine.COMMITMENT, key, title or pitch, pitch, day=day, changed_at=at)
        for key, title, pitch, day, at in session.execute(query.limit(MOST))
    ]


def _check_ins(session: Session, person_id: UUID) -> list[MyDate]:
    ahead = (CheckInState.PLANNED, CheckInState.OPEN)
    query = (
        sa.select(CheckIn.id, Pitch.title, CheckIn.due_on)
        .join(Pitch, col(Pitch.id) == col(CheckIn.pitch_id))
        .where(col(CheckIn.owner_id) == person_id, col(CheckIn.state).in_(ahead))
    )
    return [MyDate(Mine.CHECK_IN, key, title, day=day) for key, title, day in session.execute(query.limit(MOST))]


def _appointments(session: Session, person_id: UUID) -> list[MyDate]:
    query = (
        sa.select(
            ExpertiseOffer.id,
            Pitch.title,
            ExpertiseOffer.scheduled_at,
            ExpertiseOffer.minutes,
            ExpertiseOffer.scheduled_where,
            ExpertiseOffer.answered_at,
        )
        .join(Pitch, col(Pitch.id) == col(ExpertiseOffer.pitch_id))
        .where(
            sa.or_(col(ExpertiseOffer.helper_id) == person_id, col(Pitch.owner_id) == person_id),
            col(ExpertiseOffer.state).in_((OfferState.SCHEDULED, OfferState.CONFIRMED)),
            col(ExpertiseOffer.scheduled_at) > now() - BEFORE,
        )
        .order_by(col(ExpertiseOffer.scheduled_at))
    )
    return [
        MyDate(Mine.APPOINTMENT, key, title, starts_at=at, minutes=minutes or 60, where=where, changed_at=changed)
        for key, title, at, minutes, where, changed in session.execute(query.limit(MOST))
    ]
