"""A person's notices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.people.models import Person

from .models import Notice, NoticeChoice, QuietTime
from .rules import REASONS, Channel, QuietHours, reason_of, unpack

PAGE = 30
MOST_TOLD = 99


@dataclass(frozen=True)
class NoticeLine:
    """One notice of the list; `facts` fill the words of its kind."""

    id: UUID
    kind: str
    facts: dict[str, Any]
    path: str
    created_at: datetime
    read: bool


@dataclass(frozen=True)
class NoticePage:
    """A page of notices, newest first; `after` is the key of the next, None on the last."""

    lines: list[NoticeLine]
    after: str | None


@dataclass(frozen=True)
class Preferences:
    """How a person wants to hear: by reason; at which hours not (None: at any); whether others may ask for help."""

    channels: dict[str, Channel]
    quiet: QuietHours | None
    takes_asks: bool


def notices_of(person_id: UUID, after: str = "") -> NoticePage:
    """Return a page of a person's notices, newest first."""
    query = sa.select(
        col(Notice.id),
        col(Notice.kind),
        col(Notice.facts),
        col(Notice.path),
        col(Notice.created_at),
        col(Notice.read_at).is_not(None),
    ).where(col(Notice.person_id) == person_id)
    if key := _key(after):
        query = query.where(col(Notice.id) < key)
    with reading() as session:
        rows = session.execute(query.order_by(col(Notice.id).desc()).limit(PAGE + 1)).all()
    lines = [NoticeLine(key, kind, unpack(facts), path, at, read) for key, kind, facts, path, at, read in rows]
    return NoticePage(lines[:PAGE], str(lines[PAGE - 1].id) if len(lines) > PAGE else None)


def unread(person_id: UUID) -> int:
    """Return how many of a person's notices are unread, at most 99."""
    with reading() as session:
        return len(_unread(session, person_id).all())


@prepared
def _unread(person_id: UUID) -> Any:
    return (
        sa.select(Notice.id).where(col(Notice.person_id) == person_id, col(Notice.read_at).is_(None)).limit(MOST_TOLD)
    )


def channels_for(session: Session, people: Sequence[UUID], kinds: Iterable[str]) -> dict[tuple[UUID, str], Channel]:
    """Return how people want to hear of some kinds of notices; what cannot be silenced comes at once."""
    reasons = {kind: reason_of(kind) for kind in kinds}
    keys = [reason.key for reason in reasons.values() if reason]
    query = sa.select(NoticeChoice.person_id, NoticeChoice.reason, NoticeChoice.channel).where(
        col(NoticeChoice.person_id).in_(people), col(NoticeChoice.reason).in_(keys)
    )
    chosen = {(person, key): channel for person, key, channel in session.execute(query)} if keys else {}
    return {
        (person, kind): chosen.get((person, reason.key), reason.default) if reason else Channel.AT_ONCE
        for person in people
        for kind, reason in reasons.items()
    }


def channels_of(session: Session, person_id: UUID) -> dict[str, Channel]:
    """Return for every reason how a person wants to hear."""
    query = sa.select(NoticeChoice.reason, NoticeChoice.channel).where(col(NoticeChoice.person_id) == person_id)
    chosen = {row.reason: row.channel for row in session.execute(query)}
    return {reason.key: chosen.get(reason.key, reason.default) for reason in REASONS}


def quiet_hours_of(session: Session, person_id: UUID) -> QuietHours | None:
    """Return a person's quiet hours, None without any."""
    query = sa.select(QuietTime.start, QuietTime.until).where(col(QuietTime.person_id) == person_id)
    row = session.execute(query).first()
    return QuietHours(row.start, row.until) if row else None


def preferences(person_id: UUID) -> Preferences:
    """Return all that a person chose about notices."""
    with reading() as session:
        asks = session.execute(sa.select(Person.takes_asks).where(col(Person.id) == person_id)).scalar_one()
        return Preferences(channels_of(session, person_id), quiet_hours_of(session, person_id), asks)


def language_of(person_id: UUID) -> str | None:
    """Return the language a person is written to in; None for nobody."""
    with reading() as session:
        return session.scalar(sa.select(Person.language).where(col(Person.id) == person_id))


def _key(after: str) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        return None
