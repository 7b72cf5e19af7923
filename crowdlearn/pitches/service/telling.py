"""Telling people what happens to a pitch. Each reaction may run twice; tell() sees to it that nobody hears twice."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.models import Encouragement, Thread
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.conversations.rules import EncouragementChanged
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell_each, told_of
from crowdlearn.people.models import Person
from crowdlearn.people.queries import followers_of
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.models import Pitch, PitchUpdate
from crowdlearn.pitches.queries.crowd import ROUTES, crowd_of, routes_to
from crowdlearn.pitches.rules import PUBLIC, IdeaShared, PitchPublished, PitchWithdrawn, UpdateWritten
from crowdlearn.web.markdown import excerpt

from .interest import note_interest


def tell_of_publication(event: PitchPublished) -> None:
    """Tell the pitcher that the pitch is live, and whoever follows the idea it was, its pitcher, place or topics."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        _tell(session, event.id, pitch, [pitch.owner_id], "pitch_live")
        _tell_routes(session, event, pitch, "pitch")


def tell_of_idea(event: IdeaShared) -> None:
    """Tell whoever follows its author, organisation or one of its topics that someone thinks about something."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        _tell_routes(session, event, pitch, "idea")


def tell_followers(session: Session, event: Event, pitch: Pitch, kind: str) -> None:
    """Tell who follows a pitch of a turning point, unless they heard of it otherwise; nothing of what is hidden.

    A step for the features that turn a pitch: last in their reaction, after those whom it concerns were told.
    """
    if not _is_shown(session, pitch):
        return
    followers = followers_of(session, {FollowKind.PITCH: [str(pitch.id)]}).keys() - told_of(session, event.id)
    _tell(session, event.id, pitch, followers - {pitch.owner_id, event.by}, kind)


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


def _tell_routes(session: Session, event: Event, pitch: Pitch, what: str) -> None:
    """Tell each follower once, by the nearest of their routes that they want to hear of."""
    if not _is_shown(session, pitch):
        return
    people = followers_of(session, routes_to(pitch))
    kinds = {
        person_id: [f"{ROUTES[route]}_{what}" for route in routes if what == "pitch" or route is not FollowKind.PITCH]
        for person_id, routes in people.items()
        if person_id not in (pitch.owner_id, event.by)
    }
    facts, path = _facts(session, pitch), f"/pitches/{pitch.id}"
    tell_each(session, kinds, event_id=event.id, facts=facts, path=path)


def _is_shown(session: Session, pitch: Pitch) -> bool:
    return pitch.state in PUBLIC and hidden_now(session, "pitch", pitch.id) is None


def _tell(session: Session, event_id: UUID, pitch: Pitch, people: Iterable[UUID], kind: str, words: str = "") -> None:
    facts, path = _facts(session, pitch, words), f"/pitches/{pitch.id}"
    tell_each(session, dict.fromkeys(people, (kind,)), event_id=event_id, facts=facts, path=path)


def _facts(session: Session, pitch: Pitch, words: str = "") -> dict[str, Any]:
    owner = session.get_one(Person, pitch.owner_id).name
    title = Passage(pitch.title, pitch.language)
    return {"title": title, "pitcher": owner, "words": words, "deadline": pitch.deadline}
