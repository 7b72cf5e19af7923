"""Two at once, and the same two without what keeps them apart.

`meet` makes acts run in threads of their own. Acts that come to the same place wait there for each other, so that
each has looked before any has written; with a lock only one gets there, and goes on alone after a moment.
`unlocked` takes the locks away: FOR UPDATE on PostgreSQL; on SQLite the turnstile and BEGIN IMMEDIATE.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import wraps
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.sql.selectable import GenerativeSelect
from sqlmodel import Session, SQLModel

from crowdlearn.db import session as sessions
from crowdlearn.db.queue import Turnstile
from crowdlearn.db.session import Database, database

PATIENCE = 0.4
Act = Callable[[], object]


def meet(*acts: Act) -> list[object]:
    """Run the acts at once; return what each returned or raised, in the order of the acts."""
    outcomes: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Act) -> None:
        start.wait()
        try:
            outcomes[number] = act()
        except Exception as error:  # what it is, the test says
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def wait_for_each_other(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, people: int = 2) -> None:
    """Let whoever calls `module.name` wait a moment until `people` have come so far."""
    meeting, real = threading.Barrier(people), getattr(module, name)

    @wraps(real)
    def waiting(*args: Any, **kw: Any) -> Any:
        with suppress(threading.BrokenBarrierError):  # the other is kept away by a lock
            meeting.wait(PATIENCE)
        return real(*args, **kw)

    monkeypatch.setattr(module, name, waiting)


@contextmanager
def unlocked(monkeypatch: pytest.MonkeyPatch, *modules: Any) -> Iterator[None]:
    """Take away the locks of the modules' use-cases, and what stands for them on SQLite."""
    with monkeypatch.context() as patch:
        for module in modules:
            names = vars(module).keys() & {"lock", "hold"}
            assert names, f"{module.__name__} locks nothing"
            for name in names:
                patch.setattr(module, name, _just_look)
        patch.setattr(GenerativeSelect, "with_for_update", lambda query, **_: query)
        if database.is_sqlite:
            patch.setattr(database, "turnstile", Turnstile(None))
            with _without_begin(database):
                yield
        else:
            yield


def _just_look(session: Session, table: type[SQLModel], row_id: UUID) -> SQLModel:
    return session.get_one(table, row_id)


@contextmanager
def _without_begin(one: Database) -> Iterator[None]:
    sa.event.remove(one.engine, "begin", sessions._sqlite_begin)
    try:
        yield  # every statement stands for itself, as in a program that never begins
    finally:
        sa.event.listen(one.engine, "begin", sessions._sqlite_begin)
