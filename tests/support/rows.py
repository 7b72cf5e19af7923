"""All rows of a PostgreSQL database, to be put into another one of the same shape."""

from itertools import count

import psycopg
import sqlalchemy as sa

Connection = psycopg.Connection[tuple[object, ...]]
SWEEP_EVERY = 50  # databases are put back; nobody else sweeps what was deleted there
_TABLES = """SELECT format('%I', relname) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"""
_COLUMNS = """SELECT string_agg(format('%%I', attname), ', ' ORDER BY attnum) FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''"""
_SEQUENCES = "SELECT format('%I', sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"


class Rows:
    """The rows of a database as they stand now, table by table, and the last values of its sequences."""

    def __init__(self, address: str) -> None:
        self._times = count(1)
        with _connected(address) as connection:
            self._tables = [_read(connection, str(table)) for (table,) in connection.execute(_TABLES).fetchall()]
            self._sequences = connection.execute(_SEQUENCES).fetchall()

    def put_into(self, address: str) -> None:
        """Put these rows in the place of those at `address`. Neither keys nor triggers look: they saw them before."""
        with _connected(address) as connection:
            with connection.transaction():
                connection.execute("SET LOCAL session_replication_role = replica")
                for table, columns, rows in self._tables:
                    connection.execute(f"DELETE FROM {table}")
                    if rows:
                        with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                            into.write(rows)
                for name, value in self._sequences:
                    connection.execute(
                        "SELECT setval(%s::regclass, coalesce(%s, 1), %s)", (name, value, value is not None)
                    )
            if next(self._times) % SWEEP_EVERY == 0:
                connection.execute("VACUUM")


def _read(connection: Connection, table: str) -> tuple[str, str, bytes]:
    [(columns,)] = connection.execute(_COLUMNS, (table,)).fetchall()
    with connection.cursor().copy(f"COPY {table} ({columns}) TO STDOUT") as rows:
        return table, str(columns), b"".join(bytes(row) for row in rows)


def _connected(address: str) -> Connection:
    url = sa.make_url(address).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
