"""How often something may be tried. Counted in our own database: all workers share it, and it outlives a restart."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, wraps
from hashlib import blake2b
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import current_app, request
from sqlmodel import Field, Session, SQLModel, col
from werkzeug.exceptions import TooManyRequests

from crowdlearn.db.session import Then, before_each_transaction, database, transaction
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
    with transaction(wait=False) as session:
        return _count(session, key, seconds)


def _count(session: Session, key: str, seconds: int) -> int:
    at = now()
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


def writes_limited(setting: str) -> Callable[[View], View]:
    """Bound a person's POSTs of a view that writes, as `limited` does: counted in the transaction that writes.

    What is rolled back, or never begins, is counted apart. Not for what is to be refused before any work is done.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def bounded(*arguments: Any, **named: Any) -> Any:
            if request.method != "POST" or (a_try := _try_of(setting, "0", by_person())) is None:
                return view(*arguments, **named)
            token = _at_hand.set(a_try)
            try:
                answer = view(*arguments, **named)
            except sa.exc.SQLAlchemyError:
                raise  # the database takes nothing at the moment
            except Exception:
                _count_apart(a_try)
                raise
            finally:
                _at_hand.reset(token)
            if _count_apart(a_try) > a_try.most:
                raise a_try.refusal()
            return answer

        return cast("View", bounded)

    return decorate


def hit(setting: str, *parts: str) -> None:
    """Count one try of what these parts name. Raises 429 above the setting's bound, saying when to come back."""
    a_try = _try_of(setting, *parts)
    if a_try is not None and count_one_more(a_try.key, a_try.seconds) > a_try.most:
        raise a_try.refusal()


@dataclass
class _Try:
    """One use of a key that is allowed so often in so many seconds; `counted` once that is committed."""

    key: str
    most: int
    seconds: int
    counted: bool = False

    def note_counted(self) -> None:
        self.counted = True

    def refusal(self) -> TooManyRequests:
        return TooManyRequests(retry_after=self.seconds)


_at_hand: ContextVar[_Try | None] = ContextVar("try_at_hand", default=None)


def _try_of(setting: str, *parts: str) -> _Try | None:
    """Return the try of what these parts name, None where nothing is counted."""
    if not current_app.config.get("RATE_LIMITS_ENABLED", True):
        return None
    words: str = current_app.config[setting]
    key = blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()
    return _Try(f"{setting}/{words}/{key}", *read_bound(words))


def _count_within(session: Session) -> Then | None:
    """Count the try at hand in a transaction. Raises 429 above its bound, and then nothing is written."""
    a_try = _at_hand.get()
    if a_try is None or a_try.counted:
        return None
    if _count(session, a_try.key, a_try.seconds) > a_try.most:
        raise a_try.refusal()
    return a_try.note_counted


def _count_apart(a_try: _Try) -> int:
    """Count a try unless a transaction did, and return the count, 0 where it was counted before."""
    if a_try.counted:
        return 0
    a_try.counted = True
    return count_one_more(a_try.key, a_try.seconds)


before_each_transaction(_count_within)


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
