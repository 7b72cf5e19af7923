"""What was said about a thing. What is hidden is left out, for everyone but its author."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.models import Comment, Encouragement, Thread
from crowdlearn.conversations.rules import COMMENT, ENCOURAGEMENT
from crowdlearn.db.statements import prepared
from crowdlearn.people.models import Organisation, Person

from .hidden import is_hidden

NEWEST_ENCOURAGEMENTS = 30


@dataclass(frozen=True)
class Said:
    """One comment, as a page shows it. `html` is empty for a deleted one; `hidden` is seen by its author only."""

    id: UUID
    author_id: UUID
    author: str
    organisation_en: str | None
    organisation_fr: str | None
    html: str
    text: str
    language: str
    written_at: datetime
    edited_at: datetime | None
    deleted: bool
    hidden: bool
    by_owner: bool
    idea: bool = False
    answers: tuple["Said", ...] = ()


@dataclass(frozen=True)
class Cheer:
    """One encouragement."""

    id: UUID
    person_id: UUID
    name: str
    line: str
    language: str


@dataclass(frozen=True)
class Conversation:
    """What was said about a thing: questions oldest first, encouragements newest first."""

    questions: tuple[Said, ...] = ()
    cheers: tuple[Cheer, ...] = ()


def conversation(session: Session, about_kind: str, about_id: UUID, viewer_id: UUID | None) -> Conversation:
    """Return what was said about a thing, in one query."""
    return _conversation(_said_about(session, about_kind, about_id).all(), viewer_id)


def conversations(
    session: Session, about_kind: str, about_ids: list[UUID], viewer_id: UUID | None
) -> dict[UUID, Conversation]:
    """Return what was asked about each of some things of a kind, in one query; where nobody did it is left out."""
    said: dict[UUID, list[Any]] = defaultdict(list)
    for row in _said_about_each(session, about_kind, about_ids) if about_ids else ():
        said[row.about_id].append(row)
    return {about_id: _conversation(rows, viewer_id) for about_id, rows in said.items()}


def _conversation(rows: Sequence[Any], viewer_id: UUID | None) -> Conversation:
    seen = [row for row in rows if not row.hidden or row.author_id == viewer_id]
    answers: dict[UUID, list[Said]] = defaultdict(list)
    for row in seen:
        if row.part == COMMENT and row.parent_id is not None:
            answers[row.parent_id].append(_said(row))
    questions = (_said(row, answers[row.id]) for row in seen if row.part == COMMENT and row.parent_id is None)
    cheers = [Cheer(r.id, r.author_id, r.author, r.text, r.language) for r in seen if r.part == ENCOURAGEMENT]
    return Conversation(
        tuple(sorted((one for one in questions if one.answers or not one.deleted), key=lambda one: one.id)),
        tuple(sorted(cheers, key=lambda cheer: cheer.id, reverse=True)),
    )


@prepared
def _said_about(about_kind: str, about_id: UUID) -> Any:
    about = (col(Thread.about_kind) == about_kind, col(Thread.about_id) == about_id)
    return _comments().where(*about).union_all(_newest(_cheers().where(*about)))


@prepared
def _said_about_each(about_kind: str, about_ids: list[UUID]) -> Any:
    about = (col(Thread.about_kind) == about_kind, col(Thread.about_id).in_(about_ids))
    return _comments().add_columns(col(Thread.about_id).label("about_id")).where(*about)


def _comments() -> Any:
    return (
        sa.select(
            sa.literal(COMMENT).label("part"),
            col(Comment.id),
            col(Comment.parent_id),
            col(Comment.author_id),
            col(Person.name).label("author"),
            col(Organisation.name_en),
            col(Organisation.name_fr),
            col(Comment.html),
            col(Comment.text),
            col(Comment.language),
            col(Comment.written_at),
            col(Comment.edited_at),
            col(Comment.deleted_at),
            (col(Thread.owner_id) == col(Comment.author_id)).label("by_owner"),
            col(Comment.idea).label("idea"),
            is_hidden(COMMENT, col(Comment.id)).label("hidden"),
        )
        .join(Thread, col(Thread.id) == col(Comment.thread_id))
        .join(Person, col(Person.id) == col(Comment.author_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
    )


def _cheers() -> Any:
    return (
        sa.select(
            sa.literal(ENCOURAGEMENT).label("part"),
            col(Encouragement.id),
            sa.null().cast(sa.Uuid).label("parent_id"),
            col(Encouragement.person_id).label("author_id"),
            col(Person.name).label("author"),
            sa.literal("").label("name_en"),
            sa.literal("").label("name_fr"),
            sa.literal("").label("html"),
            col(Encouragement.line).label("text"),
            col(Encouragement.language),
            col(Encouragement.given_at).label("written_at"),
            col(Encouragement.given_at).label("edited_at"),
            col(Encouragement.given_at).label("deleted_at"),
            sa.false().label("by_owner"),
            sa.false().label("idea"),
            is_hidden(ENCOURAGEMENT, col(Encouragement.id)).label("hidden"),
        )
        .join(Thread, col(Thread.id) == col(Encouragement.thread_id))
        .join(Person, col(Person.id) == col(Encouragement.person_id))
    )


def _newest(cheers: Any) -> Any:
    newest = cheers.order_by(col(Encouragement.id).desc()).limit(NEWEST_ENCOURAGEMENTS).subquery()
    return sa.select(*newest.c)


def _said(row: Any, answers: Iterable[Said] = ()) -> Said:
    return Said(
        id=row.id,
        author_id=row.author_id,
        author=row.author,
        organisation_en=row.name_en,
        organisation_fr=row.name_fr,
        html=row.html,
        text=row.text,
        language=row.language,
        written_at=row.written_at,
        edited_at=row.edited_at,
        deleted=row.deleted_at is not None,
        hidden=row.hidden,
        by_owner=row.by_owner,
        idea=row.idea,
        answers=tuple(sorted(answers, key=lambda one: one.id)),
    )
