"""What we told people."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, link
from crowdlearn.kernel.clock import now


class Notice(Table, table=True):
    """One thing told to one person, once: `event_id` is the event that caused it.

    `kind` names templates/email/<kind>/, `facts` fill its words, `path` (without language) is the page to act on.
    `mail_due_at` is None when the person wants no mail of this kind.
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
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    mail_due_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    mailed_at: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0


class NoticeChoice(Table, table=True):
    """A person's switch for one kind of notice; no row means that mail is sent."""

    __table_args__ = (sa.UniqueConstraint("person_id", "kind"),)

    person_id: UUID = link("person.id", indexed=False)
    kind: str = Field(max_length=60)
    by_mail: bool
