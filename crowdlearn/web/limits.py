"""How often something may be tried. Counted in our own database: all workers share it, and it outlives a restart."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from sqlmodel import Field, SQLModel, col
from werkzeug.exceptions import TooManyRequests

from crowdlearn.db.session import database, reading, transaction
from crowdlearn.db.statements import insert_into, prepared
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.clock import now

from .viewer import viewer

View = TypeVar("View", bound=Callable[..., Any])
SCHEME = "crowdlearn"


class RateCount(SQLModel, table=True):
    """How often a key was used in the window that ends at `ends_at`. Keys are digests, never names or addresses."""

    key: str = Field(primary_key=True, max_length=200)
    amount: int
    ends_at: datetime = Field(sa_type=Moment, index=True)


class OurStorage(Storage):
    """The counters behind Flask-Limiter."""

    STORAGE_SCHEME = [SCHEME]

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what may go wrong with the storage."""
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count one more use of `key` and return the count."""
        at = now()
        with transaction() as session:
            count = _one_more(session, database.engine.dialect.name, key, amount, at, at + timedelta(seconds=expiry))
            return int(count.scalar_one())

    def get(self, key: str) -> int:
        """Return the count of `key`."""
        with reading() as session:
            count = session.get(RateCount, key)
        return count.amount if count is not None and count.ends_at > now() else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window of `key` ends, in seconds since 1970."""
        with reading() as session:
            count = session.get(RateCount, key)
        return count.ends_at.timestamp() if count is not None else now().timestamp()

    def check(self) -> bool:
        """Tell whether the storage answers."""
        with reading() as session:
            return session.execute(sa.select(1)).scalar() == 1

    def reset(self) -> int:
        """Forget all counts; return how many there were."""
        with transaction() as session:
            result: Any = session.execute(sa.delete(RateCount))
            return int(result.rowcount)

    def clear(self, key: str) -> None:
        """Forget the count of `key`."""
        with transaction() as session:
            session.execute(sa.delete(RateCount).where(col(RateCount.key) == key))


@prepared
def _one_more(dialect: str, /, the_key: str, more: int, at: datetime, until: datetime) -> Any:
    """Count in the window that runs, or open a new one where it has ended. One statement, so nobody comes between."""
    over = col(RateCount.ends_at) <= at
    new = insert_into(RateCount, dialect).values(key=the_key, amount=more, ends_at=until)
    return new.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "amount": sa.case((over, more), else_=col(RateCount.amount) + more),
            "ends_at": sa.case((over, until), else_=col(RateCount.ends_at)),
        },
    ).returning(col(RateCount.amount))


limiter = Limiter(key_func=lambda: "", storage_uri=f"{SCHEME}://", strategy="fixed-window", headers_enabled=False)


def by_network() -> str:
    """Count by the network address: a /64 for IPv6, where one household has more addresses than we have rows."""
    address = request.remote_addr or ""
    return ":".join(address.split(":")[:4]) if ":" in address else address


def by_person() -> str:
    """Count by the signed-in person."""
    return str(viewer().id or by_network())


def by_field(name: str) -> Callable[[], str]:
    """Count by what was typed into a field, such as an e-mail address."""
    return lambda: request.form.get(name, "").strip().casefold()


def together(*keys: Callable[[], str]) -> Callable[[], str]:
    """Count by several things at once."""
    return lambda: "\x1f".join(key() for key in keys)


def overall() -> str:
    """Count everyone together."""
    return "everyone"


def limited(setting: str, *keys: Callable[[], str]) -> Callable[[View], View]:
    """Bound the POSTs of a view as the setting says ("10 per 5 minutes"), once for each of `keys`."""

    def decorate(view: View) -> View:
        for number, key in enumerate(keys):
            bound: Any = limiter.shared_limit(
                lambda: current_app.config[setting],
                scope=f"{setting}-{number}",
                key_func=_digested(key),
                methods=["POST"],
            )
            view = bound(view)
        return view

    return decorate


def _digested(key: Callable[[], str]) -> Callable[[], str]:
    return lambda: _digest(key())


def hit(setting: str, *parts: str) -> None:
    """Count one try of what is no view of its own. Raises 429 above the setting's bound."""
    if not limiter.enabled:
        return
    bound = parse(current_app.config[setting])
    strategy = FixedWindowRateLimiter(limiter.storage)
    if not strategy.hit(bound, setting, _digest("\x1f".join(parts))):
        raise TooManyRequests(retry_after=int(bound.get_expiry()))


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def sweep() -> int:
    """Delete counts whose window has ended; return how many."""
    with transaction() as session:
        result: Any = session.execute(sa.delete(RateCount).where(col(RateCount.ends_at) <= now()))
        return int(result.rowcount)


def register(app: Flask) -> None:
    """Count requests to limited views. RATE_LIMITS_ENABLED=False in the configuration switches all limits off."""
    app.config["RATELIMIT_ENABLED"] = app.config.get("RATE_LIMITS_ENABLED", True)
    limiter.enabled = True  # the extension is one per process and remembers what an earlier app said
    limiter.init_app(app)
