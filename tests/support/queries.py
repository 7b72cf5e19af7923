"""Counting what a page asks the database."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

_NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET LOCAL")
_watching: list[list[str]] = []


@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def _note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    if not statement.startswith(_NOT_COUNTED):
        for statements in _watching:
            statements.append(" ".join(statement.split()))


@contextmanager
def watch_queries() -> Iterator[list[str]]:
    """Collect the statements that reach the database meanwhile."""
    statements: list[str] = []
    _watching.append(statements)
    try:
        yield statements
    finally:
        _watching.remove(statements)


@contextmanager
def _at_most(limit: int) -> Iterator[list[str]]:
    with watch_queries() as statements:
        yield statements
    assert len(statements) <= limit, "\n".join([f"{len(statements)} queries, {limit} allowed:", *statements])


@pytest.fixture
def assert_queries() -> Callable[[int], AbstractContextManager[list[str]]]:
    """Return a context: `with assert_queries(2): …` fails when more than two statements were sent."""
    return _at_most
