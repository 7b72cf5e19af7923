"""Sessions. The only module that commits.

`transaction()` is the one transaction of a use-case, `reading()` shows pages, `lock()` holds a row while we decide.
What a page reads in several places is read in one session, where `one_reading()` says so.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from crowdlearn.kernel.errors import NotFound

from .days import speak_of_days
from .pulse import Beat, Pulse
from .queue import Turnstile
from .statements import prepared

T = TypeVar("T", bound=SQLModel)
Then = Callable[[], None]
Step = Callable[[Session], Then | None]
_first_steps: list[Step] = []
_open: ContextVar[bool] = ContextVar("transaction_open", default=False)
_shared: ContextVar["SharedReading | None"] = ContextVar("shared_reading", default=None)

PATIENCE_PRAGMA = "busy_timeout=5000"
SQLITE_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    PATIENCE_PRAGMA,
    "cache_size=-65536",
    "temp_store=MEMORY",
)
HASTY_PRAGMA = "synchronous=OFF"
NOT_WAITING, WAITING = "PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL"
POSTGRESQL_LIMITS = "-c statement_timeout=15000 -c lock_timeout=4000 -c idle_in_transaction_session_timeout=30000"


class Database:
    """The database of this process: one engine, bound once by `connect`."""

    engine: sa.Engine
    writer: sa.Engine  # the same, for connections that take SQLite's file before they look
    jotter: sa.Engine  # and that do not wait until the disk has what they wrote
    turnstile: Turnstile
    pulse = Pulse(None)
    hasty = False  # see upkeep.not_waiting_for_the_disk
    borrowed: sa.Connection | None = None  # tests lend one connection and roll it back

    def connect(self, url: str) -> None:
        """Bind this process to a database: "sqlite:////path/to/file" or "postgresql+psycopg://…"."""
        address = sa.make_url(url)
        if address.get_backend_name() == "sqlite":
            self.engine = sa.create_engine(url)
            self.turnstile, self.pulse = Turnstile(address.database), Pulse(address.database)
            speak_sqlite(self.engine)
        else:
            self.engine = sa.create_engine(
                url, pool_size=10, pool_pre_ping=True, connect_args={"options": POSTGRESQL_LIMITS}
            )
            self.turnstile, self.pulse = Turnstile(None), Pulse(None)
        self.writer = self.engine.execution_options(write=True)
        self.jotter = self.engine.execution_options(write=True, wait=False)

    def beat(self) -> Beat | None:
        """Return what stays the same as long as nobody commits anything; None where that cannot be told."""
        return None if self.borrowed is not None else self.pulse.beat()

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"


def speak_sqlite(engine: sa.Engine) -> None:
    """Set the durable pragmas on every connection, and let SQLAlchemy, not the driver, begin transactions."""
    sa.event.listen(engine, "connect", _sqlite_connect)
    sa.event.listen(engine, "begin", _sqlite_begin)
    sa.event.listen(engine, "checkin", _sqlite_given_back)


def _sqlite_connect(dbapi: Any, _record: Any) -> None:
    dbapi.isolation_level = None
    for pragma in SQLITE_PRAGMAS:
        dbapi.execute(f"PRAGMA {pragma}")
    if database.hasty:
        dbapi.execute(f"PRAGMA {HASTY_PRAGMA}")
    speak_of_days(dbapi)


def _sqlite_begin(connection: sa.Connection) -> None:
    # SQLite ignores FOR UPDATE: a writer takes the file before it looks, so that what it read stays true
    options = connection.get_execution_options()
    if not options.get("wait", True) and not database.hasty:
        connection.exec_driver_sql(NOT_WAITING)
        connection.info[NOT_WAITING] = True
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("write") else "BEGIN")


def _sqlite_given_back(dbapi: Any, record: Any) -> None:
    if record.info.pop(NOT_WAITING, False) and dbapi is not None:
        dbapi.execute(WAITING)


database = Database()


class SharedReading:
    """One session for all that a page reads; opened when first asked for, and anew after it was let go."""

    _session: Session | None = None

    def open(self) -> Session:
        """Return the session."""
        if self._session is None:
            self._session = _reader()
        return self._session

    def let_go(self) -> None:
        """Free the connection; what is read next sees what was written meanwhile."""
        if self._session is not None:
            self._session.close()


def _session(engine: sa.Engine) -> Session:
    return Session(database.borrowed or engine, expire_on_commit=False, join_transaction_mode="create_savepoint")


def _reader() -> Session:
    session = _session(database.engine)
    session.autoflush = False
    return session


def before_each_transaction(step: Step) -> None:
    """Run `step` at the start of every transaction of this process; what it returns is done once that is committed."""
    _first_steps.append(step)


@contextmanager
def transaction(*, wait: bool = True) -> Iterator[Session]:
    """Open the one transaction of a use-case: commit at the end, roll back on any exception.

    `wait=False` does not wait for the disk: for notes that a power cut may take, such as how often something was tried.
    """
    if _open.get():
        raise RuntimeError("a use-case must not call another use-case; pass the session to a step")
    let_go()
    token = _open.set(True)
    engine = database.writer if wait else database.jotter
    try:
        with database.turnstile.pass_through(), _session(engine) as session, session.begin():
            if not wait and not database.is_sqlite:
                session.connection().exec_driver_sql("SET LOCAL synchronous_commit TO OFF")
            begun = [step(session) for step in _first_steps]
            yield session
        for then in filter(None, begun):
            then()
    finally:
        _open.reset(token)


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session for reading; it never commits, so nothing written in it stays."""
    if _open.get():
        raise RuntimeError("reading() inside transaction() would miss its changes; pass the session")
    if (shared := _shared.get()) is None:
        with _reader() as session:
            yield session
        return
    try:
        yield shared.open()
    except BaseException:
        shared.let_go()  # PostgreSQL answers nothing more in a transaction that failed
        raise


@contextmanager
def one_reading() -> Iterator[None]:
    """Let every reading() meanwhile be the same: a page asks for one connection, and sees one state of things."""
    shared = SharedReading()
    token = _shared.set(shared)
    try:
        yield
    finally:
        _shared.reset(token)
        shared.let_go()


def let_go() -> None:
    """End what one_reading() holds: somebody writes, or speaks to the outside, which may take long."""
    if (shared := _shared.get()) is not None:
        shared.let_go()


def step_outside() -> None:
    """Hold nothing of the database while speaking to another system. Raises RuntimeError inside a transaction."""
    if _open.get():
        raise RuntimeError("nobody speaks to another system inside a transaction")
    let_go()


def hold(session: Session, table: type[SQLModel], row_id: UUID) -> None:
    """Hold a row, if it is there, until the transaction ends, without reading it: what is read next stays true.

    SQLite holds the whole file.
    """
    if not database.is_sqlite:
        _held(session, table, row_id)


@prepared
def _held(table: Any, /, row_id: UUID) -> Any:
    return sa.select(sa.literal(1)).where(table.id == row_id).with_for_update()


def lock(session: Session, table: type[T], row_id: UUID) -> T:
    """Return the row freshly read and held until the transaction ends (SQLite holds the whole file).

    Raises NotFound when there is no such row.
    """
    row = session.get(table, row_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound(table.__name__)
    return row
