"""Alembic's environment: an engine of its own, so that what SQLite needs for rebuilding tables stays in here."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import crowdlearn.tables  # noqa: F401 - all tables are known after this
from crowdlearn.db import schema
from crowdlearn.db.tables import Moment


def address() -> str:
    """Return the database to migrate: what the program passed, else what the environment says."""
    if url := context.config.attributes.get("url"):
        return str(url)
    from config import Config

    return Config.of_this_process().database_url


def make_engine(url: str) -> sa.Engine:
    """Return an engine whose DDL is transactional, on SQLite too."""
    if sa.make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, poolclass=sa.NullPool, connect_args={"options": "-c lock_timeout=4000"})
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    sa.event.listen(engine, "connect", prepare_sqlite)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def prepare_sqlite(dbapi: Any, _record: Any) -> None:
    """Switch foreign keys off while tables are rebuilt (only possible before BEGIN) and let SQLAlchemy begin."""
    dbapi.isolation_level = None
    for pragma in ("foreign_keys=OFF", "journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000"):
        dbapi.execute(f"PRAGMA {pragma}")


def after_each_migration(ctx: Any, **_: Any) -> None:
    """Restore the triggers and prove the foreign keys inside the migration's transaction."""
    schema.finish(ctx.connection)
    if ctx.dialect.name == "sqlite" and (broken := ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"the migration would leave {len(broken)} broken foreign keys, the first in {broken[0][0]}")


def render_type(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Write our column types as SQLAlchemy's own, so that a migration never depends on today's program."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.Enum):
        values = ", ".join(map(repr, item.enums))
        return f"sa.Enum({values}, name={item.name!r}, native_enum=False, create_constraint=True, length={item.length})"
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def migrate(connection: sa.Connection) -> None:
    """Run what was asked for on one connection."""
    beside = schema.beside_tables(connection)
    connection.rollback()
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        render_item=render_type,
        transaction_per_migration=True,
        on_version_apply=after_each_migration,
        include_name=lambda name, _kind, _parents: name not in beside | schema.BESIDE_INDEXES,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations look at the database; run them against one.")
engine = make_engine(address())
with engine.connect() as connection:
    migrate(connection)
engine.dispose()
