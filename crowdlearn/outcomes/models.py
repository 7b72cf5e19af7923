"""Application check-ins."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise, state

from .rules import CHECK_IN, Applied, CheckInState


class CheckIn(Table, table=True):
    """One question, `after_days` after the learning ended. `days_to_first_use` counts from the learning's last day."""

    __table_args__ = (
        sa.UniqueConstraint("pitch_id", "after_days"),
        promise("answered_has_answer", "state NOT IN ('answered', 'confirmed') OR applied IS NOT NULL"),
        promise("confirmed_by_someone", "state <> 'confirmed' OR confirmed_by IS NOT NULL"),
        promise("not_by_oneself", "confirmed_by IS NULL OR confirmed_by <> owner_id"),
        sa.Index("ix_checkin_due", "state", "due_on"),
    )

    pitch_id: UUID = link("pitch.id", indexed=False)
    owner_id: UUID = link("person.id")
    after_days: int
    due_on: date
    state: CheckInState = Field(default=CheckInState.PLANNED, sa_type=state(CHECK_IN))
    applied: Applied | None = Field(default=None, sa_type=choice(Applied))
    text: str = Field(default="", max_length=2000)
    evidence: str = Field(default="", max_length=500)
    days_to_first_use: int | None = None
    helped: str = Field(default="", max_length=500)
    hindered: str = Field(default="", max_length=500)
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_by: UUID | None = link("person.id", nullable=True, indexed=False)
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_as: str = Field(default="", max_length=20)
    confirmation: str = Field(default="", max_length=500)
    reminded_at: datetime | None = Field(default=None, sa_type=Moment)
