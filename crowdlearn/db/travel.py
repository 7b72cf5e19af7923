"""The demo's clock: how far it runs ahead is kept in the database, so that web, worker and commands agree.

Only a demo follows it (wsgi.py); production never does.
"""

import time
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from crowdlearn.kernel.clock import clock

from .session import database, transaction

FRESH_SECONDS = 0.2  # how long another process may still see the time before a move


class ClockAhead(SQLModel, table=True):
    """One row: how many seconds the clock runs ahead of the true time."""

    id: int = Field(default=1, primary_key=True)
    seconds: int = Field(default=0, sa_type=sa.BigInteger)


class _Glance:
    """What was last read, and when."""

    ahead = timedelta()
    until = 0.0


_last = _Glance()


def follow() -> None:
    """Let this process's clock run as far ahead as the database says."""
    clock.offset = ahead


def ahead() -> timedelta:
    """Return how far the clock runs ahead."""
    if time.monotonic() >= _last.until:
        _last.ahead, _last.until = timedelta(seconds=_kept()), time.monotonic() + FRESH_SECONDS
    return _last.ahead


def _kept() -> int:
    """Return the seconds kept; 0 in a database without tables, which commands such as `flask restore` begin with."""
    query = sa.select(ClockAhead.seconds)
    try:
        with database.engine.connect() as connection:  # its own: the time is asked for inside transactions too
            return connection.execute(query).scalar() or 0
    except sa.exc.DBAPIError:
        if sa.inspect(database.engine).has_table(str(ClockAhead.__tablename__)):
            raise
        return 0


def move(by: timedelta) -> timedelta:
    """Move the clock ahead by whole seconds; return how far it runs ahead now. It never goes back."""
    if by < timedelta():
        raise ValueError("the clock never goes back")
    with transaction() as session:
        row = session.get(ClockAhead, 1, with_for_update=True) or ClockAhead(seconds=0)
        row.seconds += int(by.total_seconds())
        session.add(row)
        seconds = row.seconds
    _last.until = 0.0
    return timedelta(seconds=seconds)
