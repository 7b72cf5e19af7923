"""Selects that are asked again and again: put together once, bound each time.

Putting a select together costs more than asking it. So it is written as a function of its values, and `prepared`
calls that function once, with a placeholder for each value:

    @prepared
    def _unread(person_id: UUID) -> Any:
        return sa.select(Notice.id).where(col(Notice.person_id) == person_id)

    rows = _unread(session, person_id).all()

The function must not look at its values. What decides how the select reads stands before a slash:
`def _lines(sort: Sort, /, owner_id: UUID)` is put together once for each `sort`. Where the shape also decides which
values there are, as with filters, it ends with `**asked: Any` and names its own `sa.bindparam`s.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache, update_wrapper
from inspect import Parameter, signature
from types import NoneType
from typing import Any, Generic, ParamSpec, get_args, get_origin, get_type_hints
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from .tables import Moment

P = ParamSpec("P")
TYPES: dict[Any, Any] = {
    UUID: sa.Uuid,
    str: sa.String,
    int: sa.BigInteger,
    bool: sa.Boolean,
    date: sa.Date,
    datetime: Moment,
}
MOST_SHAPES = 200


class Prepared(Generic[P]):
    """A select that remembers how it reads. Called with a session and its values, it returns plain rows."""

    def __init__(self, build: Callable[P, sa.Executable]) -> None:
        parameters = signature(build).parameters.values()
        hints = get_type_hints(build)
        self._shapes = sum(one.kind is Parameter.POSITIONAL_ONLY for one in parameters)
        self._names = [one.name for one in parameters if one.kind is Parameter.POSITIONAL_OR_KEYWORD]
        self._placeholders = {name: _placeholder(name, hints[name]) for name in self._names}
        self._build: Callable[..., sa.Executable] = build
        self.statement = lru_cache(MOST_SHAPES)(self._put_together)
        update_wrapper(self, build)

    def __call__(self, session: Session, /, *values: P.args, **named: P.kwargs) -> sa.CursorResult[*tuple[Any, ...]]:
        """Return the rows for these values, what the session has not written yet included."""
        if session.autoflush:
            session.flush()
        return session.connection().execute(*self._bound(values, named))  # past the ORM: rows need none of it

    def objects(self, session: Session, /, *values: P.args, **named: P.kwargs) -> sa.Result[*tuple[Any, ...]]:
        """Return the rows of a select of whole tables, with the session's objects in them."""
        return session.execute(*self._bound(values, named))

    def _bound(self, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        statement = self.statement(*values[: self._shapes])
        return statement, dict(zip(self._names, values[self._shapes :], strict=False)) | named

    def _put_together(self, *shape: Any) -> sa.Executable:
        return self._build(*shape, **self._placeholders)


def prepared(build: Callable[P, sa.Executable]) -> Prepared[P]:
    """Return the select that `build` puts together, remembered; see the head of this file."""
    return Prepared(build)


def walked(column: Any) -> sa.ColumnElement[str]:
    """Return the word a column stores so that no index on it is chosen: a list walks the index of its order instead.

    SQLite, which keeps no statistics here, would rather find every row in one of several states, and then sort them.
    """
    return sa.type_coerce(column, sa.String).concat("")


def _placeholder(name: str, hint: Any) -> Any:
    """Return what stands for a value: of the type it is said to have, for several values where that is a list."""
    if get_origin(hint) in (list, tuple, set, frozenset, Sequence):
        return sa.bindparam(name, type_=_type(get_args(hint)[0]), expanding=True)
    return sa.bindparam(name, type_=_type(hint))


def _type(hint: Any) -> Any:
    """Return the type of a column that keeps such a value, None where the column it is compared with knows best."""
    known = [one for one in get_args(hint) if one is not NoneType] or [hint]
    return TYPES.get(known[0])
