"""Offers of help without a need yet, and openings across organisations. Help is minutes."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, not_negative, promise, state
from crowdlearn.kernel.clock import now

from .rules import (
    INTEREST,
    OPENINGS,
    STANDING,
    HelpKind,
    InterestState,
    OpeningKind,
    OpeningState,
    StandingState,
)

_OPEN = sa.text("state = 'open'")


class StandingOffer(Table, table=True):
    """What a member can give before anybody asked. `until` is its last day; `minutes` is 0 for what is no time."""

    __table_args__ = (
        not_negative("minutes"),
        promise("ended_has_moment", "state = 'open' OR ended_at IS NOT NULL"),
        sa.Index("ix_standingoffer_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    giver_id: UUID = link("person.id")
    kind: HelpKind = Field(sa_type=choice(HelpKind))
    skill: str = Field(default="", max_length=40)
    title: str = Field(max_length=160)
    detail: str = Field(default="", max_length=1000)
    minutes: int = 0
    language: str = Field(max_length=2)
    until: date
    state: StandingState = Field(default=StandingState.OPEN, sa_type=state(STANDING))
    offered_at: datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class HelpAsk(Table, table=True):
    """A pitcher's question for a standing offer, once for each pitch; the giver answers with an offer to the pitch."""

    __table_args__ = (sa.UniqueConstraint("standing_id", "pitch_id"),)

    standing_id: UUID = link("standingoffer.id", indexed=False)
    pitch_id: UUID = link("pitch.id")
    asker_id: UUID = link("person.id", indexed=False)
    text: str = Field(default="", max_length=1000)
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)


class Opening(Table, table=True):
    """A place to learn in another organisation, answered until the day `until`."""

    __table_args__ = (
        promise("days_in_order", "ends_on >= starts_on AND until <= starts_on"),
        promise("ended_has_moment", "state = 'open' OR ended_at IS NOT NULL"),
        sa.Index("ix_opening_open", "until", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    organisation_id: UUID = link("organisation.id")
    owner_id: UUID = link("person.id")
    kind: OpeningKind = Field(sa_type=choice(OpeningKind))
    title: str = Field(max_length=160)
    learned: str = Field(max_length=2000)
    how: str = Field(max_length=1000)
    language: str = Field(max_length=2)
    region: str = Field(default="", max_length=8)
    starts_on: date
    ends_on: date
    until: date
    state: OpeningState = Field(default=OpeningState.OPEN, sa_type=state(OPENINGS))
    opened_at: datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Interest(Table, table=True):
    """A member's interest in an opening, and its owner's answer; only these two read it."""

    __table_args__ = (
        sa.UniqueConstraint("opening_id", "person_id"),
        promise("answered_has_moment", "state NOT IN ('accepted', 'declined', 'lapsed') OR answered_at IS NOT NULL"),
    )

    opening_id: UUID = link("opening.id", indexed=False)
    person_id: UUID = link("person.id")
    text: str = Field(max_length=2000)
    state: InterestState = Field(default=InterestState.SENT, sa_type=state(INTEREST))
    sent_at: datetime = Field(default_factory=now, sa_type=Moment)
    answer: str = Field(default="", max_length=1000)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
