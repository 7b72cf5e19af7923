"""Threads on anything, what is said in them, and what stewards do about it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise, state
from crowdlearn.kernel.clock import now

from .rules import APPEAL, FLAG, AppealState, Decided, FlagReason, FlagState


class Thread(Table, table=True):
    """The conversation on one public thing, such as a pitch: who owns it, what it is called, where it is.

    `path` is its page without the language. `closed_at` ends commenting; reading goes on. `concerns_id` is whom a
    thing judges, such as the author of what a review is about: they have a say in what stewards decide of it.
    Private words have one `reader_id` besides their owner; they are not talked about, but can be reported.
    """

    __table_args__ = (sa.UniqueConstraint("about_kind", "about_id"),)

    about_kind: str = Field(max_length=20)
    about_id: UUID
    owner_id: UUID = link("person.id")
    concerns_id: UUID | None = link("person.id", nullable=True, indexed=False)
    reader_id: UUID | None = link("person.id", nullable=True, indexed=False)
    title: str = Field(max_length=200)
    path: str = Field(max_length=300)
    language: str = Field(max_length=2)
    opened_at: datetime = Field(default_factory=now, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class Comment(Table, table=True):
    """A question, or an `idea` to try; with `parent_id` an answer to one. A deleted one keeps its place only."""

    __table_args__ = (
        promise("deleted_has_no_words", "deleted_at IS NULL OR text = ''"),
        sa.Index("ix_comment_thread", "thread_id", "id"),
    )

    thread_id: UUID = link("thread.id", indexed=False)
    parent_id: UUID | None = link("comment.id", nullable=True, indexed=False)
    author_id: UUID = link("person.id")
    text: str = Field(max_length=2000)
    html: str
    idea: bool = False
    language: str = Field(max_length=2)
    written_at: datetime = Field(default_factory=now, sa_type=Moment)
    edited_at: datetime | None = Field(default=None, sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)


class Encouragement(Table, table=True):
    """Support without a pledge, with a line or without; one per person and thread."""

    __table_args__ = (sa.UniqueConstraint("thread_id", "person_id"),)

    thread_id: UUID = link("thread.id", indexed=False)
    person_id: UUID = link("person.id")
    line: str = Field(default="", max_length=140)
    language: str = Field(max_length=2)
    given_at: datetime = Field(default_factory=now, sa_type=Moment)


class Talk(Table, table=True):
    """A private exchange between one person and the owner of a thread; neither sees the other's address."""

    __table_args__ = (sa.UniqueConstraint("thread_id", "person_id"),)

    thread_id: UUID = link("thread.id", indexed=False)
    person_id: UUID = link("person.id")
    begun_at: datetime = Field(default_factory=now, sa_type=Moment)


class Message(Table, table=True):
    """One message of a talk."""

    __table_args__ = (sa.Index("ix_message_talk", "talk_id", "id"),)

    talk_id: UUID = link("talk.id", indexed=False)
    author_id: UUID = link("person.id")
    text: str = Field(max_length=2000)
    html: str
    sent_at: datetime = Field(default_factory=now, sa_type=Moment)


class Flag(Table, table=True):
    """One person's report of one thing: a thread's subject, a comment, an encouragement or a message."""

    __table_args__ = (
        sa.UniqueConstraint("about_kind", "about_id", "reporter_id"),
        promise("settled_has_moment", "state = 'open' OR settled_at IS NOT NULL"),
        sa.Index("ix_flag_state", "state", "id"),
    )

    about_kind: str = Field(max_length=20)
    about_id: UUID
    reporter_id: UUID = link("person.id")
    reason: FlagReason = Field(sa_type=choice(FlagReason))
    note: str = Field(default="", max_length=500)
    state: FlagState = Field(default=FlagState.OPEN, sa_type=state(FLAG))
    raised_at: datetime = Field(default_factory=now, sa_type=Moment)
    settled_by: UUID | None = link("person.id", nullable=True, indexed=False)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class Hidden(Table, table=True):
    """What a steward hid, and why; shown again once `lifted_at` is set. Features read it with `queries.is_hidden`."""

    __table_args__ = (
        sa.Index(
            "uq_hidden_now",
            "about_kind",
            "about_id",
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        ),
    )

    about_kind: str = Field(max_length=20)
    about_id: UUID
    owner_id: UUID = link("person.id")
    title: str = Field(max_length=200)
    path: str = Field(max_length=300)
    reason: str = Field(max_length=500)
    hidden_by: UUID = link("person.id", indexed=False)
    hidden_at: datetime = Field(default_factory=now, sa_type=Moment)
    lifted_by: UUID | None = link("person.id", nullable=True, indexed=False)
    lifted_at: datetime | None = Field(default=None, sa_type=Moment)


class Appeal(Table, table=True):
    """Someone's appeal against a steward's decision: of a Hidden (HIDDEN, SHOWN) or a Flag (KEPT), its `decision_id`.

    Decided by another steward. `led_to` is the hiding that a granted one made.
    """

    __table_args__ = (
        sa.UniqueConstraint("decided", "decision_id"),
        promise("settled_has_answer", "state = 'open' OR (settled_at IS NOT NULL AND answer <> '')"),
        promise("another_steward", "settled_by IS NULL OR settled_by <> decided_by"),
        sa.Index("ix_appeal_state", "state", "id"),
    )

    decided: Decided = Field(sa_type=choice(Decided))
    decision_id: UUID
    decided_by: UUID = link("person.id", indexed=False)
    about_kind: str = Field(max_length=20)
    about_id: UUID
    appellant_id: UUID = link("person.id")
    text: str = Field(max_length=1000)
    state: AppealState = Field(default=AppealState.OPEN, sa_type=state(APPEAL))
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
    settled_by: UUID | None = link("person.id", nullable=True, indexed=False)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    answer: str = Field(default="", max_length=500)
    led_to: UUID | None = link("hidden.id", nullable=True, indexed=False)


class Feedback(Table, table=True):
    """What someone says about accessibility. `person_id` is None for a visitor, `email` empty when none was left."""

    __table_args__ = (sa.Index("ix_feedback_waiting", "settled_at", "id"),)

    person_id: UUID | None = link("person.id", nullable=True)
    text: str = Field(max_length=2000)
    email: str = Field(default="", max_length=254)
    given_at: datetime = Field(default_factory=now, sa_type=Moment)
    settled_by: UUID | None = link("person.id", nullable=True, indexed=False)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
