"""Where the sandbox keeps its state: one file, shared by web workers and worker, apart from CrowdLearn's database.

A processor is somebody else's computer: what our transactions roll back, and what our crashes forget, it remembers.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Body = dict[str, Any]  # an object as it goes over the wire; names with a leading underscore stay inside
WAIT_SECONDS = 30
SCHEMA = """
CREATE TABLE IF NOT EXISTS object (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, kind TEXT, body TEXT);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, seq);
CREATE INDEX IF NOT EXISTS object_status ON object (kind, json_extract(body, '$.status'));
CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, print TEXT, status INTEGER, body TEXT, given_at INTEGER);
CREATE TABLE IF NOT EXISTS delivery (
    event TEXT, endpoint TEXT, tries INTEGER DEFAULT 0, due_at INTEGER, done INTEGER DEFAULT 0,
    PRIMARY KEY (event, endpoint)
);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (done, due_at);
CREATE TABLE IF NOT EXISTS fault (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, method TEXT, path TEXT, place TEXT, kind TEXT, times INTEGER
);
"""


@dataclass(frozen=True)
class Answer:
    """What was answered to an idempotency key, and the fingerprint of what had been asked."""

    print: str
    status: int
    body: str


class Store:
    """The file. `visit()` is one request: all of it is kept, or nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(SCHEMA)

    def _connect(self) -> sqlite3.Connection:
        # a connection per visit: nothing is shared between threads, or with a forked worker
        connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        connection.execute("PRAGMA synchronous=OFF")  # nobody's money
        return connection

    @contextmanager
    def visit(self) -> Iterator["State"]:
        """Open the state alone; keep what changed at the end, forget it on any exception."""
        with closing(self._connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield State(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def forget_everything(self) -> None:
        """Remember nothing but who listens: for an installation that begins with an empty database."""
        with self.visit() as state:
            for rest in ("delivery", "answer", "fault", "object WHERE kind <> 'webhook_endpoint'"):
                state.connection.execute(f"DELETE FROM {rest}")  # noqa: S608 - our own names


class State:
    """The objects of the sandbox during one visit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def add(self, body: Body) -> Body:
        """Keep a new object."""
        row = (body["id"], body["object"], json.dumps(body))
        self.connection.execute("INSERT INTO object (id, kind, body) VALUES (?, ?, ?)", row)
        return body

    def find(self, object_id: str) -> Body | None:
        """Return the object with this id, of whatever kind; None if there is none."""
        row = self.connection.execute("SELECT body FROM object WHERE id = ?", (object_id,)).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, body: Body, **changes: Any) -> Body:
        """Keep what changed of an object."""
        body.update(changes)
        self.connection.execute("UPDATE object SET body = ? WHERE id = ?", (json.dumps(body), body["id"]))
        return body

    def all(self, kind: str, where: Mapping[str, Any] | None = None) -> Iterator[Body]:
        """Return the objects of a kind, newest first; `where` asks for equal values of their fields."""
        words, values = ["kind = ?"], [kind]
        for name, value in (where or {}).items():
            words.append(f"json_extract(body, '$.{name}') = ?")
            values.append(value)
        query = f"SELECT body FROM object WHERE {' AND '.join(words)} ORDER BY seq DESC"  # noqa: S608 - our own names
        for (body,) in self.connection.execute(query, values).fetchall():
            yield json.loads(body)

    def answered(self, key: str) -> Answer | None:
        """Return what was answered to this idempotency key."""
        row = self.connection.execute("SELECT print, status, body FROM answer WHERE key = ?", (key,)).fetchone()
        return Answer(*row) if row else None

    def remember(self, key: str, answer: Answer, at: int) -> None:
        """Keep the answer to an idempotency key."""
        row = (key, answer.print, answer.status, answer.body, at)
        self.connection.execute("INSERT INTO answer (key, print, status, body, given_at) VALUES (?, ?, ?, ?, ?)", row)

    def forget_answers(self, before: int) -> None:
        """Forget keys that were used before a moment."""
        self.connection.execute("DELETE FROM answer WHERE given_at <= ?", (before,))
