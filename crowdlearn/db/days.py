"""Which day it is in the time zone that a row names, as part of a select."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class local_day(FunctionElement[Any]):  # noqa: N801 - reads like the other functions of a select
    """The date of a moment in an IANA time zone: `local_day(moment, zone)`, both may be columns."""

    type = sa.Date()
    name = "local_day"
    inherit_cache = True


@compiles(local_day, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"local_day({compiler.process(element.clauses, **kw)})"


@compiles(local_day, "postgresql")
def _in_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    moment, zone = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(timezone({zone}, {moment}) AS DATE)"


def speak_of_days(dbapi: Any) -> None:
    """Teach SQLite, which knows no time zones, the function."""
    dbapi.create_function("local_day", 2, _local_day, deterministic=True)


def _local_day(moment: str, zone: str) -> str:
    return datetime.fromisoformat(f"{moment}+00:00").astimezone(ZoneInfo(zone)).date().isoformat()
