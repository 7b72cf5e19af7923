"""What goes wrong: a kill or an exception at a commit or at a line, a full disk, a locked database."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

import crowdlearn
from crowdlearn.db.session import database

from .processes import die

MONEY = tuple(
    str(Path(crowdlearn.__file__).parent / feature) for feature in ("settlement", "pledges", "ledger", "payments", "db")
)
Act = Callable[[], object]


class Broken(Exception):  # noqa: N818 - the fault itself
    """The fault that was put in."""


def count_commits(act: Act) -> int:
    """Return how many commits `act` makes."""
    with at_commit(lambda number, after: None) as seen:
        act()
    return seen[0]


def kill_at_commit(act: Act, number: int, *, after: bool) -> None:
    """Do `act`, and die at its commit of this number: before it is said, or right after it was acknowledged."""
    with at_commit(lambda n, late: die() if (n, late) == (number, after) else None):
        act()


@contextmanager
def breaking_commits(number: int, *, after: bool) -> Iterator[None]:
    """Raise Broken at the commit of this number, before it is said or right after."""

    def strike(n: int, late: bool) -> None:
        if (n, late) == (number, after):
            raise Broken

    with at_commit(strike):
        yield


@contextmanager
def at_commit(strike: Callable[[int, bool], object]) -> Iterator[list[int]]:
    """Let something happen before and after each commit, which it is told by number; lend the count of commits."""
    seen = [0]

    def before(_: Session) -> None:
        seen[0] += 1
        strike(seen[0], False)

    def after(_: Session) -> None:
        strike(seen[0], True)

    sa.event.listen(Session, "before_commit", before)
    sa.event.listen(Session, "after_commit", after)
    try:
        yield seen
    finally:
        sa.event.remove(Session, "before_commit", before)
        sa.event.remove(Session, "after_commit", after)


class Line(NamedTuple):
    """A line of the money code, when it is executed for this time."""

    file: str
    number: int
    time: int


def lines_of(act: Act) -> list[Line]:
    """Return the lines of the money code that `act` executes: each for the first time, and for the last."""
    times: Counter[tuple[str, int]] = Counter()
    with _at_line(lambda file, number: times.update([(file, number)]), MONEY):
        act()
    return [Line(*where, time) for where, last in times.items() for time in sorted({1, last})]


def kill_at_line(act: Act, line: Line) -> None:
    """Do `act`, and die just before a line is executed for its time."""
    where, seen = (line.file, line.number), 0

    def strike(file: str, number: int) -> None:
        nonlocal seen
        if (file, number) == where:
            seen += 1
            if seen == line.time:
                die()

    with _at_line(strike, (line.file,)):
        act()


@contextmanager
def _at_line(strike: Callable[[str, int], object], files: tuple[str, ...]) -> Iterator[None]:
    def at_line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            strike(frame.f_code.co_filename, frame.f_lineno)
        return at_line

    def at_call(frame: FrameType, _event: str, _arg: Any) -> Any:
        return at_line if frame.f_code.co_filename.startswith(files) else None

    sys.settrace(at_call)
    try:
        yield
    finally:
        sys.settrace(None)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let SQLite's file grow no further, as on a full disk."""

    def limit(dbapi: Any, _record: Any) -> None:
        [pages] = dbapi.execute("PRAGMA page_count").fetchone()
        dbapi.execute(f"PRAGMA max_page_count={pages}")

    database.engine.dispose()
    sa.event.listen(database.engine, "connect", limit)
    try:
        yield
    finally:
        sa.event.remove(database.engine, "connect", limit)
        database.engine.dispose()


@contextmanager
def locked() -> Iterator[None]:
    """Let somebody else hold the database longer than anyone waits."""

    def impatient(dbapi: Any, _record: Any) -> None:
        dbapi.execute("PRAGMA busy_timeout=20" if database.is_sqlite else "SET lock_timeout = 20")

    database.engine.dispose()
    with _held_by_another():
        sa.event.listen(database.engine, "connect", impatient)
        try:
            yield
        finally:
            sa.event.remove(database.engine, "connect", impatient)
            database.engine.dispose()


@contextmanager
def _held_by_another() -> Iterator[None]:
    other = sa.create_engine(database.engine.url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if database.is_sqlite else "BEGIN")
        if not database.is_sqlite:
            connection.exec_driver_sql("LOCK TABLE outbox, auditrow, pitch, delivery IN ACCESS EXCLUSIVE MODE")
        yield
        connection.exec_driver_sql("ROLLBACK")
