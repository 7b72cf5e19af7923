"""Share-backs: what was given back, what it said before, what goes with it and to whom it was presented."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise, state, words
from crowdlearn.kernel.clock import now
from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode
from crowdlearn.sharebacks.rules import SHAREBACK, Decision, Form, MaterialKind, SharebackState, ToolKind, WorkedBy

_READ = sa.text("published_at IS NOT NULL")


class ShareBack(Table, table=True):
    """What was given back. One that keeps a commitment is open to the whole public service.

    `retold_from_id` is another member's share-back that this one gives again; its author allowed it (`may_be_retold`).
    `drawn_from_id` is what a practice or tool came out of, whoever wrote that; `problem` is what it solves.
    `last_medium` is the highest number that a picture, sound or captions ever had here; 0: it never had any.
    `in_both` tells that it can be read in the other language too, `names_people` that people who appear were asked.
    `together`: somebody was ever invited to stand with it as a co-author; `co_authors` counts those who do.
    `changed_by` wrote what it says now, None: its author.
    A story may stand in a collection. The counters at the end are for display, and recomputed by `check`.
    """

    __table_args__ = (
        promise("published_has_moment", "state = 'draft' OR published_at IS NOT NULL"),
        promise("held_has_moment", "state <> 'held' OR held_at IS NOT NULL"),
        promise("promise_is_open", "commitment_id IS NULL OR open_to_all"),
        promise("collected_is_story", "collection_id IS NULL OR kind = 'story'"),
        promise("retelling_keeps_no_promise", "retold_from_id IS NULL OR commitment_id IS NULL"),
        promise("for_use_solves_a_problem", "form NOT IN ('practice', 'tool') OR state = 'draft' OR problem <> ''"),
        promise("tool_has_kind", "(form = 'tool') = (tool IS NOT NULL)"),
        promise("practice_is_worked", "(form = 'practice') = (worked_by IS NOT NULL)"),
        sa.Index("ix_shareback_newest", "published_at", "id", sqlite_where=_READ, postgresql_where=_READ),
    )

    author_id: UUID = link("person.id")
    pitch_id: UUID | None = link("pitch.id", nullable=True)
    commitment_id: UUID | None = link("commitment.id", nullable=True)
    retold_from_id: UUID | None = link("shareback.id", nullable=True)
    collection_id: UUID | None = link("storycollection.id", nullable=True)
    changed_by: UUID | None = link("person.id", nullable=True, indexed=False)
    drawn_from_id: UUID | None = link("shareback.id", nullable=True)
    may_be_retold: bool = False
    kind: ShareBackKind = Field(sa_type=choice(ShareBackKind))
    form: Form = Field(sa_type=choice(Form))
    mode: ShareBackMode = Field(default=ShareBackMode.ONLINE, sa_type=choice(ShareBackMode))
    state: SharebackState = Field(default=SharebackState.DRAFT, sa_type=state(SHAREBACK))
    open_to_all: bool = True
    title: str = Field(default="", max_length=160)
    summary: str = Field(default="", max_length=400)
    problem: str = Field(default="", max_length=300)
    topics: list[str] = words()
    tool: ToolKind | None = Field(default=None, sa_type=choice(ToolKind))
    worked_by: WorkedBy | None = Field(default=None, sa_type=choice(WorkedBy))
    body: str = Field(default="")
    body_html: str = Field(default="")
    language: str = Field(default="en", max_length=2)
    link: str = Field(default="", max_length=500)
    transcript: str = Field(default="")
    transcript_html: str = Field(default="")
    version: int = 1
    last_medium: int = 0
    in_both: bool = False
    names_people: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    updated_at: datetime = Field(default_factory=now, sa_type=Moment)
    together: bool = False
    co_authors: int = 0
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    held_at: datetime | None = Field(default=None, sa_type=Moment)
    reviews: int = 0
    learned: int = 0
    attended: int = 0
    used: int = 0
    used_in: int = 0
    taught: int = 0

    @property
    def given_at(self) -> datetime | None:
        """Return the moment it could be learned from: published, or held; None before."""
        return self.held_at if self.form is Form.EVENT else self.published_at


class ShareBackTopic(Table, table=True):
    """One topic of a share-back, for filters."""

    __table_args__ = (
        sa.UniqueConstraint("shareback_id", "topic"),
        sa.Index("ix_sharebacktopic_topic", "topic", "shareback_id"),
    )

    shareback_id: UUID = link("shareback.id", indexed=False)
    topic: str = Field(max_length=40)


class ShareBackVersion(Table, table=True):
    """What a published share-back said before it was changed, as it was read then; `written_by` None: its author."""

    __table_args__ = (sa.UniqueConstraint("shareback_id", "number"),)

    shareback_id: UUID = link("shareback.id", indexed=False)
    number: int
    written_by: UUID | None = link("person.id", nullable=True, indexed=False)
    title: str = Field(max_length=160)
    summary: str = Field(default="", max_length=400)
    problem: str = Field(default="", max_length=300)
    body_html: str = Field(default="")
    transcript_html: str = Field(default="")
    link: str = Field(default="", max_length=500)
    written_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(default_factory=now, sa_type=Moment)


class Material(Table, table=True):
    """Slides, a handout or a recording that goes with a share-back: a link, or a file that was uploaded."""

    __table_args__ = (promise("leads_somewhere", "link <> '' OR file_id IS NOT NULL"),)

    shareback_id: UUID = link("shareback.id")
    kind: MaterialKind = Field(sa_type=choice(MaterialKind))
    title: str = Field(max_length=160)
    file_id: UUID | None = link("storedfile.id", nullable=True)
    link: str = Field(default="", max_length=500)
    added_at: datetime = Field(default_factory=now, sa_type=Moment)


class Presentation(Table, table=True):
    """A share-back presented to a governance body, and what the body decided, once someone recorded it."""

    __table_args__ = (
        promise("decision_is_recorded", "decision IS NULL OR (recorded_by IS NOT NULL AND recorded_at IS NOT NULL)"),
    )

    shareback_id: UUID = link("shareback.id")
    body: str = Field(max_length=160)
    day: date
    decision: Decision | None = Field(default=None, sa_type=choice(Decision))
    response: str = Field(default="", max_length=2000)
    recorded_by: UUID | None = link("person.id", nullable=True)
    recorded_at: datetime | None = Field(default=None, sa_type=Moment)
