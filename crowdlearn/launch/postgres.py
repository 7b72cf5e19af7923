"""A PostgreSQL server that is thrown away afterwards: for tests and benchmarks."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from .processes import free_port, start, stop
from .trouble import Trouble

# nothing here outlives the run, so nothing needs to reach the disk
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "autovacuum=off")
USER = "crowdlearn"


class NoPostgreSQL(Trouble):
    """There is no PostgreSQL to start, or it does not start; the message says what to do."""


def find_programs() -> Path | None:
    """Return the folder that holds `initdb` and `postgres`, the newest on this machine, None if there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    if found := shutil.which("initdb"):
        folders.append(Path(found).resolve().parent)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


class Server:
    """A running server: `url` is the address of its first database for SQLAlchemy. Use it in a `with`."""

    def __init__(self, settings: tuple[str, ...] = FAST) -> None:
        programs = find_programs()
        if programs is None:
            raise NoPostgreSQL("The tests need PostgreSQL: install the package postgresql.")
        self._owner = _unprivileged()
        self._folder = Path(tempfile.mkdtemp(prefix="crowdlearn-pg-"))
        port = free_port()
        self.url = f"postgresql+psycopg://{USER}@127.0.0.1:{port}/postgres"
        try:
            self._make(programs)
            options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self._folder}"]
            arguments = [word for option in (*options, *settings) for word in ("-c", option)]
            command = [str(programs / "postgres"), "-D", str(self._folder / "data"), *arguments]
            with (self._folder / "log").open("wb") as log:
                self._process = start(command, user=self._owner, cwd=self._folder, stdout=log, parting=signal.SIGQUIT)
            self._wait(programs, port)
        except BaseException:
            self.stop()
            raise

    def _make(self, programs: Path) -> None:
        if self._owner is not None:
            record = pwd.getpwnam(self._owner)
            os.chown(self._folder, record.pw_uid, record.pw_gid)
        command = [str(programs / "initdb"), "-D", str(self._folder / "data"), "-U", USER]
        command += ["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        made = subprocess.run(command, user=self._owner, cwd=self._folder, capture_output=True, text=True, check=False)
        if made.returncode:
            raise NoPostgreSQL(f"PostgreSQL could not make a database: {made.stderr.strip().splitlines()[-1]}")

    def _wait(self, programs: Path, port: int) -> None:
        ready = [str(programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        for _ in range(300):
            if self._process.poll() is not None:
                break
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise NoPostgreSQL(f"PostgreSQL did not start: {(self._folder / 'log').read_text()[-500:]}")

    def stop(self) -> None:
        """End the server and remove its files."""
        if hasattr(self, "_process"):
            stop(self._process, signal.SIGQUIT)
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _unprivileged() -> str | None:
    """Return whom to run the server as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
