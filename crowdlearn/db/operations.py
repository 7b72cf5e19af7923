"""Operations: what a person asked for once happens once.

A form carries a one-time key. The web layer names it with `operating(key)`, and the use-case's own transaction
stores it. A second submission of the same key finds it and raises DoneBefore: nothing happens twice, however often
someone clicks and wherever the connection broke.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col

from crowdlearn.kernel.clock import now

from .session import Then, before_each_transaction, let_go, reading
from .statements import add_once, prepared
from .tables import Moment

LONGEST_OUTCOME = 500


@dataclass
class _Current:
    """The operation at hand; `ours` once this very submission has claimed it, so that it may open more transactions.

    `outcome` is the address that its person will be sent to, where that is known before; `committed` says that
    it was stored.
    """

    key: str
    outcome: str | None = None
    ours: bool = False
    committed: bool = False

    def note_committed(self) -> None:
        self.committed = True


_current: ContextVar[_Current | None] = ContextVar("operation", default=None)


class Operation(SQLModel, table=True):
    """One submitted form that was carried out; `outcome` is the address that its person was sent to."""

    key: str = Field(primary_key=True, max_length=64)
    happened_at: datetime = Field(default_factory=now, sa_type=Moment)
    outcome: str | None = Field(default=None, max_length=LONGEST_OUTCOME)


class DoneBefore(Exception):  # noqa: N818 - a fact, not a malfunction
    """This very form was already carried out. `outcome` is where its person was sent, None if not known yet."""

    def __init__(self, key: str, outcome: str | None) -> None:
        super().__init__(outcome)
        self.key, self.outcome = key, outcome


@contextmanager
def operating(key: str | None, outcome: str | None = None) -> Iterator[None]:
    """Name the operation that the next transaction carries out, None for none, and its outcome if that is known."""
    token = _current.set(_Current(key, outcome and outcome[:LONGEST_OUTCOME]) if key is not None else None)
    try:
        yield
    finally:
        _current.reset(token)


def claim_operation(session: Session) -> Then | None:
    """Store the current operation's key in this transaction, or raise DoneBefore."""
    current = _current.get()
    if current is None:
        return None
    if add_once(session, Operation, key=current.key, happened_at=now(), outcome=current.outcome):
        current.ours = True
        return current.note_committed
    if not current.ours:
        raise DoneBefore(current.key, _earlier(session, current.key).scalar())
    return None


def check_not_done(key: str | None) -> None:
    """Raise DoneBefore when the operation was carried out: a refusal that follows is only its echo."""
    if key is None:
        return
    with reading() as session:
        earlier = _earlier(session, key).first()
    if earlier is not None:
        raise DoneBefore(key, earlier.outcome)


def note_outcome(session: Session, key: str, outcome: str) -> None:
    """Remember where the person of this operation was sent, for whoever submits it again."""
    _set_outcome(session, operation=key, address=outcome[:LONGEST_OUTCOME])


def is_noted(key: str, outcome: str) -> bool:
    """Tell whether the current operation was stored with this outcome already."""
    current = _current.get()
    known = current is not None and current.committed and current.key == key
    return current is not None and known and current.outcome == outcome[:LONGEST_OUTCOME]


def outcome_of(key: str) -> str | None:
    """Return where the operation's person was sent, None if that is not known by now."""
    let_go()
    with reading() as session:
        found: str | None = _earlier(session, key).scalar()
    return found


@prepared
def _earlier(key: str) -> Any:
    return sa.select(Operation.outcome).where(col(Operation.key) == key)


@prepared
def _set_outcome(operation: str, address: str) -> Any:
    return sa.update(Operation).where(col(Operation.key) == operation).values(outcome=address)


before_each_transaction(claim_operation)
