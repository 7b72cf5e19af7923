"""When and where an event takes place, and who has a seat."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import Place
from crowdlearn.sharebacks.models import Occasion as OccasionRow
from crowdlearn.sharebacks.models import Seat, ShareBack
from crowdlearn.sharebacks.rules import Form, SeatState, Service, SharebackState, door_is_open


@dataclass(frozen=True)
class Occasion:
    """When and where an event takes place; `free` is how many seats are left, None without a limit."""

    starts_at: datetime
    minutes: int
    time_zone: str
    place: Place
    place_name: str
    join_link: str
    seats: int | None
    event_language: str
    spoken: list[str]
    services: list[Service]
    access_contact: str
    sequence: int
    registered: int
    waiting: int
    attended: int
    attended_unnamed: int
    code: str

    @property
    def free(self) -> int | None:
        """Return how many seats are left."""
        return None if self.seats is None else max(0, self.seats - self.registered)

    @property
    def door_open(self) -> bool:
        """Tell whether one may check in now."""
        return door_is_open(self.starts_at, self.minutes, now())

    @property
    def begun(self) -> bool:
        """Tell whether it has begun."""
        return self.starts_at <= now()

    @property
    def open(self) -> bool:
        """Tell whether one can still sign up."""
        return self.starts_at > now()


@dataclass(frozen=True)
class SeatRow:
    """One person's place at an event, for its host: what they need to take part, and whether they came."""

    person_id: UUID
    name: str
    state: SeatState
    attended: bool
    by_code: bool
    access_need: str


@dataclass(frozen=True)
class OccasionLetter:
    """What a calendar file says of an event."""

    id: UUID
    title: str
    summary: str
    language: str
    state: SharebackState
    author: str
    starts_at: datetime
    minutes: int
    time_zone: str
    place: Place
    place_name: str
    join_link: str
    sequence: int


def occasion_letter(shareback_id: UUID) -> OccasionLetter:
    """Return what a calendar file says of an event. Raises NotFound for what is none."""
    columns = (ShareBack.id, ShareBack.title, ShareBack.summary, ShareBack.language, ShareBack.state, Person.name)
    when = (OccasionRow.starts_at, OccasionRow.minutes, OccasionRow.time_zone, OccasionRow.place)
    where = (OccasionRow.place_name, OccasionRow.join_link, OccasionRow.sequence)
    query = (
        sa.select(*(col(column) for column in (*columns, *when, *where)))
        .select_from(ShareBack)
        .join(OccasionRow, col(OccasionRow.shareback_id) == col(ShareBack.id))
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .where(col(ShareBack.id) == shareback_id)
    )
    with reading() as session:
        row = session.execute(query).first()
    if row is None:
        raise NotFound
    return OccasionLetter(*row)


def address_of(person_id: UUID) -> str:
    """Return where a person's mail goes."""
    with reading() as session:
        return session.get_one(Person, person_id).email


def attendance(shareback_id: UUID) -> list[SeatRow]:
    """Return who signed up or came, in order of name."""
    came = col(Seat.attended_at).is_not(None)
    columns = (Seat.person_id, Person.name, Seat.state, came, Seat.by_code, Seat.access_need)
    query = (
        sa.select(*columns)
        .join(Person, col(Person.id) == col(Seat.person_id))
        .where(col(Seat.shareback_id) == shareback_id, sa.or_(col(Seat.state) != SeatState.CANCELLED, came))
        .order_by(col(Person.name))
    )
    with reading() as session:
        return [SeatRow(*row) for row in session.execute(query)]


def occasion_shown(session: Session, shareback: ShareBack) -> Occasion | None:
    """Return when and where an event takes place, None for what is no event."""
    if shareback.form is not Form.EVENT:
        return None
    row = session.exec(select(OccasionRow).where(OccasionRow.shareback_id == shareback.id)).first()
    if row is None:
        return None
    counts = _seat_counts(session, shareback.id)
    return Occasion(
        starts_at=row.starts_at,
        minutes=row.minutes,
        time_zone=row.time_zone,
        place=row.place,
        place_name=row.place_name,
        join_link=row.join_link,
        seats=row.seats,
        event_language=row.event_language,
        spoken=row.spoken,
        services=[Service(one) for one in row.services],
        access_contact=row.access_contact,
        sequence=row.sequence,
        registered=counts.get(SeatState.REGISTERED, 0),
        waiting=counts.get(SeatState.WAITING, 0),
        attended=shareback.attended,
        attended_unnamed=row.attended_unnamed,
        code=row.code,
    )


def _seat_counts(session: Session, shareback_id: UUID) -> dict[SeatState, int]:
    query: sa.Select[SeatState, int] = (
        sa.select(col(Seat.state).label("state"), sa.func.count().label("people"))
        .where(col(Seat.shareback_id) == shareback_id)
        .group_by(col(Seat.state))
    )
    return {row.state: row.people for row in session.execute(query)}


def seat_of(session: Session, shareback_id: UUID, viewer_id: UUID | None) -> Seat | None:
    """Return the viewer's place at an event."""
    if viewer_id is None:
        return None
    query = select(Seat).where(Seat.shareback_id == shareback_id, Seat.person_id == viewer_id)
    return session.exec(query).first()
