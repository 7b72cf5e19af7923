"""The audit trail. Rows are only ever added; triggers refuse UPDATE and DELETE."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table
from crowdlearn.kernel.clock import now


class AuditRow(Table, table=True):
    """Who did what to which thing, and when. `facts` is JSON text with internal ids only, no personal data."""

    happened_at: datetime = Field(default_factory=now, sa_type=Moment)
    actor_id: UUID | None = Field(default=None, index=True)
    action: str = Field(max_length=60, index=True)
    object_id: UUID | None = Field(default=None, index=True)
    facts: str = Field(default="{}")


class AuditLink(Table, table=True):
    """The chain: the worker adds one link per row, each hash covering the row and the link before."""

    row_id: UUID = Field(unique=True)
    position: int = Field(unique=True)
    hash: str = Field(max_length=64)
