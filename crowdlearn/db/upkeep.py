"""What keeps the database in good order while it serves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from .session import PATIENCE_PRAGMA, database


def checkpoint() -> int:
    """Bring SQLite's log back into the file, so that no request has to; return how many pages were in it.

    Whoever writes goes first: then it is left to the next time.
    """
    if not database.is_sqlite:
        return 0
    connection = database.engine.raw_connection()
    cursor = connection.cursor()
    try:
        cursor.execute("PRAGMA busy_timeout=100")
        _busy, pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return int(pages)
    finally:
        cursor.execute(f"PRAGMA {PATIENCE_PRAGMA}")
        connection.close()


@contextmanager
def not_waiting_for_the_disk() -> Iterator[None]:
    """Let this process commit to SQLite without waiting for the disk, and wait once, at the end.

    Only for filling an empty database that can be filled again: a power cut on the way may spoil the file.
    PostgreSQL is left as it is.
    """
    if not database.is_sqlite:
        yield
        return
    database.hasty = True
    database.engine.dispose()  # the next connection learns of it when it opens
    try:
        yield
    finally:
        database.hasty = False
        database.engine.dispose()
        checkpoint()
        _wait_for_the_disk(database.engine.url.database)


def _wait_for_the_disk(path: str | None) -> None:
    if path:
        with open(path, "rb") as file:
            os.fsync(file.fileno())


def durability() -> dict[str, str]:
    """Return what guards this database's promises, by name, as the database itself says it."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            names = ("journal_mode", "synchronous", "foreign_keys")
            return {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in names}
        return {name: str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in ("fsync", "lock_timeout")}
