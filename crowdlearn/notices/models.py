"""What we told people, and how they want to be told."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise
from crowdlearn.kernel.clock import now

from .rules import Channel


class Notice(Table, table=True):
    """One thing told to one person, once: `event_id` is the event that caused it.

    `kind` names templates/email/<kind>/, `facts` fill its words, `path` (without language) is the page to act on.
    `mail_due_at` is None when no mail of its own is due: none is wanted, or `digest_id` brings it.
    """

    __table_args__ = (
        sa.UniqueConstraint("event_id", "person_id", "kind"),
        sa.Index("ix_notice_of_person", "person_id", "id"),
    )

    event_id: UUID
    person_id: UUID = link("person.id", indexed=False)
    kind: str = Field(max_length=60)
    facts: dict[str, Any] = Field(sa_column=sa.Column(sa.JSON, nullable=False))
    path: str = Field(max_length=300)
    channel: Channel = Field(default=Channel.AT_ONCE, sa_type=choice(Channel))
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    mail_due_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    mailed_at: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    digest_id: UUID | None = link("digest.id", nullable=True)


class Digest(Table, table=True):
    """One mail that brings several notices, daily or weekly; each of them points at it, and at no other."""

    __table_args__ = (promise("digest_has_rhythm", "rhythm IN ('daily', 'weekly')"),)

    person_id: UUID = link("person.id")
    rhythm: Channel = Field(sa_type=choice(Channel))
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
    mail_due_at: datetime | None = Field(default_factory=now, sa_type=Moment, index=True)
    mailed_at: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0


class NoticeChoice(Table, table=True):
    """How a person wants to hear for one reason; no row means the reason's own default."""

    __table_args__ = (sa.UniqueConstraint("person_id", "reason"),)

    person_id: UUID = link("person.id", indexed=False)
    reason: str = Field(max_length=40)
    channel: Channel = Field(sa_type=choice(Channel))


class QuietTime(Table, table=True):
    """The hours of the day, by their own clock, at which a person gets no mail; no row means none."""

    __table_args__ = (
        promise("hours_of_a_day", "start BETWEEN 0 AND 23 AND until BETWEEN 0 AND 23 AND start <> until"),
    )

    person_id: UUID = link("person.id", unique=True)
    start: int
    until: int
