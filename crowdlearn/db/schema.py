"""What the tables' metadata cannot say: triggers and full-text indexes.

Migrations call `finish` inside their own transaction, so a table is never there without what guards it (a batch
rebuild on SQLite silently drops triggers). Every step looks at what exists and brings it in line; it may run twice.
"""

from collections.abc import Callable

import sqlalchemy as sa

Finish = Callable[[sa.Connection], None]
_steps: list[Finish] = []

# table → the columns that never change, () for all of them. Rows of these tables are never deleted.
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "approvaldecision": (),
    "auditrow": (),
    "auditlink": (),
    "consent": (),
    "entry": (),
    "hoursentry": (),
    "outbox": ("id", "name", "payload", "happened_at"),
    "posting": (),
}
# indexes that no model describes; a step of after_migrating makes them
BESIDE_INDEXES: set[str] = set()
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% only ever grows', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def after_migrating(step: Finish) -> Finish:
    """Register an idempotent step that runs after every migration; a feature's models.py calls this."""
    _steps.append(step)
    return step


def finish(connection: sa.Connection) -> None:
    """Create, in the caller's transaction, everything that lives beside the tables."""
    for step in _steps:
        step(connection)


def triggers(table: str) -> dict[str, str]:
    """Return the triggers of an append-only table: name → the SQLite event that each refuses."""
    columns = APPEND_ONLY[table]
    update = f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE"
    return {f"keep_{table}_update": update, f"keep_{table}_delete": "DELETE"}


@after_migrating
def guard_append_only(connection: sa.Connection) -> None:
    """Make the database refuse UPDATE and DELETE (and TRUNCATE) on tables whose rows are only ever added."""
    here = set(sa.inspect(connection).get_table_names()) & APPEND_ONLY.keys()
    guard = _guard_sqlite if connection.dialect.name == "sqlite" else _guard_postgresql
    if here and connection.dialect.name != "sqlite":
        connection.exec_driver_sql(_FUNCTION.replace("%", "%%"))
    for table in sorted(here):
        for name, event in triggers(table).items():
            guard(connection, table, name, event)
    if not here and connection.dialect.name != "sqlite":
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_change()")


def _guard_sqlite(connection: sa.Connection, table: str, name: str, event: str) -> None:
    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    connection.exec_driver_sql(
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{table} only ever grows'); END"
    )


def _guard_postgresql(connection: sa.Connection, table: str, name: str, event: str) -> None:
    connection.exec_driver_sql(
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    if event == "DELETE":
        connection.exec_driver_sql(
            f"CREATE OR REPLACE TRIGGER keep_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def beside_tables(connection: sa.Connection) -> set[str]:
    """Return the names of tables that no model describes: SQLite's full-text indexes and their shadow tables."""
    if connection.dialect.name != "sqlite":
        return set()
    virtual = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'"
    names = set(connection.exec_driver_sql(virtual).scalars())
    return {f"{name}{suffix}" for name in names for suffix in ("", "_data", "_idx", "_content", "_docsize", "_config")}


def missing_triggers(connection: sa.Connection) -> set[str]:
    """Return the names of triggers that should guard append-only tables and are not there."""
    here = set(sa.inspect(connection).get_table_names()) & APPEND_ONLY.keys()
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.dialect.name != "sqlite":
        query = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    return {name for table in here for name in triggers(table)} - set(connection.exec_driver_sql(query).scalars())
