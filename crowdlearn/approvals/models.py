"""Clearance: who was asked, what they decided, and who may not decide."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, link
from crowdlearn.kernel.clock import now


class Stake(Table, table=True):
    """A person who gave, or offered, something to a pitch: recused from deciding on it for good."""

    __table_args__ = (sa.UniqueConstraint("pitch_id", "person_id"),)

    pitch_id: UUID = link("pitch.id", indexed=False)
    person_id: UUID = link("person.id")
    why: str = Field(max_length=20)
    since: datetime = Field(default_factory=now, sa_type=Moment)
