"""What waits for a steward, and what is hidden."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.conversations.models import Comment, Encouragement, Feedback, Flag, Hidden, Message, Talk, Thread
from crowdlearn.conversations.rules import COMMENT, ENCOURAGEMENT, MESSAGE, FlagReason, FlagState
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person

from .appealed import AppealLine, open_appeals
from .hidden import is_hidden

MOST = 100


@dataclass(frozen=True)
class Report:
    """One open report, with the words it is about."""

    id: UUID
    about_kind: str
    about_id: UUID
    reason: FlagReason
    note: str
    raised_at: datetime
    reporter: str
    author: str
    author_id: UUID
    words: str
    title: str
    title_language: str
    path: str
    hidden: bool


@dataclass(frozen=True)
class HiddenThing:
    """One thing that is hidden now."""

    id: UUID
    about_kind: str
    title: str
    path: str
    reason: str
    hidden_at: datetime
    hidden_by: str
    owner: str
    owner_id: UUID


@dataclass(frozen=True)
class FeedbackRow:
    """What is in somebody's way on these pages; `email` is empty when no answer is wanted."""

    id: UUID
    text: str
    email: str
    given_at: datetime


@dataclass(frozen=True)
class StewardPage:
    """What waits for a steward, oldest first, and what is hidden, newest first."""

    reports: tuple[Report, ...]
    hidden: tuple[HiddenThing, ...]
    appeals: tuple[AppealLine, ...]
    feedback: tuple[FeedbackRow, ...] = ()


def steward_page() -> StewardPage:
    """Return the open reports and appeals, what is hidden now, and feedback that waits for an answer."""
    with reading() as session:
        return StewardPage(_open_reports(session), _hidden_things(session), open_appeals(session), _feedback(session))


def _feedback(session: Session) -> tuple[FeedbackRow, ...]:
    query = sa.select(Feedback.id, Feedback.text, Feedback.email, Feedback.given_at)
    waiting = query.where(col(Feedback.settled_at).is_(None)).order_by(col(Feedback.id)).limit(MOST)
    return tuple(FeedbackRow(*row) for row in session.execute(waiting))


def _open_reports(session: Session) -> tuple[Report, ...]:
    reporter, author = aliased(Person), aliased(Person)
    said = sa.union_all(*_reportable()).subquery("said")
    query = (
        sa.select(
            Flag.id,
            Flag.about_kind,
            Flag.about_id,
            Flag.reason,
            Flag.note,
            Flag.raised_at,
            col(reporter.name),
            col(author.name),
            col(author.id),
            said.c.words,
            said.c.title,
            said.c.title_language,
            said.c.path,
            is_hidden(col(Flag.about_kind), col(Flag.about_id)),
        )
        .join(said, sa.and_(said.c.kind == col(Flag.about_kind), said.c.id == col(Flag.about_id)))
        .join(reporter, col(reporter.id) == col(Flag.reporter_id))
        .join(author, col(author.id) == said.c.author_id)
        .where(col(Flag.state) == FlagState.OPEN)
        .order_by(col(Flag.id))
        .limit(MOST)
    )
    return tuple(Report(*row) for row in session.execute(query))


@dataclass(frozen=True)
class Content:
    """A thing that can be reported or hidden: whose it is, its words, where it stands."""

    about_kind: str
    about_id: UUID
    author: str
    words: str
    title: str
    title_language: str
    path: str


def content_for(about_kind: str, about_id: UUID, viewer_id: UUID | None) -> Content:
    """Return a thing that a person may report, or (viewer None) a steward may hide. Raises NotFound."""
    with reading() as session:
        said = sa.union_all(*_reportable()).subquery("said")
        query = (
            sa.select(
                said.c.kind, said.c.id, Person.name, said.c.words, said.c.title, said.c.title_language, said.c.path
            )
            .join(Person, col(Person.id) == said.c.author_id)
            .where(said.c.kind == about_kind, said.c.id == about_id)
        )
        if viewer_id is not None:
            query = query.where(sa.or_(said.c.kind != MESSAGE, _is_party(said.c.id, viewer_id)))
            query = query.where(sa.not_(is_hidden(said.c.kind, said.c.id)))
        row = session.execute(query).first()
        if row is None:
            raise NotFound(about_kind)
        return Content(*row)


def _is_party(message_id: Any, person_id: UUID) -> Any:
    return (
        sa.select(Message.id)
        .join(Talk, col(Talk.id) == col(Message.talk_id))
        .join(Thread, col(Thread.id) == col(Talk.thread_id))
        .where(
            col(Message.id) == message_id,
            sa.or_(col(Talk.person_id) == person_id, col(Thread.owner_id) == person_id),
        )
        .exists()
    )


def _reportable() -> list[sa.Select[Any]]:
    """Return, as selects of the same shape, everything that can be reported: its author, its words, where it is."""
    subject: Any = sa.select(
        col(Thread.about_kind).label("kind"),
        col(Thread.about_id).label("id"),
        col(Thread.owner_id).label("author_id"),
        col(Thread.title).label("words"),
        col(Thread.title).label("title"),
        col(Thread.language).label("title_language"),
        col(Thread.path).label("path"),
    )
    comment = sa.select(
        sa.literal(COMMENT), Comment.id, Comment.author_id, Comment.text, Thread.title, Thread.language, Thread.path
    ).join(Thread, col(Thread.id) == col(Comment.thread_id))
    cheer = sa.select(
        sa.literal(ENCOURAGEMENT),
        Encouragement.id,
        Encouragement.person_id,
        Encouragement.line,
        Thread.title,
        Thread.language,
        Thread.path,
    ).join(Thread, col(Thread.id) == col(Encouragement.thread_id))
    message = (
        sa.select(
            sa.literal(MESSAGE), Message.id, Message.author_id, Message.text, Thread.title, Thread.language, Thread.path
        )
        .join(Talk, col(Talk.id) == col(Message.talk_id))
        .join(Thread, col(Thread.id) == col(Talk.thread_id))
    )
    return [subject, comment, cheer, message]


def _hidden_things(session: Session) -> tuple[HiddenThing, ...]:
    steward, owner = aliased(Person), aliased(Person)
    query = (
        sa.select(
            Hidden.id,
            Hidden.about_kind,
            Hidden.title,
            Hidden.path,
            Hidden.reason,
            Hidden.hidden_at,
            col(steward.name),
            col(owner.name),
            Hidden.owner_id,
        )
        .join(steward, col(steward.id) == col(Hidden.hidden_by))
        .join(owner, col(owner.id) == col(Hidden.owner_id))
        .where(col(Hidden.lifted_at).is_(None))
        .order_by(col(Hidden.id).desc())
        .limit(MOST)
    )
    return tuple(HiddenThing(*row) for row in session.execute(query))
