"""Counters that stand beside a row for display, and the sums that they must equal."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from .rounds import for_each
from .session import lock, reading, transaction
from .tables import Table

Sums = Mapping[str, sa.ColumnElement[int]]  # a counter of the row → the sum it must equal, for each row


def set_right(table: type[Table], sums: Sums) -> list[UUID]:
    """Set counters right where they differ from their sums; return the rows in which they did."""
    differs = sa.or_(*(getattr(table, counter) != sum_ for counter, sum_ in sums.items()))
    with reading() as session:
        wrong = list(session.execute(sa.select(col(table.id)).where(differs)).scalars())

    def count_anew(row_id: UUID) -> int:
        with transaction() as session:
            row: Any = lock(session, table, row_id)
            for counter, value in sums_of(session, table, sums, row_id).items():
                setattr(row, counter, value)
        return 1

    for_each(wrong, count_anew)
    return wrong


def sums_of(session: sa.orm.Session, table: type[Table], sums: Sums, row_id: UUID) -> dict[str, int]:
    """Return what the counters of one row must be; what the transaction changed so far counts."""
    session.flush()
    query = sa.select(*sums.values()).select_from(table).where(col(table.id) == row_id)
    return dict(zip(sums, session.execute(query).one(), strict=True))
