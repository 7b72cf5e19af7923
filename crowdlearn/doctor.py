"""Is this installation sound? Asked by `flask doctor`, and by production before it serves anyone."""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from crowdlearn.db import migrations, schema, upkeep
from crowdlearn.db.outbox import stuck
from crowdlearn.db.session import database

Settings = Mapping[str, Any]
LEAST_FREE_BYTES = 200 * 1024 * 1024
SQLITE_PROMISES = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}


@dataclass(frozen=True)
class Check:
    """One question; `ask` returns what is wrong in a few words, "" for nothing. `vital`: production waits for it."""

    name: str
    ask: Callable[[Settings], str]
    vital: bool = True


def settings_are_safe(settings: Settings) -> str:
    """What production refuses; elsewhere unsafe settings are what makes it convenient."""
    return "; ".join(settings["PROBLEMS"]) if settings["ENVIRONMENT"] == "production" else ""


def home_is_writable(settings: Settings) -> str:
    """Uploads, mail and logs need a place."""
    home = Path(settings["CROWDLEARN_HOME"])
    return "" if os.access(home, os.W_OK) else f"{home} cannot be written to"


def disk_has_room(settings: Settings) -> str:
    """A full disk refuses every promise."""
    free = shutil.disk_usage(settings["CROWDLEARN_HOME"]).free
    return "" if free > LEAST_FREE_BYTES else f"only {free // 1024**2} MB are free"


def database_answers(_: Settings) -> str:
    """The database can be reached."""
    with database.engine.connect() as connection:
        connection.execute(sa.select(1))
    return ""


def schema_is_current(_: Settings) -> str:
    """The tables are those that this program was written for."""
    return "" if migrations.is_at_head(database.engine) else "migrations are missing: alembic upgrade head"


def commits_are_durable(_: Settings) -> str:
    """What was acknowledged survives a power cut."""
    found = upkeep.durability()
    wanted = SQLITE_PROMISES if database.is_sqlite else {"fsync": "on"}
    return ", ".join(f"{name} is {found[name]}" for name, value in wanted.items() if found[name] != value)


def records_only_grow(_: Settings) -> str:
    """Audit trail and books refuse to be changed."""
    with database.engine.connect() as connection:
        missing = schema.missing_triggers(connection)
    return f"triggers are missing: {', '.join(sorted(missing))}" if missing else ""


def nobody_is_invented(settings: Settings) -> str:
    """The demo's people have addresses that cannot exist; they have no place where promises are real."""
    if settings["ENVIRONMENT"] != "production":
        return ""
    with database.engine.connect() as connection:
        query = sa.text("SELECT count(*) FROM person WHERE email LIKE '%.example'")
        invented = connection.execute(query).scalar_one()
    return f"{invented} people of the demo are in the database" if invented else ""


def events_are_delivered(_: Settings) -> str:
    """No reaction keeps failing."""
    waiting = stuck()
    return f"{len(waiting)} deliveries fail, the first: {' '.join(map(str, waiting[0]))}" if waiting else ""


CHECKS = (
    Check("settings", settings_are_safe),
    Check("home folder", home_is_writable),
    Check("room on the disk", disk_has_room),
    Check("database", database_answers),
    Check("tables", schema_is_current),
    Check("durable commits", commits_are_durable),
    Check("records that only grow", records_only_grow),
    Check("nobody invented", nobody_is_invented),
    Check("deliveries", events_are_delivered, vital=False),
)


def examine(settings: Settings) -> dict[Check, str]:
    """Ask every question; return what is wrong with each, "" for nothing. A question that fails has its error."""
    return {check: _ask(check, settings) for check in CHECKS}


def _ask(check: Check, settings: Settings) -> str:
    try:
        return check.ask(settings)
    except Exception as error:  # the other questions still want an answer
        return f"{type(error).__name__}: {error}".splitlines()[0]


class UnsafeToStart(SystemExit):
    """Production does not start like this: the process ends, and the message says why."""


def refuse_unsafe_start(settings: Settings) -> None:
    """Raise UnsafeToStart in production when a vital answer is wrong."""
    if settings["ENVIRONMENT"] != "production":
        return
    wrong = [f"{check.name}: {answer}" for check, answer in examine(settings).items() if answer and check.vital]
    if wrong:
        raise UnsafeToStart(f"Production refuses to start: {'; '.join(wrong)}.")
