"""The inbox: what somebody reported to us. It is kept at once, and worked on later.

One row per event id: a report that comes again changes nothing. A report is only a hint where to look: order and
repetition do not matter.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, col, select

from crowdlearn.kernel.clock import now

from .outbox import ask_for_work
from .session import lock, reading, transaction
from .tables import Moment, Table

LEASE, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=1)
ALERT_AFTER = timedelta(minutes=30)
_log = logging.getLogger(__name__)
Handle = Callable[[str, str], bool]  # (event's name, what it is about) -> whether there was something to do it to


class Inbox(Table, table=True):
    """One report: its sender, its id there, its name, and the object it is about. `due_at`: when to look (again)."""

    __table_args__ = (
        sa.UniqueConstraint("sender", "event_id"),
        sa.Index(
            "ix_inbox_waiting",
            "due_at",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
    )

    sender: str = Field(max_length=20)
    event_id: str = Field(max_length=100)
    name: str = Field(max_length=80)
    about: str = Field(max_length=100)
    came_at: datetime = Field(default_factory=now, sa_type=Moment)
    due_at: datetime = Field(default_factory=now, sa_type=Moment)
    done_at: datetime | None = Field(default=None, sa_type=Moment)
    tries: int = 0
    error: str = Field(default="", max_length=300)


def keep(sender: str, event_id: str, name: str, about: str) -> bool:
    """Keep a report, and tell whether it is new."""
    with transaction() as session:
        known = select(Inbox.id).where(Inbox.sender == sender, Inbox.event_id == event_id)
        if session.exec(known).first() is not None:
            return False
        try:
            with session.begin_nested():
                session.add(Inbox(sender=sender, event_id=event_id, name=name, about=about))
        except sa.exc.IntegrityError:  # the same report came twice at once
            return False
    ask_for_work()
    return True


def work_through(sender: str, handle: Handle, limit: int = 100) -> int:
    """Hand waiting reports, oldest first, to `handle`; return how many were done.

    A report about what we do not know yet is left waiting: our own answer may still be on its way.
    """
    with reading() as session:
        waiting = select(Inbox.id).where(Inbox.sender == sender, col(Inbox.done_at).is_(None), Inbox.due_at <= now())
        ids = session.exec(waiting.order_by(col(Inbox.id)).limit(limit)).all()
    return sum(_work_on(row_id, handle) for row_id in ids)


def _work_on(row_id: UUID, handle: Handle) -> bool:
    with transaction() as session:
        row = lock(session, Inbox, row_id)
        if row.done_at is not None or row.due_at > now():
            return False
        row.due_at, row.tries = now() + LEASE, row.tries + 1
        name, about, tries = row.name, row.about, row.tries
    try:
        done, error = handle(name, about), ""
    except Exception as trouble:  # whatever it was, the others must go on
        _log.exception("report %s about %s failed", name, about)
        done, error = False, f"{type(trouble).__name__}: {trouble}"[:300]
    with transaction() as session:
        row = lock(session, Inbox, row_id)
        row.error = error
        if done:
            row.done_at = now()
        else:
            row.due_at = now() + min(timedelta(seconds=10 * 2**tries), LONGEST_WAIT)
    return done
