"""The index: one entry per thing that can be found."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from crowdlearn.db.schema import BESIDE_INDEXES, after_migrating
from crowdlearn.db.tables import Moment, not_negative
from crowdlearn.kernel.clock import now

from . import ddl


class SearchEntry(SQLModel, table=True):
    """What can be found, under which words. `words` is folded text; heavier entries come first, then newer ones.

    `number` is small and grows, because SQLite's full-text index knows rows by whole numbers. An entry is found while
    it is `visible` (its feature says so) and not `suppressed` (a steward says so).
    """

    __table_args__ = (
        sa.UniqueConstraint("kind", "object_id"),
        not_negative("weight"),
    )

    number: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    object_id: UUID
    language: str = Field(max_length=2)
    title: str = Field(max_length=200)
    words: str
    weight: int = Field(default=0, sa_type=sa.BigInteger)
    visible: bool = True
    suppressed: bool = False
    indexed_at: datetime = Field(default_factory=now, sa_type=Moment)


after_migrating(ddl.create)
BESIDE_INDEXES.update((ddl.GIN, ddl.RANK))
sa.event.listen(SearchEntry.__table__, "after_create", lambda _table, connection, **_: ddl.create(connection))  # type: ignore[attr-defined]
