"""The base of every table, and the few column words we use."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel
from sqlmodel._compat import SQLModelConfig

from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.states import Machine

SQLModel.metadata.naming_convention = {
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
}
Cents = sa.BigInteger


class Moment(sa.TypeDecorator[datetime]):
    """An aware UTC datetime on every database; SQLite would forget the zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, _dialect: Any) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def choice(options: type[StrEnum]) -> Any:
    """Store a StrEnum by value, as text with a CHECK, the same on every database."""
    return sa.Enum(
        options,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        name=options.__name__.lower(),
    )


def state(machine: Machine[Any]) -> Any:
    """Store what moves along `machine`; like choice(), and a test finds its machine by this word."""
    column = choice(machine.states)
    column.machine = machine
    return column


def positive(column: str) -> sa.CheckConstraint:
    """CHECK that a column is above zero."""
    return sa.CheckConstraint(f"{column} > 0", name=f"{column}_positive")


def not_negative(column: str) -> sa.CheckConstraint:
    """CHECK that a column is zero or above."""
    return sa.CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


def promise(name: str, condition: str) -> sa.CheckConstraint:
    """CHECK what a state promises, an implication that stays true in all later states."""
    return sa.CheckConstraint(condition, name=name)


def link(target: str, *, nullable: bool = False, indexed: bool = True, unique: bool = False) -> Any:
    """Return a foreign key checked at commit, so that parents and children may be added in any order."""
    key = sa.ForeignKey(target, deferrable=True, initially="DEFERRED")
    column: sa.Column[UUID] = sa.Column(sa.Uuid, key, index=indexed and not unique, unique=unique, nullable=nullable)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def words(default: list[str] | None = None) -> Any:
    """Return a column that holds a short list of texts, as JSON."""
    return Field(default_factory=lambda: list(default or []), sa_column=sa.Column(sa.JSON, nullable=False))


class Table(SQLModel):
    """Base of every table: a UUIDv7 made in Python, so that ids exist before the flush."""

    # Pydantic never validates a row, so it need not prepare to at every start
    model_config = SQLModelConfig(defer_build=True)

    id: UUID = Field(default_factory=new_id, primary_key=True)

    def __init__(self, **values: Any) -> None:
        """Refuse unknown and missing columns, which SQLModel would let pass."""
        unknown = values.keys() - type(self).model_fields.keys()
        missing = {n for n, f in type(self).model_fields.items() if f.is_required()} - values.keys()
        if unknown or missing:
            raise TypeError(f"{type(self).__name__}: unknown {sorted(unknown)}, missing {sorted(missing)}")
        super().__init__(**values)
