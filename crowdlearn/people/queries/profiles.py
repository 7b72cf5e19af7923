"""Profiles, as their owner edits them and as others see them."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Follow, Organisation, Person, PersonSkill
from crowdlearn.people.rules import FollowKind, PersonState, SkillSide

VISIBLE = (PersonState.ACTIVE, PersonState.WAITING, PersonState.SUSPENDED)


@dataclass(frozen=True)
class Profile:
    """A person as others see them: no address, no amounts."""

    id: UUID
    name: str
    title: str
    region: str
    bio: str
    organisation_id: UUID | None
    organisation_en: str
    organisation_fr: str
    topics: list[str]
    offered: list[str]
    wanted: list[str]
    profile_public: bool
    promises_public: bool
    waiting: bool


@dataclass(frozen=True)
class OwnProfile:
    """What a person may edit of themselves. Topics and skills are keys of the vocabulary."""

    name: str
    title: str
    region: str
    language: str
    time_zone: str
    bio: str
    topics: list[str]
    offered: list[str]
    wanted: list[str]
    profile_public: bool
    promises_public: bool
    in_chain: bool


@dataclass(frozen=True)
class Newcomer:
    """What the first page after joining needs to know."""

    welcomed: bool
    waiting: bool
    organisation_id: UUID | None
    topics: list[str]
    offered: list[str]


def profile(person_id: UUID, viewer_id: UUID | None) -> Profile:
    """Return what the viewer may see of a person. Raises NotFound for nobody, and for a private profile of another."""
    query = (
        sa.select(
            Person.name,
            Person.title,
            Person.region,
            Person.bio,
            Person.profile_public,
            Person.promises_public,
            Person.state,
            col(Organisation.id).label("organisation_id"),
            Organisation.name_en,
            Organisation.name_fr,
        )
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .where(col(Person.id) == person_id, col(Person.state).in_(VISIBLE))
    )
    with reading() as session:
        row = session.execute(query).first()
        if row is None or not (row.profile_public or viewer_id == person_id):
            raise NotFound
        offered, wanted = _skills(session, person_id)
        topics = _topics(session, person_id)
    return Profile(
        id=person_id,
        name=row.name,
        title=row.title,
        region=row.region,
        bio=row.bio,
        organisation_id=row.organisation_id,
        organisation_en=row.name_en or "",
        organisation_fr=row.name_fr or "",
        topics=topics,
        offered=offered,
        wanted=wanted,
        profile_public=row.profile_public,
        promises_public=row.promises_public,
        waiting=row.state is PersonState.WAITING,
    )


def _skills(session: Session, person_id: UUID) -> tuple[list[str], list[str]]:
    query = sa.select(PersonSkill.side, PersonSkill.skill).where(col(PersonSkill.person_id) == person_id)
    rows = session.execute(query.order_by(col(PersonSkill.skill))).all()
    return (
        [row.skill for row in rows if row.side is SkillSide.OFFERED],
        [row.skill for row in rows if row.side is SkillSide.WANTED],
    )


def _topics(session: Session, person_id: UUID) -> list[str]:
    query = sa.select(Follow.target).where(col(Follow.person_id) == person_id, col(Follow.kind) == FollowKind.TOPIC)
    return list(session.execute(query.order_by(col(Follow.target))).scalars())


def own_profile(person_id: UUID) -> OwnProfile:
    """Return what a person may edit of themselves."""
    with reading() as session:
        person = session.get_one(Person, person_id)
        offered, wanted = _skills(session, person_id)
        topics = _topics(session, person_id)
    return OwnProfile(
        name=person.name,
        title=person.title,
        region=person.region,
        language=person.language,
        time_zone=person.time_zone,
        bio=person.bio,
        topics=topics,
        offered=offered,
        wanted=wanted,
        profile_public=person.profile_public,
        promises_public=person.promises_public,
        in_chain=person.in_chain,
    )


def newcomer(person_id: UUID) -> Newcomer:
    """Return how far a newcomer has come."""
    with reading() as session:
        person = session.get_one(Person, person_id)
        topics = _topics(session, person_id)
        offered, _wanted = _skills(session, person_id)
    waiting = person.state is PersonState.WAITING
    return Newcomer(person.welcomed_at is not None, waiting, person.organisation_id, topics, offered)
