"""Keeping the index true. Every step runs in the transaction that changed the thing itself."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.vocabulary import SKILLS
from crowdlearn.people.models import Person, PersonSkill
from crowdlearn.people.rules import PersonState, PersonVerified, ProfileChanged, SkillSide

from . import ddl
from .models import SearchEntry
from .rules import fold


def index(
    session: Session,
    kind: str,
    object_id: UUID,
    *,
    language: str,
    title: str,
    text: str,
    visible: bool,
    weight: int | None = None,
) -> None:
    """Make a thing findable under the words of `title` and `text`, or keep it from being found.

    `weight` says how much it matters now (heavier first); None leaves it as it was.
    """
    entry = _entry(session, kind, object_id)
    if entry is None:
        entry = SearchEntry(kind=kind, object_id=object_id, language=language, title="", words="")
        session.add(entry)
    entry.language, entry.title, entry.visible = language, title[:200], visible
    entry.words, entry.indexed_at = fold(f"{title} {text}"), now()
    entry.weight = entry.weight if weight is None else weight


def keep_person_findable(event: ProfileChanged | PersonVerified) -> None:
    """After somebody joined or changed their profile: let them be found by what they can help with, if they show it."""
    with transaction() as session:
        person = session.get_one(Person, event.person_id)
        offered = select(PersonSkill.skill).where(
            PersonSkill.person_id == person.id, PersonSkill.side == SkillSide.OFFERED
        )
        skills = [name for skill in session.exec(offered) for name in SKILLS.get(skill, ())]
        index(
            session,
            "person",
            person.id,
            language=person.language,
            title=person.name,
            text="\n".join((person.title, person.bio, *skills)),
            visible=person.profile_public and person.state is PersonState.ACTIVE,
        )


def weigh(session: Session, kind: str, object_id: UUID, weight: int) -> None:
    """Say how much a thing matters now; what is not in the index is left alone."""
    entry = _entry(session, kind, object_id)
    if entry is not None and entry.weight != weight:
        entry.weight = weight


def reweigh(session: Session, kind: str, weights: sa.Select[UUID, int]) -> int:
    """Give each entry of a kind the weight that `weights` (object id, weight) says; return how many changed."""
    said = weights.subquery("said")
    object_id, weight = said.columns
    changed = sa.update(SearchEntry).where(
        col(SearchEntry.kind) == kind, col(SearchEntry.object_id) == object_id, col(SearchEntry.weight) != weight
    )
    result = session.execute(changed.values(weight=weight), execution_options={"synchronize_session": False})
    return int(getattr(result, "rowcount", 0))


def suppress(session: Session, kind: str, object_id: UUID, suppressed: bool) -> None:
    """Keep a thing from being found whatever its feature says (a steward hid it), or end that."""
    if (entry := _entry(session, kind, object_id)) is not None:
        entry.suppressed = suppressed


def forget(session: Session, kind: str, object_id: UUID) -> None:
    """Take a thing out of the index for good."""
    if (entry := _entry(session, kind, object_id)) is not None:
        session.delete(entry)


def rebuild() -> int:
    """Fill the full-text index anew from the entries; return how many there are."""
    with transaction() as session:
        ddl.rebuild(session.connection())
        return len(session.exec(select(SearchEntry.number)).all())


def _entry(session: Session, kind: str, object_id: UUID) -> SearchEntry | None:
    return session.exec(select(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.object_id == object_id)).first()
