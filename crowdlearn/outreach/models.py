"""Asks and champions."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, link, not_negative, promise, state
from crowdlearn.kernel.clock import now

from .rules import ASK, AskState

_REAL = sa.text("state <> 'silent'")


class Ask(Table, table=True):
    """One ask of one person to look at a pitch. `sealed` is what is kept of the address; `email` is there only until
    the letter to somebody without account is sent. `person_id` is known for members, and once the asked one joins.
    """

    __table_args__ = (
        sa.UniqueConstraint("pitch_id", "asker_id", "sealed"),
        sa.Index(
            "uq_ask_once", "pitch_id", "sealed", unique=True, sqlite_where=_REAL, postgresql_where=_REAL
        ),  # whoever asks, a person hears of a pitch once
        promise("address_is_forgotten", "email IS NULL OR state = 'waiting'"),
        promise("sent_has_moment", "state <> 'sent' OR sent_at IS NOT NULL"),
        sa.Index("ix_ask_received", "sealed", "asked_at"),
    )

    pitch_id: UUID = link("pitch.id", indexed=False)
    asker_id: UUID = link("person.id")
    person_id: UUID | None = link("person.id", nullable=True)
    sealed: str = Field(max_length=64)
    email: str | None = Field(default=None, max_length=254)
    note: str = Field(default="", max_length=500)
    language: str = Field(max_length=2)
    state: AskState = Field(default=AskState.WAITING, sa_type=state(ASK))
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    came_at: datetime | None = Field(default=None, sa_type=Moment)


class NoAsks(Table, table=True):
    """Somebody without account who wants no asks, known by the seal of the address alone."""

    sealed: str = Field(max_length=64, unique=True)
    since: datetime = Field(default_factory=now, sa_type=Moment)


class Champion(Table, table=True):
    """A person's public line for a pitch, with the count of who came by their link; withdrawn, it is not shown."""

    __table_args__ = (sa.UniqueConstraint("pitch_id", "person_id"), not_negative("came"))

    pitch_id: UUID = link("pitch.id", indexed=False)
    person_id: UUID = link("person.id")
    line: str = Field(max_length=140)
    language: str = Field(max_length=2)
    since: datetime = Field(default_factory=now, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    thanked_at: datetime | None = Field(default=None, sa_type=Moment)
    came: int = 0
