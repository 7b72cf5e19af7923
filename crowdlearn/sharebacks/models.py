"""Share-backs and what people made of them."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, not_negative, positive, promise, state
from crowdlearn.kernel.clock import now
from crowdlearn.pitches.rules import Place, ShareBackKind

from .rules import SEAT, SHAREBACK, Form, Met, SeatState, SharebackState

_READ = sa.text("published_at IS NOT NULL")


class ShareBack(Table, table=True):
    """What was given back. One that keeps a commitment is open to the whole public service.

    The counters at the end are for display, and recomputed by `check`.
    """

    __table_args__ = (
        promise("published_has_moment", "state = 'draft' OR published_at IS NOT NULL"),
        promise("held_has_moment", "state <> 'held' OR held_at IS NOT NULL"),
        promise("promise_is_open", "commitment_id IS NULL OR open_to_all"),
        sa.Index("ix_shareback_newest", "published_at", "id", sqlite_where=_READ, postgresql_where=_READ),
    )

    author_id: UUID = link("person.id")
    pitch_id: UUID | None = link("pitch.id", nullable=True)
    commitment_id: UUID | None = link("commitment.id", nullable=True)
    kind: ShareBackKind = Field(sa_type=choice(ShareBackKind))
    form: Form = Field(sa_type=choice(Form))
    state: SharebackState = Field(default=SharebackState.DRAFT, sa_type=state(SHAREBACK))
    open_to_all: bool = True
    title: str = Field(default="", max_length=160)
    summary: str = Field(default="", max_length=400)
    body: str = Field(default="")
    body_html: str = Field(default="")
    language: str = Field(default="en", max_length=2)
    link: str = Field(default="", max_length=500)
    transcript: str = Field(default="")
    transcript_html: str = Field(default="")
    version: int = 1
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    updated_at: datetime = Field(default_factory=now, sa_type=Moment)
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    held_at: datetime | None = Field(default=None, sa_type=Moment)
    reviews: int = 0
    learned: int = 0
    attended: int = 0


class ShareBackVersion(Table, table=True):
    """What a published share-back said before it was changed, as it was read then."""

    __table_args__ = (sa.UniqueConstraint("shareback_id", "number"),)

    shareback_id: UUID = link("shareback.id", indexed=False)
    number: int
    title: str = Field(max_length=160)
    summary: str = Field(default="", max_length=400)
    body_html: str = Field(default="")
    transcript_html: str = Field(default="")
    link: str = Field(default="", max_length=500)
    written_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(default_factory=now, sa_type=Moment)


class Occasion(Table, table=True):
    """The when and where of an event. `sequence` rises with every change, for calendars; `seats` None: no limit.

    `attended_unnamed` counts people in the room who have no account here.
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
    materials: str = Field(default="", max_length=500)
    sequence: int = 0
    attended_unnamed: int = 0
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)


class Seat(Table, table=True):
    """One person's place at an event: registered, waiting or given back, and whether they came."""

    __table_args__ = (sa.UniqueConstraint("shareback_id", "person_id"),)

    shareback_id: UUID = link("shareback.id", indexed=False)
    person_id: UUID = link("person.id")
    state: SeatState = Field(sa_type=state(SEAT))
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    attended_at: datetime | None = Field(default=None, sa_type=Moment)


class Review(Table, table=True):
    """A member's view by criteria, each from 1 to 5, with words and the author's answer."""

    __table_args__ = (
        sa.UniqueConstraint("shareback_id", "reviewer_id"),
        *(promise(f"{c}_range", f"{c} BETWEEN 1 AND 5") for c in ("clear", "useful", "usable")),
    )

    shareback_id: UUID = link("shareback.id", indexed=False)
    reviewer_id: UUID = link("person.id")
    clear: int
    useful: int
    usable: int
    text: str = Field(default="", max_length=2000)
    written_at: datetime = Field(default_factory=now, sa_type=Moment)
    changed_at: datetime | None = Field(default=None, sa_type=Moment)
    reply: str = Field(default="", max_length=1000)
    replied_at: datetime | None = Field(default=None, sa_type=Moment)


class Learned(Table, table=True):
    """A signed-in "I learned from this"."""

    __table_args__ = (sa.UniqueConstraint("shareback_id", "person_id"),)

    shareback_id: UUID = link("shareback.id", indexed=False)
    person_id: UUID = link("person.id")
    at: datetime = Field(default_factory=now, sa_type=Moment)


class WishAnswer(Table, table=True):
    """A backer's tick on their own wish; `promise_id` is the money pledge or the offer that carried it."""

    pitch_id: UUID = link("pitch.id")
    promise_id: UUID = Field(unique=True)
    backer_id: UUID = link("person.id")
    met: Met = Field(sa_type=choice(Met))
    note: str = Field(default="", max_length=500)
    at: datetime = Field(default_factory=now, sa_type=Moment)


class ThankYou(Table, table=True):
    """The pitcher's thanks to one backer."""

    __table_args__ = (sa.UniqueConstraint("pitch_id", "backer_id"),)

    pitch_id: UUID = link("pitch.id", indexed=False)
    backer_id: UUID = link("person.id")
    text: str = Field(max_length=1000)
    sent_at: datetime = Field(default_factory=now, sa_type=Moment)
