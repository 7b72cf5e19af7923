"""Events: when and where, who was asked, who has a seat and who came, and what they said afterwards."""

from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, not_negative, positive, promise, state, words
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import short_code
from crowdlearn.pitches.rules import Place
from crowdlearn.sharebacks.rules import SEAT, SeatState, WouldUse


class Occasion(Table, table=True):
    """The when and where of an event. `sequence` rises with every change, for calendars; `seats` None: no limit.

    `attended_unnamed` counts people in the room who have no account here. `code` is what those who come type to say so.
    `spoken` are languages, `services` the values of Service. Moments tell that reminders went out, and that it is over.
    """

    __table_args__ = (
        positive("minutes"),
        not_negative("attended_unnamed"),
        promise("some_seats", "seats IS NULL OR seats > 0"),
    )

    shareback_id: UUID = link("shareback.id", unique=True)
    starts_at: datetime = Field(sa_type=Moment, index=True)
    minutes: int = 60
    time_zone: str = Field(max_length=64)
    place: Place = Field(default=Place.ONLINE, sa_type=choice(Place))
    place_name: str = Field(default="", max_length=160)
    join_link: str = Field(default="", max_length=500)
    seats: int | None = None
    event_language: str = Field(default="", max_length=60)
    sequence: int = 0
    attended_unnamed: int = 0
    code: str = Field(default_factory=short_code, max_length=8, unique=True)
    spoken: list[str] = words()
    services: list[str] = words()
    access_contact: str = Field(default="", max_length=160)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    hour_reminded_at: datetime | None = Field(default=None, sa_type=Moment)
    over_at: datetime | None = Field(default=None, sa_type=Moment)


class Seat(Table, table=True):
    """One person's place at an event: registered, waiting, given back or none, and whether they came.

    `access_need` is for the host alone, and forgotten after the event. `by_code`: they checked in themselves. `asked`
    and `answered` belong to the feedback. Whether their name stands on the list of those who came is an Appearance.
    """

    __table_args__ = (sa.UniqueConstraint("shareback_id", "person_id"),)

    shareback_id: UUID = link("shareback.id", indexed=False)
    person_id: UUID = link("person.id")
    state: SeatState = Field(sa_type=state(SEAT))
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    attended_at: datetime | None = Field(default=None, sa_type=Moment)
    by_code: bool = False
    access_need: str = Field(default="", max_length=500)
    asked: bool = False
    answered: bool = False


class Invitation(Table, table=True):
    """One person who was told of an event when it was announced."""

    __table_args__ = (sa.UniqueConstraint("shareback_id", "person_id"),)

    shareback_id: UUID = link("shareback.id", indexed=False)
    person_id: UUID = link("person.id")


class EventFeedback(Table, table=True):
    """What one person who came says to the host. Nothing here tells who or when: the id is drawn by lot, not by time.

    That they answered, so that they do so once, is marked on their seat, without the moment.
    """

    __table_args__ = tuple(promise(f"{c}_range", f"{c} BETWEEN 1 AND 5") for c in ("clear", "worth", "included"))

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    shareback_id: UUID = link("shareback.id")
    clear: int
    worth: int
    included: int
    would_use: WouldUse = Field(sa_type=choice(WouldUse))
    text: str = Field(default="", max_length=2000)
