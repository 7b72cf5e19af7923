"""Steps for the features whose things are talked about."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.models import Thread
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.conversations.rules import ConversationOver
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound


def keep_thread(
    session: Session, about_kind: str, about_id: UUID, *, owner_id: UUID, title: str, path: str, language: str
) -> UUID:
    """Open the conversation on a thing, or bring its title and place up to date; return the thread's id."""
    thread = find_thread(session, about_kind, about_id)
    if thread is None:
        thread = Thread(
            about_kind=about_kind, about_id=about_id, owner_id=owner_id, title="", path=path, language=language
        )
        session.add(thread)
    thread.owner_id, thread.title, thread.path, thread.language = owner_id, title[:200], path, language
    return thread.id


def close_thread(session: Session, about_kind: str, about_id: UUID) -> None:
    """End commenting on a thing; what was said stays."""
    thread = find_thread(session, about_kind, about_id)
    if thread is not None and thread.closed_at is None:
        thread.closed_at = now()


def find_thread(session: Session, about_kind: str, about_id: UUID) -> Thread | None:
    """Return the thread on a thing, None if there is none."""
    found: Thread | None = _thread.objects(session, about_kind, about_id).scalar()
    return found


def thread_to_write_in(session: Session, about_kind: str, about_id: UUID, person_id: UUID) -> Thread:
    """Return the thread, held until the transaction ends.

    Raises NotFound when there is none or its subject is hidden from this person, ConversationOver when it is closed.
    """
    thread: Thread | None = _held_thread.objects(session, about_kind, about_id).scalar()
    if thread is None:
        raise NotFound("Thread")
    if thread.owner_id != person_id and hidden_now(session, about_kind, about_id) is not None:
        raise NotFound("Thread")
    if thread.closed_at is not None:
        raise ConversationOver
    return thread


@prepared
def _thread(about_kind: str, about_id: UUID) -> Any:
    return sa.select(Thread).where(col(Thread.about_kind) == about_kind, col(Thread.about_id) == about_id)


@prepared
def _held_thread(about_kind: str, about_id: UUID) -> Any:
    held = sa.select(Thread).where(col(Thread.about_kind) == about_kind, col(Thread.about_id) == about_id)
    return held.with_for_update()
