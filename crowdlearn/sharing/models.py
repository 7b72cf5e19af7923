"""Addresses that lead to a person's own calendar."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, link
from crowdlearn.kernel.clock import now


class CalendarAddress(Table, table=True):
    """A person's calendar address. The token in it is this row's id, signed with the installation's secret: nothing
    kept here opens the calendar. At most one per person holds; an ended one opens nothing.
    """

    __table_args__ = (
        sa.Index(
            "uq_calendaraddress_now",
            "person_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    person_id: UUID = link("person.id")
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
