"""Clearance: who was asked, what they decided, and who may not decide."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, not_negative, promise, state
from crowdlearn.kernel.clock import now

from .rules import CLEARANCE, REQUEST, Authority, ClearanceState, Decision, RequestState

_DECIDED = "('cleared', 'changes_asked', 'declined', 'withdrawn')"


class Stake(Table, table=True):
    """A person who gave, or offered, something to a pitch: recused from deciding on it for good."""

    __table_args__ = (sa.UniqueConstraint("pitch_id", "person_id"),)

    pitch_id: UUID = link("pitch.id", indexed=False)
    person_id: UUID = link("person.id")
    why: str = Field(max_length=20)
    since: datetime = Field(default_factory=now, sa_type=Moment)


class Clearance(Table, table=True):
    """What the organisation says to one version of a pitch's terms; `line_needed` decisions of the line suffice.

    From `sealed_at` on money moves because of it, and it cannot be taken back.
    """

    __table_args__ = (sa.UniqueConstraint("pitch_id", "terms_version"), not_negative("line_needed"))

    pitch_id: UUID = link("pitch.id", indexed=False)
    terms_version: int
    state: ClearanceState = Field(sa_type=state(CLEARANCE))
    line_needed: int = 0
    opened_at: datetime = Field(default_factory=now, sa_type=Moment)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    sealed_at: datetime | None = Field(default=None, sa_type=Moment)


class ApprovalRequest(Table, table=True):
    """One step of a clearance: whom it is asked of now, and what was decided, by whom, in which capacity.

    `asked_id` is None while the organisation has named nobody. `passed_from` was asked first. `acting_for` is the
    manager the decider stood in for.
    """

    __table_args__ = (
        promise("decided_says_who", f"state NOT IN {_DECIDED} OR (decided_by IS NOT NULL AND decided_at IS NOT NULL)"),
        promise("refusal_says_why", "state NOT IN ('changes_asked', 'declined', 'withdrawn') OR reason <> ''"),
        sa.Index("ix_approvalrequest_asked", "asked_id", "state"),
    )

    clearance_id: UUID = link("clearance.id")
    pitch_id: UUID = link("pitch.id")
    position: int
    authority: Authority = Field(sa_type=choice(Authority))
    level: int
    state: RequestState = Field(sa_type=state(REQUEST))
    asked_id: UUID | None = link("person.id", nullable=True, indexed=False)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    reminded: int = 0
    passed_from: UUID | None = link("person.id", nullable=True, indexed=False)
    passed_on_at: datetime | None = Field(default=None, sa_type=Moment)
    decided_by: UUID | None = link("person.id", nullable=True, indexed=False)
    acting_for: UUID | None = link("person.id", nullable=True, indexed=False)
    decided_at: datetime | None = Field(default=None, sa_type=Moment)
    reason: str = Field(default="", max_length=1000)
    conditions: str = Field(default="", max_length=1000)
    after_the_fact: bool = False


class ApprovalDecision(Table, table=True):
    """What was decided on a request, word for word; append-only, while the request shows the newest.

    `version` is that of the pitch as it was read, so that the next approver sees what changed since.
    """

    request_id: UUID = link("approvalrequest.id")
    decision: Decision = Field(sa_type=choice(Decision))
    version: int
    decided_by: UUID = link("person.id", indexed=False)
    acting_for: UUID | None = link("person.id", nullable=True, indexed=False)
    decided_at: datetime = Field(default_factory=now, sa_type=Moment)
    reason: str = Field(default="", max_length=1000)
    conditions: str = Field(default="", max_length=1000)
    after_the_fact: bool = False
