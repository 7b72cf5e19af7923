"""Commitments and their journal. The journal is append-only; the commitment's own row shows where it stands."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise, state, words
from crowdlearn.kernel.clock import now
from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode

from .rules import COMMITMENT, CommitmentState, EntryKind

_GIVEN = sa.text("delivered_at IS NOT NULL")  # what strangers may read of


class Commitment(Table, table=True):
    """One promised share-back: kind, audience, due date. `moved_from` is the first due date, once moved.

    `late_from` is the first moment after the due date where the pitch is; service/journal.py keeps the two together.
    `kept_with` are the ids of who keeps or kept it together with its owner: nobody confirms their own work.
    """

    __table_args__ = (
        promise(
            "delivered_has_moment", "state NOT IN ('delivered', 'lapsed', 'confirmed') OR delivered_at IS NOT NULL"
        ),
        promise("moved_to_later", "moved_from IS NULL OR moved_from < due_on"),
        sa.Index("ix_commitment_due", "state", "due_on"),
        sa.Index("ix_commitment_newest", "due_on", "id"),
        sa.Index("ix_commitment_given", "due_on", "id", sqlite_where=_GIVEN, postgresql_where=_GIVEN),
        sa.Index("ix_commitment_standing", "state", "reviews"),
        sa.Index("ix_commitment_late", "state", "late_from"),
    )

    pitch_id: UUID = link("pitch.id")
    owner_id: UUID = link("person.id")
    planned_id: UUID | None = Field(default=None, unique=True)
    kind: ShareBackKind = Field(sa_type=choice(ShareBackKind))
    title: str = Field(default="", max_length=160)
    audience: str = Field(default="", max_length=160)
    open_to_all: bool = True
    mode: ShareBackMode = Field(default=ShareBackMode.ONLINE, sa_type=choice(ShareBackMode))
    due_on: date
    late_from: datetime = Field(sa_type=Moment)
    moved_from: date | None = None
    time_zone: str = Field(max_length=64)
    state: CommitmentState = Field(default=CommitmentState.OPEN, sa_type=state(COMMITMENT))
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
    delivered_at: datetime | None = Field(default=None, sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    reviews: int = 0
    kept_with: list[str] = words()
    last_reminded: int | None = None
    overdue_noted: date | None = None  # the due date whose passing the journal already tells


class JournalEntry(Table, table=True):
    """One line of the commitment ledger, never changed. `by` is None when the calendar spoke."""

    commitment_id: UUID = link("commitment.id")
    kind: EntryKind = Field(sa_type=choice(EntryKind))
    by: UUID | None = link("person.id", nullable=True, indexed=False)
    at: datetime = Field(default_factory=now, sa_type=Moment)
    reason: str = Field(default="", max_length=500)
    facts: dict[str, Any] = Field(sa_column=sa.Column(sa.JSON, nullable=False))


class Replacement(Table, table=True):
    """A wish to deliver another kind instead; the backers decide by head-count."""

    commitment_id: UUID = link("commitment.id")
    kind: ShareBackKind = Field(sa_type=choice(ShareBackKind))
    title: str = Field(default="", max_length=160)
    due_on: date
    reason: str = Field(max_length=500)
    asked_at: datetime = Field(default_factory=now, sa_type=Moment)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    agreed: bool | None = None


class ReplacementVote(Table, table=True):
    """One backer's answer to a replacement."""

    __table_args__ = (sa.UniqueConstraint("replacement_id", "backer_id"),)

    replacement_id: UUID = link("replacement.id", indexed=False)
    backer_id: UUID = link("person.id", indexed=False)
    agrees: bool
    at: datetime = Field(default_factory=now, sa_type=Moment)
