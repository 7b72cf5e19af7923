"""Fixtures for a migrated database, on SQLite and on PostgreSQL.

`database` lends one connection and rolls it back after the test; `committed_database` is a copy of its own where
commits are real, for races, threads and servers. Both run each test once per database.
"""

import itertools
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

import pytest
import sqlalchemy as sa

from crowdlearn.db import migrations
from crowdlearn.db.session import Database
from crowdlearn.db.session import database as the_database
from crowdlearn.launch.postgres import Server

from .rows import Rows

KINDS = ("sqlite", "postgresql")


class Maker(ABC):
    """Makes databases by copying one that was migrated once per process."""

    def __init__(self) -> None:
        self._numbers, self._open = itertools.count(), ExitStack()

    @abstractmethod
    def copy(self, of: str = "") -> AbstractContextManager[str]:
        """Lend the address of a fresh migrated database, or of a copy of the one at `of`, which nobody has open."""

    @abstractmethod
    def renew(self, address: str, of: str) -> None:
        """Put a copy of the database at `of` in the place of the one at `address`; nobody has either of them open."""

    @cached_property
    def lent(self) -> Database:
        """Return the one database whose changes are always rolled back."""
        one = Database()
        one.connect(self._open.enter_context(self.copy()))
        self._open.callback(one.engine.dispose)
        return one

    def close(self) -> None:
        """Give everything back."""
        self._open.close()


class SQLiteFiles(Maker):
    """SQLite: a copy is a copied file."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder, self._template = folder, folder / "template.db"
        migrations.upgrade(f"sqlite:///{self._template}")  # the last connection leaves no log beside the file

    @contextmanager
    def copy(self, of: str = "") -> Iterator[str]:
        path = self._folder / f"copy{next(self._numbers)}.db"
        shutil.copy(_file(of) if of else self._template, path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for leftover in self._folder.glob(f"{path.name}*"):
                leftover.unlink()

    def renew(self, address: str, of: str) -> None:
        for log in ("-wal", "-shm"):
            Path(f"{_file(address)}{log}").unlink(missing_ok=True)
        shutil.copy(_file(of), _file(address))


def _file(address: str) -> str:
    return str(sa.make_url(address).database)


class PostgreSQLDatabases(Maker):
    """PostgreSQL: a copy is a database made from a template."""

    def __init__(self, server: str, worker: str) -> None:
        super().__init__()
        self._address, self._template = sa.make_url(server), f"crowdlearn_{worker}_{os.getpid()}"
        self._admin = sa.create_engine(server, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        self._kept = dict[str, Rows]()
        self._run(f"CREATE DATABASE {self._template}")
        self._open.callback(self._run, f"DROP DATABASE {self._template} WITH (FORCE)")
        migrations.upgrade(self._url(self._template))

    @contextmanager
    def copy(self, of: str = "") -> Iterator[str]:
        name = f"{self._template}_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {sa.make_url(of).database if of else self._template}")
        try:
            yield self._url(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def renew(self, address: str, of: str) -> None:
        """Put the rows back, which is ten times as fast as the files of a whole database."""
        if of not in self._kept:
            self._kept[of] = Rows(of)
        self._kept[of].put_into(address)

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.exec_driver_sql(statement)

    def _url(self, name: str) -> str:
        return self._address.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """Return this pytest process's name among those of one run."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "alone"))


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """Return a server's address: CROWDLEARN_TEST_PG, else one that is started here and thrown away."""
    if given := os.environ.get("CROWDLEARN_TEST_PG"):
        yield given
        return
    with Server() as server:
        yield server.url


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """Return the maker of SQLite databases."""
    maker = SQLiteFiles(tmp_path_factory.mktemp("sqlite"))
    yield maker
    maker.close()


@pytest.fixture(scope="session")
def postgresql(postgresql_address: str, worker_name: str) -> Iterator[Maker]:
    """Return the maker of PostgreSQL databases."""
    maker = PostgreSQLDatabases(postgresql_address, worker_name)
    yield maker
    maker.close()


@pytest.fixture(params=KINDS)
def maker(request: pytest.FixtureRequest) -> Maker:
    """Return what makes this test's databases; it runs once per kind, and only the kind that is needed is started."""
    made: Maker = request.getfixturevalue(request.param)
    return made


@contextmanager
def bound(one: Database, borrowed: sa.Connection | None = None) -> Iterator[Database]:
    """Make `one` the database of this process for a while."""
    before = dict(vars(the_database))
    vars(the_database).update(vars(one), borrowed=borrowed)
    try:
        yield the_database
    finally:
        vars(the_database).clear()
        vars(the_database).update(before)


@pytest.fixture
def database(maker: Maker) -> Iterator[Database]:
    """Bind an empty migrated database; whatever the test does is rolled back, its foreign keys are proven first."""
    with maker.lent.engine.connect().execution_options(write=True) as connection:
        outer = connection.begin()
        with bound(maker.lent, connection) as one:
            yield one
        broken = broken_keys(connection)
        outer.rollback()
    assert not broken, f"foreign keys that a commit would have refused: {broken}"


def broken_keys(connection: sa.Connection) -> list[str]:
    """Return what the deferred foreign keys would say at commit."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [f"{child} row {row} → {parent}" for child, row, parent, _ in rows]
    try:
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    except sa.exc.IntegrityError as error:
        return [str(error.orig)]
    return []


@contextmanager
def of_its_own(maker: Maker) -> Iterator[Database]:
    """Bind a new database where commits are real, seen by other threads and processes."""
    with maker.copy() as url:
        one = Database()
        one.connect(url)
        with bound(one) as here:
            yield here
        one.engine.dispose()


@pytest.fixture
def committed_database(maker: Maker) -> Iterator[Database]:
    """Bind a database of this test's own where commits are real."""
    with of_its_own(maker) as here:
        yield here
