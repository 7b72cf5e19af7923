"""The newest public things, for feeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.people.models import Person
from crowdlearn.people.queries import profile
from crowdlearn.pitches.models import LISTED, Pitch, PitchTopic
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.queries import CollectionRow, collection_page
from crowdlearn.sharebacks.queries.authors import by_line, written_by
from crowdlearn.sharebacks.rules import READABLE, SHAREBACK_KIND, SharebackState

NEWEST = 50
_LISTED = sa.text(LISTED.replace("state", "pitch.state"))


class Thing(StrEnum):
    """What an entry is about."""

    PITCH = "pitch"
    SHAREBACK = "shareback"


@dataclass(frozen=True)
class Entry:
    """One entry of a feed."""

    thing: Thing
    id: UUID
    title: str
    summary: str
    language: str
    author: str
    topics: tuple[str, ...]
    published_at: datetime
    updated_at: datetime


def newest_pitches() -> list[Entry]:
    """Return the fifty newest pitches that Discover may list, newest first."""
    with reading() as session:
        return list(_read(session, _pitches().where(_LISTED), Thing.PITCH))


def newest_sharebacks() -> list[Entry]:
    """Return the fifty newest share-backs that are open to all, newest first."""
    with reading() as session:
        return list(_read(session, _sharebacks(), Thing.SHAREBACK))


def entries_of_topic(topic: str) -> list[Entry]:
    """Return the fifty newest pitches and share-backs on a topic, newest first."""
    on_it = (
        sa.select(PitchTopic.id)
        .where(col(PitchTopic.pitch_id) == col(Pitch.id), col(PitchTopic.topic) == topic)
        .exists()
    )
    with reading() as session:
        pitches = _read(session, _pitches().where(_LISTED, on_it), Thing.PITCH)
        return _newest(*pitches, *_read(session, _sharebacks().where(on_it), Thing.SHAREBACK))


def entries_of_person(person_id: UUID) -> tuple[str, list[Entry]]:
    """Return a person's name, and the fifty newest things they published. Raises NotFound for a private profile."""
    found = profile(person_id, None)
    with reading() as session:
        pitches = _read(session, _pitches().where(col(Pitch.owner_id) == person_id, _LISTED), Thing.PITCH)
        own = _sharebacks().where(written_by(person_id))
        return found.name, _newest(*pitches, *_read(session, own, Thing.SHAREBACK))


def entries_of_collection(collection_id: UUID) -> tuple[CollectionRow, list[Entry]]:
    """Return a story collection, and its fifty newest stories that are open to all. Raises NotFound."""
    row = collection_page(collection_id, None)
    with reading() as session:
        told = _sharebacks().where(col(ShareBack.collection_id) == collection_id)
        return row, list(_read(session, told, Thing.SHAREBACK))


def _newest(*entries: Entry) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.published_at, entry.id), reverse=True)[:NEWEST]


def _pitches() -> Any:
    return (
        sa.select(
            Pitch.id,
            Pitch.title,
            Pitch.summary,
            Pitch.language,
            Person.name,
            Pitch.topics,
            Pitch.published_at,
            Pitch.updated_at,
        )
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(sa.not_(is_hidden("pitch", col(Pitch.id))))
        .order_by(col(Pitch.published_at).desc(), col(Pitch.id).desc())
        .limit(NEWEST)
    )


def _sharebacks() -> Any:
    return (
        sa.select(
            ShareBack.id,
            ShareBack.title,
            ShareBack.summary,
            ShareBack.language,
            by_line("\n"),
            Pitch.topics,
            ShareBack.published_at,
            ShareBack.updated_at,
        )
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .join(Pitch, col(Pitch.id) == col(ShareBack.pitch_id), isouter=True)
        .where(
            col(ShareBack.published_at).is_not(None),
            col(ShareBack.open_to_all).is_(True),
            col(ShareBack.state).in_(READABLE - {SharebackState.CANCELLED}),
            sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id))),
        )
        .order_by(col(ShareBack.published_at).desc(), col(ShareBack.id).desc())
        .limit(NEWEST)
    )


def _read(session: Session, query: Any, thing: Thing) -> Iterator[Entry]:
    for key, title, summary, language, author, topics, published_at, updated_at in session.execute(query):
        changed = max(published_at, updated_at)
        yield Entry(thing, key, title, summary, language, author, tuple(topics or ()), published_at, changed)
