"""Private exchanges, for their two people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import col

from crowdlearn.conversations.models import Message, Talk, Thread
from crowdlearn.conversations.rules import MESSAGE
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person

from .hidden import is_hidden


@dataclass(frozen=True)
class MessageRow:
    """One message of a talk."""

    id: UUID
    author_id: UUID
    author: str
    html: str
    sent_at: datetime


@dataclass(frozen=True)
class TalkPage:
    """A private exchange as its two people see it."""

    id: UUID
    title: str
    path: str
    language: str
    with_name: str
    messages: tuple[MessageRow, ...]


def talk_page(talk_id: UUID, viewer_id: UUID) -> TalkPage:
    """Return a talk. Raises NotFound for anyone but its two people."""
    with reading() as session:
        owner, guest = aliased(Person), aliased(Person)
        query = (
            sa.select(
                Talk.id,
                Thread.title,
                Thread.path,
                Thread.language,
                Thread.owner_id,
                col(owner.name).label("owner"),
                col(guest.name).label("guest"),
            )
            .join(Thread, col(Thread.id) == col(Talk.thread_id))
            .join(owner, col(owner.id) == col(Thread.owner_id))
            .join(guest, col(guest.id) == col(Talk.person_id))
            .where(
                col(Talk.id) == talk_id,
                sa.or_(col(Talk.person_id) == viewer_id, col(Thread.owner_id) == viewer_id),
            )
        )
        row = session.execute(query).first()
        if row is None:
            raise NotFound("Talk")
        messages = (
            sa.select(Message.id, Message.author_id, Person.name, Message.html, Message.sent_at)
            .join(Person, col(Person.id) == col(Message.author_id))
            .where(col(Message.talk_id) == talk_id, sa.not_(is_hidden(MESSAGE, col(Message.id))))
            .order_by(col(Message.id))
        )
        other = row.guest if row.owner_id == viewer_id else row.owner
        said = tuple(MessageRow(*message) for message in session.execute(messages))
        return TalkPage(row.id, row.title, row.path, row.language, other, said)


@dataclass(frozen=True)
class Subject:
    """A thing to write to its owner about."""

    title: str
    language: str
    owner: str


def subject_for(about_kind: str, about_id: UUID, viewer_id: UUID) -> Subject:
    """Return what a person would write about. Raises NotFound for what is hidden, and for one's own."""
    with reading() as session:
        query = (
            sa.select(Thread.title, Thread.language, Person.name)
            .join(Person, col(Person.id) == col(Thread.owner_id))
            .where(
                col(Thread.about_kind) == about_kind,
                col(Thread.about_id) == about_id,
                col(Thread.owner_id) != viewer_id,
                sa.not_(is_hidden(about_kind, about_id)),
            )
        )
        row = session.execute(query).first()
        if row is None:
            raise NotFound("Thread")
        return Subject(*row)


def relations_to_talk(person_id: UUID, talk_id: UUID) -> set[str]:
    """Return {"pitcher"} for the owner of what a talk is about, {"pledger"} for who began it."""
    with reading() as session:
        query = sa.select(Talk.person_id, Thread.owner_id).join(Thread, col(Thread.id) == col(Talk.thread_id))
        row = session.execute(query.where(col(Talk.id) == talk_id)).first()
        if row is None:
            return set()
        return {word for word, who in (("pledger", row[0]), ("pitcher", row[1])) if who == person_id}
