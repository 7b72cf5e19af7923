"""Whether anything was written since: what is known of the database then is known still.

SQLite tells a connection when another one has committed, in this process or in any other. PostgreSQL does not.
"""

import os
import sqlite3
from itertools import count
from threading import Lock

Beat = tuple[int, int, int]
_numbers = count(1)  # two connections count commits apart


class Pulse:
    """Watches the SQLite file at `path` through a connection of its own, which never writes."""

    def __init__(self, path: str | None) -> None:
        self._path = path if path and path != ":memory:" else None
        self._guard = Lock()
        self._watch: sqlite3.Connection | None = None
        self._watched: tuple[int, int] | None = None
        self._number = 0
        self._left = list[sqlite3.Connection]()  # of a parent process: they are not ours to close

    def beat(self) -> Beat | None:
        """Return what stays the same as long as nobody commits anything; None where that cannot be told."""
        if self._path is None:
            return None
        try:
            with self._guard:
                file = (os.getpid(), os.stat(self._path).st_ino)
                [(version,)] = self._watching(self._path, file).execute("PRAGMA data_version").fetchall()
                return (file[0], self._number, version)
        except (OSError, sqlite3.Error):
            return None

    def _watching(self, path: str, file: tuple[int, int]) -> sqlite3.Connection:
        if self._watch is None or self._watched != file:
            if self._watch is not None:
                self._left.append(self._watch)
            self._watch = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._watched, self._number = file, next(_numbers)
        return self._watch
