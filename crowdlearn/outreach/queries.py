"""Reading asks and champions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.queries import everyone_below
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.models import Pitch, PitchInterest
from crowdlearn.pitches.rules import PUBLIC, PitchState
from crowdlearn.search.queries import find

from .models import Ask, Champion
from .rules import CHAMPION_KIND, OPEN_TO_ASKS

MOST_FOUND = 12


@dataclass(frozen=True)
class Subject:
    """The pitch that people are asked about."""

    id: UUID
    owner_id: UUID
    owner: str
    title: str
    summary: str
    language: str
    state: PitchState

    @property
    def open(self) -> bool:
        """Tell whether people may still be asked."""
        return self.state in OPEN_TO_ASKS


@dataclass(frozen=True)
class Member:
    """Somebody whom one could ask."""

    id: UUID
    name: str
    organisation_en: str
    organisation_fr: str


@dataclass(frozen=True)
class Outcome:
    """What came of one person's asks about a pitch, as counts only."""

    asked: int = 0
    came: int = 0
    joined: int = 0


@dataclass(frozen=True)
class OwnChampion:
    """What a champion sees of their own line."""

    id: UUID
    line: str
    came: int
    withdrawn: bool
    hidden: bool


@dataclass(frozen=True)
class Door:
    """Where a link leads: a pitch, by a champion's or an ask's link; `owner_id` is whose own visits do not count."""

    id: UUID
    pitch_id: UUID
    owner_id: UUID
    champion: bool


def subject(pitch_id: UUID) -> Subject:
    """Return a public pitch. Raises NotFound for a draft, a hidden one, or none."""
    query = (
        sa.select(
            Pitch.id,
            Pitch.owner_id,
            Person.name,
            Pitch.title,
            Pitch.summary,
            Pitch.language,
            Pitch.state,
        )
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(col(Pitch.id) == pitch_id, col(Pitch.state).in_(PUBLIC), sa.not_(is_hidden("pitch", col(Pitch.id))))
    )
    with reading() as session:
        row = session.execute(query).first()
    if row is None:
        raise NotFound("Pitch")
    return Subject(*row)


def members_to_ask(asker_id: UUID, owner_id: UUID, words: str) -> list[Member]:
    """Return members whose public profile has every word: without oneself, the pitcher and one's own reports."""
    with reading() as session:
        ids = [hit.object_id for hit in find(session, words, ["person"], limit=4 * MOST_FOUND)] if words else []
        never = {asker_id, owner_id, *everyone_below(session, asker_id, clock.today(HOME_ZONE))}
        return _members(session, [one for one in ids if one not in never][:MOST_FOUND])


def members_of(ids: list[UUID]) -> list[Member]:
    """Return these members, as far as their profiles are public."""
    with reading() as session:
        return _members(session, ids)


def _members(session: Session, ids: list[UUID]) -> list[Member]:
    if not ids:
        return []
    query = (
        sa.select(
            Person.id,
            Person.name,
            sa.func.coalesce(col(Organisation.name_en), ""),
            sa.func.coalesce(col(Organisation.name_fr), ""),
        )
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .where(col(Person.id).in_(ids), col(Person.profile_public), col(Person.state) == PersonState.ACTIVE)
    )
    found = {row[0]: Member(*row) for row in session.execute(query)}
    return [found[one] for one in ids if one in found]


def outcome(asker_id: UUID, pitch_id: UUID) -> Outcome:
    """Return what came of a person's asks about a pitch: asked, came to look, joined in."""
    joined = (
        sa.select(PitchInterest.id)
        .where(
            col(PitchInterest.pitch_id) == col(Ask.pitch_id),
            col(PitchInterest.person_id) == col(Ask.person_id),
            col(PitchInterest.since) >= col(Ask.asked_at),
            col(Ask.state) == "sent",
        )
        .exists()
    )
    came = sa.or_(col(Ask.came_at).is_not(None), joined)  # whoever joined in came, by the letter's link or another way
    query = sa.select(sa.func.count(), _number_of(came), _number_of(joined)).where(
        col(Ask.asker_id) == asker_id, col(Ask.pitch_id) == pitch_id
    )
    with reading() as session:
        return Outcome(*session.execute(query).one())


def _number_of(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def asked_since(session: Session, asker_id: UUID, since: datetime) -> int:
    """Return how many people a person asked since a moment."""
    query = sa.select(sa.func.count()).where(col(Ask.asker_id) == asker_id, col(Ask.asked_at) > since)
    return int(session.execute(query).scalar_one())


def asked_today(asker_id: UUID) -> int:
    """Return how many people a person asked within a day."""
    with reading() as session:
        return asked_since(session, asker_id, now() - timedelta(days=1))


def own_champion(person_id: UUID, pitch_id: UUID) -> OwnChampion | None:
    """Return a person's own line for a pitch, None when they never wrote one."""
    query = sa.select(
        Champion.id,
        Champion.line,
        Champion.came,
        col(Champion.withdrawn_at).is_not(None),
        is_hidden(CHAMPION_KIND, col(Champion.id)),
    ).where(col(Champion.person_id) == person_id, col(Champion.pitch_id) == pitch_id)
    with reading() as session:
        row = session.execute(query).first()
    return OwnChampion(*row) if row else None


def door(door_id: UUID) -> Door:
    """Return where a link leads. Raises NotFound."""
    champion: Any = sa.select(
        col(Champion.id), col(Champion.pitch_id), col(Champion.person_id).label("owner_id"), sa.true().label("champion")
    ).where(col(Champion.id) == door_id)
    ask: Any = sa.select(col(Ask.id), col(Ask.pitch_id), col(Ask.asker_id), sa.false()).where(
        col(Ask.id) == door_id, col(Ask.state) == "sent"
    )
    with reading() as session:
        row = session.execute(champion.union_all(ask)).first()
    if row is None:
        raise NotFound("link")
    return Door(row[0], row[1], row[2], bool(row[3]))
