"""A statement made ready for one kind of database: its text, the order of its values, and how its rows are read.

SQLAlchemy looks a statement up by all its parts at every execution, and opens its constant lists (`IN`) anew; for a
large select that costs more than the database takes to answer. Here both are done once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData

Processor = Callable[[Any], Any] | None
Values = Mapping[str, Any]


class Ready:
    """One statement; `first` are values of the shape that it will get: a list among them keeps its length."""

    def __init__(self, statement: Any, dialect: sa.Dialect, first: Values) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        if compiled.prefetch:
            raise TypeError(f"columns that would be filled in by their default: {compiled.prefetch}")
        expanded = compiled.construct_expanded_state(_all_needed(compiled, first))
        self._text: str = expanded.statement
        self._types = [column.type for column in getattr(statement, "exported_columns", ())]
        self._columns: SimpleResultMetaData | None = None
        self._constants: dict[str, Any] = {}
        self._singles: list[tuple[str, str, Processor]] = []
        self._lists: list[tuple[list[str], str, Processor]] = []
        self._order: Sequence[str] | None = expanded.positiontup
        for name, bind in compiled.binds.items():
            process = bind.type.dialect_impl(dialect).bind_processor(dialect)
            places = expanded.parameter_expansion.get(name)
            if bind.key not in first:
                constants = [place for place in places or [name] if place in expanded.parameters]
                self._constants |= {place: _processed(expanded.parameters[place], process) for place in constants}
            elif places is None:
                self._singles.append((name, bind.key, process))
            else:
                self._lists.append((places, bind.key, process))

    def run(self, connection: sa.Connection, values: Values) -> sa.Result[Any]:
        """Execute the statement with these values; rows come back as SQLAlchemy's rows do."""
        result = connection.exec_driver_sql(self._text, self._sent(values))
        if not self._types:
            return result
        cursor: Any = result.cursor
        rows = cursor.fetchall()
        if self._columns is None:
            self._columns = self._described(cursor.description, connection.dialect)
        result.close()
        return IteratorResult(self._columns, iter(rows))

    def _sent(self, values: Values) -> tuple[Any, ...] | dict[str, Any]:
        sent = self._constants.copy()
        try:
            for name, key, process in self._singles:
                sent[name] = _processed(values[key], process)
            for names, key, process in self._lists:
                for name, value in zip(names, values[key], strict=True):
                    sent[name] = _processed(value, process)
        except KeyError as missing:
            raise TypeError(f"no value for {missing}") from None
        return sent if self._order is None else tuple([sent[name] for name in self._order])

    def _described(self, description: Iterable[Sequence[Any]], dialect: sa.Dialect) -> SimpleResultMetaData:
        columns = list(zip(description, self._types, strict=True))
        readers = [kind.dialect_impl(dialect).result_processor(dialect, column[1]) for column, kind in columns]
        return SimpleResultMetaData([column[0] for column, _ in columns], _processors=cast("Any", readers))


def _all_needed(compiled: Any, values: Values) -> Values:
    """Return `values`. Raises TypeError when the statement needs one that is not among them."""
    if missing := {bind.key for bind in compiled.binds.values() if bind.required} - values.keys():
        raise TypeError(f"no value for {sorted(missing)}")
    return values


def _processed(value: Any, process: Processor) -> Any:
    return value if process is None else process(value)
