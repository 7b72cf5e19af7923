"""What keeps the database in good order while it serves."""

from .session import database


def checkpoint() -> int:
    """Bring SQLite's log back into the file, so that no request has to; return how many pages were in it."""
    if not database.is_sqlite:
        return 0
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        _busy, pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return int(pages)
    finally:
        connection.close()


def durability() -> dict[str, str]:
    """Return what guards this database's promises, by name, as the database itself says it."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            names = ("journal_mode", "synchronous", "foreign_keys")
            return {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in names}
        return {name: str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in ("fsync", "lock_timeout")}
