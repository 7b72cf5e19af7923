"""Telling people what happens to a pitch. Each reaction may run twice; tell() sees to it that nobody hears twice."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.models import Encouragement, Thread
from crowdlearn.conversations.rules import EncouragementChanged
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.people.models import Follow, Person
from crowdlearn.people.rules import FollowKind, PersonState
from crowdlearn.pitches.models import Pitch, PitchUpdate
from crowdlearn.pitches.queries.crowd import crowd_of
from crowdlearn.pitches.rules import PUBLIC, IdeaShared, PitchPublished, PitchWithdrawn, UpdateWritten
from crowdlearn.web.markdown import excerpt

from .interest import note_interest


def tell_of_publication(event: PitchPublished) -> None:
    """Tell the pitcher that the pitch is live, and whoever follows one of its topics, or the idea it was."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        _tell(session, event.id, pitch, [pitch.owner_id], "pitch_live")
        _tell(session, event.id, pitch, _followers(session, pitch) - {pitch.owner_id}, "topic_pitch")


def tell_of_idea(event: IdeaShared) -> None:
    """Tell whoever follows one of its topics that someone thinks about something."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        _tell(session, event.id, pitch, _followers(session, pitch) - {pitch.owner_id}, "topic_idea")


def tell_of_update(event: UpdateWritten) -> None:
    """Tell whoever follows, backs, helps or encourages the pitch what its pitcher wrote."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        words = excerpt(session.get_one(PitchUpdate, event.update_id).html)
        _tell(session, event.id, pitch, crowd_of(session, pitch), "pitch_update", words)


def tell_of_withdrawal(event: PitchWithdrawn) -> None:
    """Tell whoever cared that the pitch was taken back, with the pitcher's words."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        _tell(session, event.id, pitch, crowd_of(session, pitch), "pitch_withdrawn", pitch.closing_words)


def count_encouragements(event: EncouragementChanged) -> None:
    """Count a pitch's good words anew; a first one is interest."""
    if event.about_kind != "pitch":
        return
    with transaction() as session:
        pitch = lock(session, Pitch, event.about_id)
        given = (
            sa.select(sa.func.count())
            .select_from(Encouragement)
            .join(Thread, col(Thread.id) == col(Encouragement.thread_id))
            .where(col(Thread.about_kind) == "pitch", col(Thread.about_id) == pitch.id)
        )
        pitch.encouragements = session.execute(given).scalar_one()
        if event.given and event.by is not None and pitch.state in PUBLIC:
            note_interest(session, pitch, event.by)


def _followers(session: Session, pitch: Pitch) -> set[UUID]:
    """Return the active people who follow one of the pitch's topics, or the pitch itself."""
    topics = sa.and_(col(Follow.kind) == FollowKind.TOPIC, col(Follow.target).in_(pitch.topics))
    itself = sa.and_(col(Follow.kind) == FollowKind.PITCH, col(Follow.target) == str(pitch.id))
    query = (
        sa.select(Follow.person_id)
        .join(Person, col(Person.id) == col(Follow.person_id))
        .where(sa.or_(topics, itself), col(Person.state) == PersonState.ACTIVE)
    )
    return set(session.execute(query).scalars())


def _tell(session: Session, event_id: UUID, pitch: Pitch, people: Iterable[UUID], kind: str, words: str = "") -> None:
    owner = session.get_one(Person, pitch.owner_id).name
    title = Passage(pitch.title, pitch.language)
    facts = {"title": title, "pitcher": owner, "words": words, "deadline": pitch.deadline}
    for person_id in sorted(people):
        tell(session, person_id, kind, event_id=event_id, facts=facts, path=f"/pitches/{pitch.id}")
