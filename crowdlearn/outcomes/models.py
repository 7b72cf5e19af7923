"""Application check-ins with their evidence, adoption by others, and recognition received elsewhere."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, not_negative, promise, state
from crowdlearn.kernel.clock import now

from .rules import (
    CHECK_IN,
    CORROBORATION,
    Adopted,
    Applied,
    Because,
    CheckInState,
    CorroborationState,
    EvidenceKind,
)


class CheckIn(Table, table=True):
    """One question, `after_days` after the learning ended. `days_to_first_use` counts from the learning's last day."""

    __table_args__ = (
        sa.UniqueConstraint("pitch_id", "after_days"),
        promise("answered_has_answer", "state NOT IN ('answered', 'confirmed') OR applied IS NOT NULL"),
        promise("confirmed_by_someone", "state <> 'confirmed' OR confirmed_by IS NOT NULL"),
        promise("not_by_oneself", "confirmed_by IS NULL OR confirmed_by <> owner_id"),
        promise("because_where_not_used", "because IS NULL OR applied <> 'yes'"),
        sa.Index("ix_checkin_due", "state", "due_on"),
    )

    pitch_id: UUID = link("pitch.id", indexed=False)
    owner_id: UUID = link("person.id")
    after_days: int
    due_on: date
    state: CheckInState = Field(default=CheckInState.PLANNED, sa_type=state(CHECK_IN))
    applied: Applied | None = Field(default=None, sa_type=choice(Applied))
    text: str = Field(default="", max_length=2000)
    because: Because | None = Field(default=None, sa_type=choice(Because))
    days_to_first_use: int | None = None
    helped: str = Field(default="", max_length=500)
    hindered: str = Field(default="", max_length=500)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_by: UUID | None = link("person.id", nullable=True, indexed=False)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_as: str = Field(default="", max_length=20)
    confirmation: str = Field(default="", max_length=500)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)


class Evidence(Table, table=True):
    """One piece of evidence of an answer. A figure is in thousandths of its unit, before and after."""

    __table_args__ = (
        promise("link_is_there", "kind <> 'link' OR link <> ''"),
        promise("file_is_there", "kind <> 'file' OR file_id IS NOT NULL"),
        promise("figure_is_whole", "kind <> 'figure' OR (unit <> '' AND before IS NOT NULL AND after IS NOT NULL)"),
    )

    checkin_id: UUID = link("checkin.id")
    file_id: UUID | None = link("storedfile.id", nullable=True, indexed=False)
    kind: EvidenceKind = Field(sa_type=choice(EvidenceKind))
    text: str = Field(default="", max_length=1000)
    link: str = Field(default="", max_length=500)
    unit: str = Field(default="", max_length=60)
    before: int | None = Field(default=None, sa_type=sa.BigInteger)
    after: int | None = Field(default=None, sa_type=sa.BigInteger)
    added_at: datetime = Field(default_factory=now, sa_type=Moment)


class Corroboration(Table, table=True):
    """A colleague beside the manager: asked by the learner (`asked_by`), or offering it themselves."""

    __table_args__ = (
        sa.UniqueConstraint("checkin_id", "person_id"),
        promise("given_has_moment", "state <> 'given' OR given_at IS NOT NULL"),
    )

    checkin_id: UUID = link("checkin.id", indexed=False)
    person_id: UUID = link("person.id")
    state: CorroborationState = Field(sa_type=state(CORROBORATION))
    given_as: str = Field(default="", max_length=20)
    asked_by: UUID | None = link("person.id", nullable=True, indexed=False)
    asked_at: datetime | None = Field(default=None, sa_type=Moment)
    given_at: datetime | None = Field(default=None, sa_type=Moment)
    words: str = Field(default="", max_length=500)


class Used(Table, table=True):
    """What someone else did with a share-back, and where they worked then; `reached` are the people they taught."""

    __table_args__ = (
        sa.UniqueConstraint("shareback_id", "person_id", "how"),
        not_negative("reached"),
        promise("teaching_reaches", "how <> 'taught' OR reached > 0"),
    )

    shareback_id: UUID = link("shareback.id", indexed=False)
    person_id: UUID = link("person.id")
    organisation_id: UUID | None = link("organisation.id", nullable=True, indexed=False)
    how: Adopted = Field(sa_type=choice(Adopted))
    text: str = Field(max_length=1000)
    reached: int = 0
    at: datetime = Field(default_factory=now, sa_type=Moment)


class Award(Table, table=True):
    """Recognition received elsewhere, recorded by its owner, with a page that shows it."""

    person_id: UUID = link("person.id")
    title: str = Field(max_length=160)
    giver: str = Field(max_length=160)
    received_on: date
    link: str = Field(max_length=500)
    added_at: datetime = Field(default_factory=now, sa_type=Moment)
