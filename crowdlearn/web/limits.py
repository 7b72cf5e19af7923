"""How often something may be tried. Counted in our own database: all workers share it, and it outlives a restart."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, wraps
from hashlib import blake2b
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import current_app, request
from sqlmodel import Field, SQLModel, col
from werkzeug.exceptions import TooManyRequests

from crowdlearn.db.session import database, transaction
from crowdlearn.db.statements import insert_into, prepared
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.clock import now

from .viewer import viewer

View = TypeVar("View", bound=Callable[..., Any])
SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_BOUND = re.compile(r"(\d{1,9}) per (?:(\d{1,4}) )?(second|minute|hour|day)s?")


class RateCount(SQLModel, table=True):
    """How often a key was used in the window that ends at `ends_at`. Keys are digests, never names or addresses."""

    key: str = Field(primary_key=True, max_length=200)
    amount: int
    ends_at: datetime = Field(sa_type=Moment, index=True)


def count_one_more(key: str, seconds: int) -> int:
    """Count one more use of `key` in its window of so many seconds, and return the count."""
    at = now()
    with transaction(wait=False) as session:
        count = _one_more(session, database.engine.dialect.name, key, 1, at, at + timedelta(seconds=seconds))
        return int(count.scalar_one())


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
        @wraps(view)
        def bounded(*arguments: Any, **named: Any) -> Any:
            if request.method == "POST":
                for number, key in enumerate(keys):
                    hit(setting, str(number), key())
            return view(*arguments, **named)

        return cast("View", bounded)

    return decorate


def hit(setting: str, *parts: str) -> None:
    """Count one try of what these parts name. Raises 429 above the setting's bound, saying when to come back."""
    if not current_app.config.get("RATE_LIMITS_ENABLED", True):
        return
    words: str = current_app.config[setting]
    most, seconds = read_bound(words)
    key = blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
    if count_one_more(f"{setting}/{words}/{key}", seconds) > most:
        raise TooManyRequests(retry_after=seconds)


@cache
def read_bound(words: str) -> tuple[int, int]:
    """Return how often, and in how many seconds, of words such as "10 per 5 minutes". Raises ValueError for others."""
    if (said := _BOUND.fullmatch(words.strip())) is None:
        raise ValueError(f"not a bound: {words!r}; write it as in 10 per 5 minutes")
    return int(said[1]), int(said[2] or 1) * SECONDS[said[3]]


def sweep() -> int:
    """Delete counts whose window has ended; return how many."""
    with transaction() as session:
        result: Any = session.execute(sa.delete(RateCount).where(col(RateCount.ends_at) <= now()))
        return int(result.rowcount)
