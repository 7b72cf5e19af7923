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

`add_row` and `add_once` write one row without making an object of it first, where nobody needs the object.
`written_together` sends several rows at once where the database can take them so.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache, update_wrapper
from inspect import Parameter, signature
from types import NoneType
from typing import Any, Generic, ParamSpec, get_args, get_origin, get_type_hints
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from .ready import Ready
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
_WAITING = "rows that are written together"


class Prepared(Generic[P]):
    """A select that remembers how it reads. Called with a session and its values, it returns plain rows."""

    def __init__(self, build: Callable[P, sa.Executable]) -> None:
        parameters = signature(build).parameters.values()
        hints = get_type_hints(build)
        self._shapes = sum(one.kind is Parameter.POSITIONAL_ONLY for one in parameters)
        self._names = [one.name for one in parameters if one.kind is Parameter.POSITIONAL_OR_KEYWORD]
        self._placeholders = {name: _placeholder(name, hints[name]) for name in self._names}
        self._build: Callable[..., sa.Executable] = build
        self._ready: dict[tuple[Any, ...], Ready] = {}
        self.statement = lru_cache(MOST_SHAPES)(self._put_together)
        update_wrapper(self, build)

    def __call__(self, session: Session, /, *values: P.args, **named: P.kwargs) -> sa.Result[*tuple[Any, ...]]:
        """Return the rows for these values, what the session has not written yet included."""
        if session.autoflush:
            session.flush()
        return self.send(session, *values, **named)

    def send(self, session: Session, /, *values: P.args, **named: P.kwargs) -> sa.Result[*tuple[Any, ...]]:
        """Do the same with what the database knows now. Past the ORM: rows need none of it."""
        connection, bound = session.connection(), self._bound(values, named)
        return self._ready_for(connection.dialect, values[: self._shapes], bound).run(connection, bound)

    def objects(self, session: Session, /, *values: P.args, **named: P.kwargs) -> sa.Result[*tuple[Any, ...]]:
        """Return the rows of a select of whole tables, with the session's objects in them."""
        return session.execute(self.statement(*values[: self._shapes]), self._bound(values, named))

    def _bound(self, values: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
        return dict(zip(self._names, values[self._shapes :], strict=False)) | named

    def _ready_for(self, dialect: sa.Dialect, shape: tuple[Any, ...], bound: dict[str, Any]) -> Ready:
        lengths = [len(value) for value in bound.values() if isinstance(value, list | tuple | set | frozenset)]
        key = (dialect.name, *shape, *lengths)
        if (ready := self._ready.get(key)) is None:
            if len(self._ready) >= MOST_SHAPES:
                self._ready.clear()
            ready = self._ready[key] = Ready(self.statement(*shape), dialect, bound)
        return ready

    def _put_together(self, *shape: Any) -> sa.Executable:
        return self._build(*shape, **self._placeholders)


def prepared(build: Callable[P, sa.Executable]) -> Prepared[P]:
    """Return the select that `build` puts together, remembered; see the head of this file."""
    return Prepared(build)


def row_of(thing: SQLModel) -> dict[str, Any]:
    """Return what a table's object would be written as, by column."""
    return {column.key: getattr(thing, column.key) for column in _table(type(thing)).columns}


def add_row(session: Session, table: type[SQLModel], **values: Any) -> None:
    """Write one row now. Every column is named: what a model fills in by itself, only its objects fill in."""
    if (waiting := session.info.get(_WAITING)) is not None:
        waiting.append((table, values))
        return
    _insert.send(session, table, _dialect(session), frozenset(values), False, **values)


def add_once(session: Session, table: type[SQLModel], **values: Any) -> bool:
    """Write one row now unless one with the same unique values is there; tell whether it was written."""
    written: Any = _insert.send(session, table, _dialect(session), frozenset(values), True, **values)
    return bool(written.rowcount == 1)


@contextmanager
def written_together(session: Session) -> Iterator[None]:
    """Write the rows that add_row() is given meanwhile at its end: PostgreSQL takes them in one statement."""
    rows: list[tuple[type[SQLModel], dict[str, Any]]] = []
    session.info[_WAITING] = rows
    try:
        yield
    finally:
        del session.info[_WAITING]
    if (dialect := _dialect(session)) == "sqlite":
        for table, values in rows:
            add_row(session, table, **values)
    elif rows:
        named = {f"{name}_{number}": value for number, (_, row) in enumerate(rows) for name, value in row.items()}
        _insert_all.send(session, dialect, tuple((table, frozenset(row)) for table, row in rows), **named)


@prepared
def _insert_all(dialect: str, rows: tuple[tuple[type[SQLModel], frozenset[str]], ...], /, **_values: Any) -> Any:
    inserts = [
        _insert_of(table, dialect, {name: sa.bindparam(f"{name}_{number}") for name in named}).cte(f"row_{number}")
        for number, (table, named) in enumerate(rows)
    ]
    return sa.select(sa.literal(1)).add_cte(*inserts)


def _dialect(session: Session) -> str:
    return session.connection().dialect.name


def insert_into(table: type[SQLModel], dialect: str) -> Any:
    """Return an INSERT that may say what to do ON CONFLICT, as this kind of database understands it."""
    return sqlite.insert(_table(table)) if dialect == "sqlite" else postgresql.insert(_table(table))


@prepared
def _insert(table: type[SQLModel], dialect: str, named: frozenset[str], once: bool, /, **_values: Any) -> Any:
    insert = _insert_of(table, dialect, {name: sa.bindparam(name) for name in named})
    return insert.on_conflict_do_nothing() if once else insert


def _insert_of(table: type[SQLModel], dialect: str, values: dict[str, Any]) -> Any:
    """Raises TypeError for a column that is unknown or missing, which SQLAlchemy would let pass."""
    known = {column.name for column in _table(table).columns if column.computed is None}
    if wrong := values.keys() ^ known:
        raise TypeError(f"{table.__name__}: unknown or missing {sorted(wrong)}")
    return insert_into(table, dialect).values(values)


def _table(table: type[SQLModel]) -> sa.Table:
    found: sa.Table = table.__table__  # type: ignore[attr-defined]
    return found


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
