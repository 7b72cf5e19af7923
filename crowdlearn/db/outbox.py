"""The outbox: events are written with the change that caused them, and delivered later.

Delivery is recorded beside the event, a row per reaction, so one failing reaction or one poison event holds up nobody.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlmodel import Field, Session, col, select

from crowdlearn.kernel.clock import now
from crowdlearn.kernel.events import Event

from .session import lock, reading, transaction
from .statements import add_row
from .tables import Moment, Table, link

Reaction = Callable[[Any], None]
Reactions = Mapping[type[Event], Sequence[Reaction]]
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
_log = logging.getLogger(__name__)
_emitted: ContextVar[bool] = ContextVar("emitted", default=False)


class Outbox(Table, table=True):
    """One event, never changed. `settled_at` says when its last reaction was done."""

    __table_args__ = (
        sa.Index(
            "ix_outbox_waiting",
            "id",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        ),
    )

    name: str = Field(max_length=120)
    payload: str
    happened_at: datetime = Field(default_factory=now, sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)


class Delivery(Table, table=True):
    """What one reaction made of one event. `due_at` is when to try (again); a lease while it runs."""

    __table_args__ = (sa.UniqueConstraint("event_id", "reaction"),)

    event_id: UUID = link("outbox.id", indexed=False)
    reaction: str = Field(max_length=120)
    attempts: int = 0
    due_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    error: str | None = Field(default=None, max_length=500)


_shapes: dict[str, TypeAdapter[Event]] = {}


def _shape(kind: type[Event]) -> TypeAdapter[Event]:
    name = kind.name()
    if name not in _shapes:
        _shapes[name] = TypeAdapter(kind)
    return _shapes[name]


def emit(session: Session, event: Event) -> None:
    """Write `event` in the caller's transaction."""
    kind = type(event)
    payload = _shape(kind).dump_json(event).decode()
    add_row(session, Outbox, id=event.id, name=kind.name(), payload=payload, happened_at=now(), settled_at=None)
    _emitted.set(True)


def ask_for_work() -> None:
    """Have the worker nudged as after an event: something else waits for it."""
    _emitted.set(True)


def take_emitted() -> bool:
    """Tell whether this thread emitted since it was last asked, so that the caller may nudge the worker."""
    was = _emitted.get()
    _emitted.set(False)
    return was


def read_event(name: str, payload: str) -> Event:
    """Return the event as it was emitted. Raises KeyError for a name that no feature knows."""
    return _shape(Event.known[name]).validate_json(payload)


def drain(reactions: Reactions, limit: int = 100) -> int:
    """Hand up to `limit` waiting events, oldest first, to their reactions; return how many deliveries were made.

    Each is marked only after its reaction returned: at least once, never zero times. So a reaction is a use-case
    that first looks whether its work is done. One that fails is tried again, later and later.
    """
    with reading() as session:
        rows = session.execute(
            select(Outbox.id, Outbox.name, Outbox.payload)
            .where(col(Outbox.settled_at).is_(None))
            .order_by(col(Outbox.id))
            .limit(limit)
        ).all()
    return sum(_deliver(event_id, name, payload, reactions) for event_id, name, payload in rows)


def drain_all(reactions: Reactions, rounds: int = 50) -> int:
    """Drain until nothing is due, at most `rounds` times; return how many deliveries were made."""
    total = 0
    for _ in range(rounds):
        if not (made := drain(reactions)):
            break
        total += made
    return total


def _deliver(event_id: UUID, name: str, payload: str, reactions: Reactions) -> int:
    made, waiting = 0, 0
    kind = Event.known.get(name)
    for reaction in reactions.get(kind, ()) if kind is not None else ():
        label = f"{reaction.__module__.removeprefix('crowdlearn.')}.{reaction.__qualname__}"
        claim = _claim(event_id, label)
        if claim is None:
            continue
        done = _try(reaction, read_event(name, payload), claim) if claim is not _NOT_YET else False
        made, waiting = made + done, waiting + (not done)
    if kind is None:
        _log.error("no feature knows the event %s", name)
    elif not waiting:
        with transaction() as session:
            lock(session, Outbox, event_id).settled_at = now()
    return made


_NOT_YET = UUID(int=0)


def _claim(event_id: UUID, label: str) -> UUID | None:
    """Take a lease on one delivery. None: it is done. _NOT_YET: another worker has it, or it waits for its next try."""
    with transaction() as session:
        lock(session, Outbox, event_id)
        row = session.exec(select(Delivery).where(Delivery.event_id == event_id, Delivery.reaction == label)).first()
        if row is None:
            row = Delivery(event_id=event_id, reaction=label, due_at=now())
            session.add(row)
        if row.done_at is not None:
            return None
        if row.due_at > now():
            return _NOT_YET
        row.attempts += 1
        row.due_at = now() + LEASE
        return row.id


def _try(reaction: Reaction, event: Event, delivery_id: UUID) -> bool:
    try:
        reaction(event)
    except Exception as error:  # whatever it was, the others must go on
        _log.exception("reaction %s failed on %s", reaction.__qualname__, event.id)
        with transaction() as session:
            row = lock(session, Delivery, delivery_id)
            row.error = f"{type(error).__name__}: {error}"[:500]
            row.due_at = now() + min(timedelta(seconds=10 * 4**row.attempts), LONGEST_WAIT)
        return False
    with transaction() as session:
        row = lock(session, Delivery, delivery_id)
        row.done_at, row.error = now(), None
    return True


def stuck(limit: int = 50) -> list[tuple[str, str, int, str]]:
    """Return deliveries that failed and wait: event name, reaction, attempts, error."""
    with reading() as session:
        query = (
            select(Outbox.name, Delivery.reaction, Delivery.attempts, Delivery.error)
            .join(Delivery, col(Delivery.event_id) == col(Outbox.id))
            .where(col(Delivery.done_at).is_(None), col(Delivery.error).is_not(None))
            .limit(limit)
        )
        return [(name, reaction, attempts, error or "") for name, reaction, attempts, error in session.execute(query)]
