"""Steps for the features whose things are talked about."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.models import Thread
from crowdlearn.conversations.queries import hiding_of
from crowdlearn.conversations.rules import ConversationOver
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.lines import one_line


def keep_thread(
    session: Session,
    about_kind: str,
    about_id: UUID,
    *,
    owner_id: UUID,
    title: str,
    path: str,
    language: str,
    concerns_id: UUID | None = None,
) -> UUID:
    """Open the conversation on a thing, or bring its title and place up to date; return the thread's id.

    `concerns_id` names whom the thing judges, where it judges somebody.
    """
    thread = find_thread(session, about_kind, about_id)
    if thread is None:
        thread = Thread(
            about_kind=about_kind, about_id=about_id, owner_id=owner_id, title="", path=path, language=language
        )
        session.add(thread)
    thread.owner_id, thread.title, thread.path, thread.language = owner_id, title[:200], path, language
    thread.concerns_id = concerns_id
    return thread.id


def keep_private(
    session: Session,
    about_kind: str,
    about_id: UUID,
    words: str,
    *,
    owner_id: UUID,
    reader_id: UUID,
    path: str,
    language: str,
) -> None:
    """Let the one other person who reads somebody's private words report them; stewards then read how they begin."""
    place = {"owner_id": owner_id, "title": one_line(words), "path": path, "language": language}
    keep_thread(session, about_kind, about_id, **place)  # type: ignore[arg-type]
    thread = find_thread(session, about_kind, about_id)
    if thread is not None:
        thread.reader_id, thread.closed_at = reader_id, now()


def close_thread(session: Session, about_kind: str, about_id: UUID) -> None:
    """End commenting on a thing; what was said stays."""
    thread = find_thread(session, about_kind, about_id)
    if thread is not None and thread.closed_at is None:
        thread.closed_at = now()


def find_thread(session: Session, about_kind: str, about_id: UUID) -> Thread | None:
    """Return the thread on a thing, None if there is none."""
    found: Thread | None = _thread.objects(session, about_kind, about_id).scalar()
    return found


@dataclass(frozen=True)
class OpenThread:
    """A thread that somebody may write in: its id, whose thing it is about, and that thing."""

    id: UUID
    owner_id: UUID
    about_id: UUID


def thread_to_write_in(session: Session, about_kind: str, about_id: UUID, person_id: UUID) -> OpenThread:
    """Return the thread, held until the transaction ends. One query.

    Raises NotFound when there is none or its subject is hidden from this person, ConversationOver when it is closed.
    """
    found = _held_thread(session, about_kind, about_id).first()
    if found is None or (found.is_hidden and found.owner_id != person_id):
        raise NotFound("Thread")
    if found.closed_at is not None:
        raise ConversationOver
    return OpenThread(found.id, found.owner_id, about_id)


@prepared
def _thread(about_kind: str, about_id: UUID) -> Any:
    return sa.select(Thread).where(col(Thread.about_kind) == about_kind, col(Thread.about_id) == about_id)


@prepared
def _held_thread(about_kind: str, about_id: UUID) -> Any:
    is_hidden = hiding_of(about_kind, about_id).exists().label("is_hidden")
    held = sa.select(Thread.id, Thread.owner_id, Thread.closed_at, is_hidden)
    return held.where(col(Thread.about_kind) == about_kind, col(Thread.about_id) == about_id).with_for_update()
