"""What people say about themselves."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Person, PersonSkill
from crowdlearn.people.rules import ProfileChanged, SkillSide

from .following import keep_topics


@dataclass(frozen=True)
class Profile:
    """What a member may change about themselves; skills and followed topics are keys of the vocabulary."""

    name: str
    title: str = ""
    region: str = ""
    language: str = "en"
    time_zone: str = "America/Toronto"
    bio: str = ""
    topics: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    profile_public: bool = True
    promises_public: bool = False
    in_chain: bool = True


PLAIN = ("name", "title", "region", "language", "time_zone", "bio", "profile_public", "promises_public", "in_chain")


def change_profile(person_id: UUID, profile: Profile) -> None:
    """Keep what a member says about themselves."""
    with transaction() as session:
        person = lock(session, Person, person_id)
        for field in PLAIN:
            setattr(person, field, getattr(profile, field))
        keep_topics(session, person_id, profile.topics)
        _keep_skills(session, person_id, SkillSide.OFFERED, set(profile.offered))
        _keep_skills(session, person_id, SkillSide.WANTED, set(profile.wanted))
        record(session, "account.profile", by=person_id, about=person_id)
        emit(session, ProfileChanged(person_id=person_id, by=person_id))


def offer_skills(person_id: UUID, skills: tuple[str, ...]) -> None:
    """Add skills to those a member offers."""
    with transaction() as session:
        query = select(PersonSkill.skill).where(
            PersonSkill.person_id == person_id, PersonSkill.side == SkillSide.OFFERED
        )
        _keep_skills(session, person_id, SkillSide.OFFERED, {*session.exec(query), *skills})
        record(session, "account.profile", by=person_id, about=person_id)
        emit(session, ProfileChanged(person_id=person_id, by=person_id))


def note_welcome(person_id: UUID) -> None:
    """Remember that a member saw their first page."""
    with transaction() as session:
        person = lock(session, Person, person_id)
        person.welcomed_at = person.welcomed_at or now()


def _keep_skills(session: Session, person_id: UUID, side: SkillSide, wanted: set[str]) -> None:
    query = select(PersonSkill).where(PersonSkill.person_id == person_id, PersonSkill.side == side)
    known = {row.skill: row for row in session.exec(query)}
    for skill, row in known.items():
        if skill not in wanted:
            session.delete(row)
    for skill in sorted(wanted - known.keys()):
        session.add(PersonSkill(person_id=person_id, side=side, skill=skill))
