"""The full-text indexes beside the table `searchentry`, which no metadata can describe.

SQLite: a contentless FTS5 table whose rowid carries the order (weight above number), so that the first page of a
frequent word costs no more than that of a rare one, and whose words begin with the kind, so that what is rare among
the frequent is found as fast; triggers keep it true. PostgreSQL: a GIN index over the words.
"""

# ruff: noqa: S608 - the statements are put together from the constants of this file

import sqlalchemy as sa

NUMBER_BITS = 40  # of a rowid; the weight stands above them
INDEX = "searchindex"
GIN = "ix_searchentry_words"
RANK = "ix_searchentry_rank"

KIND_MARK = "\ue000"  # begins the word that says an entry's kind; no folded text holds it, so nobody can type it
LONGEST_PREFIX = 9  # letters: a beginning this long has a list of its own, and is not merged from all it begins


def kind_word(kind: str) -> str:
    """Return the word that says an entry's kind: one token, so without the underscore that would make it two."""
    return KIND_MARK + kind.replace("_", "")


_ROW = "({0}.weight << 40) | {0}.number"
_WORDS = f"char({ord(KIND_MARK)}) || replace({{0}}.kind, '_', '') || ' ' || {{0}}.words"
_FOUND = "{0}.visible AND NOT {0}.suppressed"
_FORGET = (
    f"INSERT INTO {INDEX}({INDEX}, rowid, words) "
    f"SELECT 'delete', {_ROW.format('old')}, {_WORDS.format('old')} WHERE {_FOUND.format('old')};"
)
_LEARN = (
    f"INSERT INTO {INDEX}(rowid, words) "
    f"SELECT {_ROW.format('new')}, {_WORDS.format('new')} WHERE {_FOUND.format('new')};"
)

SQLITE = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {INDEX} USING fts5("
    f"words, content='', detail=none, prefix='{' '.join(map(str, range(2, LONGEST_PREFIX + 1)))}', "
    "tokenize='unicode61 remove_diacritics 2')",
    *(f"DROP TRIGGER IF EXISTS searchentry_{event}" for event in ("insert", "update", "delete")),
    f"CREATE TRIGGER searchentry_insert AFTER INSERT ON searchentry BEGIN {_LEARN} END",
    f"CREATE TRIGGER searchentry_update AFTER UPDATE ON searchentry BEGIN {_FORGET} {_LEARN} END",
    f"CREATE TRIGGER searchentry_delete AFTER DELETE ON searchentry BEGIN {_FORGET} END",
)
SQLITE_REBUILD = (
    f"INSERT INTO {INDEX}({INDEX}) VALUES ('delete-all')",
    f"INSERT INTO {INDEX}(rowid, words) SELECT {_ROW.format('e')}, {_WORDS.format('e')} FROM searchentry e "
    f"WHERE {_FOUND.format('e')} ORDER BY 1",
)
SQLITE_GONE = (f"DROP TABLE IF EXISTS {INDEX}",)
POSTGRESQL = (
    f"CREATE INDEX IF NOT EXISTS {GIN} ON searchentry USING gin (to_tsvector('simple', words)) "
    "WHERE visible AND NOT suppressed",
    f"CREATE INDEX IF NOT EXISTS {RANK} ON searchentry ((weight << {NUMBER_BITS} | number)) "
    "WHERE visible AND NOT suppressed",
)
POSTGRESQL_REBUILD = (f"REINDEX INDEX {GIN}", f"REINDEX INDEX {RANK}")


def create(connection: sa.Connection) -> None:
    """Create, in the caller's transaction, what is missing beside the table; take it away where the table is gone."""
    sqlite = connection.dialect.name == "sqlite"
    if sa.inspect(connection).has_table("searchentry"):
        if sqlite and _is_of_another_make(connection):
            _run(connection, (*SQLITE_GONE, *SQLITE, *SQLITE_REBUILD))
        _run(connection, SQLITE if sqlite else POSTGRESQL)
    elif sqlite:
        _run(connection, SQLITE_GONE)


def _is_of_another_make(connection: sa.Connection) -> bool:
    """Tell whether the index was made by an earlier version, whose rows our triggers could not take out."""
    names = f"'{INDEX}', 'searchentry_insert'"
    made = connection.exec_driver_sql(f"SELECT sql FROM sqlite_master WHERE name IN ({names})").scalars()
    return not {sql.replace("IF NOT EXISTS ", "") for sql in SQLITE} >= set(made)


def rebuild(connection: sa.Connection) -> None:
    """Fill the full-text index anew from the entries."""
    _run(connection, SQLITE_REBUILD if connection.dialect.name == "sqlite" else POSTGRESQL_REBUILD)


def _run(connection: sa.Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)
