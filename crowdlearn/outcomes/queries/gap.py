"""What an organisation's people want to learn beside what they can teach and have learned."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.outcomes.rules import FEWEST_SHOWN
from crowdlearn.people.models import Follow, Person, PersonSkill
from crowdlearn.people.rules import FollowKind, PersonState, SkillSide
from crowdlearn.pitches.models import Pitch
from crowdlearn.sharebacks.models import Learned, Seat, ShareBack

from .carried import UNDER_WAY
from .scope import Scope

MOST_ROWS = 12


@dataclass(frozen=True)
class GapRow:
    """A skill or a topic by its key, with the people who want it and those who have it; None: fewer than five."""

    key: str
    wanted: int | None
    had: int | None
    missing: int


@dataclass(frozen=True)
class Gap:
    """Wants beside means, the widest gaps first. `people` is the base: the organisation's members here."""

    people: int
    skills: Sequence[GapRow]
    topics: Sequence[GapRow]
    more_skills: int
    more_topics: int


def gap_of(session: Session, scope: Scope) -> Gap | None:
    """Return the gap of an organisation; None for one with fewer than five members, of whom nothing is shown."""
    members = scope.members().where(col(Person.state) == PersonState.ACTIVE)
    people = session.execute(sa.select(sa.func.count()).select_from(members.subquery())).scalar_one()
    if people < FEWEST_SHOWN:
        return None
    skills = _rows(_skills(session, members, SkillSide.WANTED), _skills(session, members, SkillSide.OFFERED))
    topics = _rows(_followed(session, members), _learned(session, members))
    return Gap(
        people=people,
        skills=skills[:MOST_ROWS],
        topics=topics[:MOST_ROWS],
        more_skills=max(0, len(skills) - MOST_ROWS),
        more_topics=max(0, len(topics) - MOST_ROWS),
    )


def _skills(session: Session, members: Any, side: SkillSide) -> Counter[str]:
    query = (
        sa.select(col(PersonSkill.skill), sa.func.count(sa.distinct(col(PersonSkill.person_id))))
        .where(col(PersonSkill.side) == side, col(PersonSkill.person_id).in_(members))
        .group_by(col(PersonSkill.skill))
    )
    return Counter({row[0]: int(row[1]) for row in session.execute(query)})


def _followed(session: Session, members: Any) -> Counter[str]:
    query = (
        sa.select(col(Follow.target), sa.func.count())
        .where(col(Follow.kind) == FollowKind.TOPIC, col(Follow.person_id).in_(members))
        .group_by(col(Follow.target))
    )
    return Counter({row[0]: int(row[1]) for row in session.execute(query)})


def _learned(session: Session, members: Any) -> Counter[str]:
    """Count, for each topic, the members who learned on it: by their own pitch, or from what came back of another."""
    own: sa.Select[UUID, UUID] = sa.select(
        col(Pitch.owner_id).label("person_id"), col(Pitch.id).label("pitch_id")
    ).where(col(Pitch.owner_id).in_(members), col(Pitch.state).in_(UNDER_WAY))
    came = _from(Seat).where(col(Seat.person_id).in_(members), col(Seat.attended_at).is_not(None))
    said = _from(Learned).where(col(Learned.person_id).in_(members))
    pairs = sa.union(own, came, said).subquery()
    query = sa.select(pairs.c.person_id, col(Pitch.topics)).join(Pitch, col(Pitch.id) == pairs.c.pitch_id)
    return Counter(topic for _, topic in _distinct(session.execute(query)))


def _from(table: Any) -> "sa.Select[*tuple[Any, ...]]":
    """Return who learned from a share-back of which pitch."""
    return sa.select(col(table.person_id), col(ShareBack.pitch_id)).join(
        ShareBack, col(ShareBack.id) == col(table.shareback_id)
    )


def _distinct(rows: Iterable[Any]) -> set[tuple[UUID, str]]:
    return {(row.person_id, topic) for row in rows for topic in row.topics}


def _rows(wanted: Counter[str], had: Counter[str]) -> list[GapRow]:
    """Return the keys that enough people want or have, the widest gap first."""
    shown = [key for key in wanted | had if max(wanted[key], had[key]) >= FEWEST_SHOWN]
    rows = [GapRow(key, _number(wanted[key]), _number(had[key]), wanted[key] - had[key]) for key in shown]
    return sorted(rows, key=lambda row: (-row.missing, row.key))


def _number(people: int) -> int | None:
    return people if people >= FEWEST_SHOWN else None
