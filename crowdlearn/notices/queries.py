"""A person's notices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared

from .models import Notice, NoticeChoice
from .rules import unpack

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


def switched_off(person_id: UUID) -> set[str]:
    """Return the groups a person does not want by mail."""
    query = sa.select(NoticeChoice.kind).where(
        col(NoticeChoice.person_id) == person_id, col(NoticeChoice.by_mail).is_(False)
    )
    with reading() as session:
        return set(session.execute(query).scalars())


def _key(after: str) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        return None
