"""What a person follows, newest first, each by its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.people.models import Follow, Organisation, Person
from crowdlearn.people.queries import follows
from crowdlearn.people.queries.profiles import VISIBLE
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC

PAGE = 30


@dataclass(frozen=True)
class FollowLine:
    """One thing followed. Its names are "" when it is not shown any more; a topic is named by its key, `target`."""

    id: UUID
    kind: FollowKind
    target: str
    name_en: str = ""
    name_fr: str = ""
    language: str = ""


@dataclass(frozen=True)
class FollowsPage:
    """A page of what a person follows; `after` is the key of the next, None on the last."""

    lines: list[FollowLine]
    after: str | None


def follows_page(person_id: UUID, after: str) -> FollowsPage:
    """Return a page of what a person follows, in four statements at most."""
    query = sa.select(Follow.id, Follow.kind, Follow.target).where(col(Follow.person_id) == person_id)
    if key := _key(after):
        query = query.where(col(Follow.id) < key)
    with reading() as session:
        rows = [FollowLine(*row) for row in session.execute(query.order_by(col(Follow.id).desc()).limit(PAGE + 1))]
        names = _names(session, rows[:PAGE])
    lines = [names.get((line.kind, line.target), line) for line in rows[:PAGE]]
    return FollowsPage(lines, str(lines[-1].id) if len(rows) > PAGE else None)


def follows_topic(person_id: UUID | None, topic: str) -> bool:
    """Tell whether a person follows a topic; visitors (None) follow none."""
    with reading() as session:
        return follows(session, person_id, FollowKind.TOPIC, topic)


def _key(after: str) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        return None


def _names(session: Session, rows: Sequence[FollowLine]) -> dict[tuple[FollowKind, str], FollowLine]:
    found: dict[tuple[FollowKind, str], FollowLine] = {}
    for kind, select in _SELECTS.items():
        if mine := {UUID(row.target): row for row in rows if row.kind is kind}:
            for key, name_en, name_fr, language in session.execute(select(list(mine))):
                row = mine[key]
                found[kind, row.target] = FollowLine(row.id, kind, row.target, name_en, name_fr, language)
    return found


def _people(ids: list[UUID]) -> Any:
    return sa.select(Person.id, Person.name, Person.name, sa.literal("")).where(
        col(Person.id).in_(ids), col(Person.profile_public), col(Person.state).in_(VISIBLE)
    )


def _organisations(ids: list[UUID]) -> Any:
    return sa.select(Organisation.id, Organisation.name_en, Organisation.name_fr, sa.literal("")).where(
        col(Organisation.id).in_(ids), col(Organisation.confirmed_at).is_not(None)
    )


def _pitches(ids: list[UUID]) -> Any:
    return sa.select(Pitch.id, Pitch.title, Pitch.title, Pitch.language).where(
        col(Pitch.id).in_(ids), col(Pitch.state).in_(PUBLIC), sa.not_(is_hidden("pitch", col(Pitch.id)))
    )


_SELECTS = {FollowKind.PERSON: _people, FollowKind.ORGANISATION: _organisations, FollowKind.PITCH: _pitches}
