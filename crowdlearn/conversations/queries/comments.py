"""One comment: to change it, to come back to it, to know whose it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.conversations.models import Comment, Thread
from crowdlearn.conversations.rules import COMMENT
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person

from .hidden import is_hidden


@dataclass(frozen=True)
class CommentToEdit:
    """One's own comment, with where it stands."""

    id: UUID
    text: str
    path: str
    title: str
    title_language: str
    written_at: datetime


def comment_to_edit(comment_id: UUID, author_id: UUID) -> CommentToEdit:
    """Return one's own comment. Raises NotFound for another's or a deleted one."""
    with reading() as session:
        query = (
            sa.select(Comment.id, Comment.text, Thread.path, Thread.title, Thread.language, Comment.written_at)
            .join(Thread, col(Thread.id) == col(Comment.thread_id))
            .where(
                col(Comment.id) == comment_id,
                col(Comment.author_id) == author_id,
                col(Comment.deleted_at).is_(None),
            )
        )
        row = session.execute(query).first()
        if row is None:
            raise NotFound("Comment")
        return CommentToEdit(*row)


@dataclass(frozen=True)
class CommentShown:
    """A comment by itself: to be answered, or deleted."""

    id: UUID
    author: str
    html: str
    language: str
    written_at: datetime
    title: str
    title_language: str
    path: str


def question(comment_id: UUID) -> CommentShown:
    """Return a comment that anyone may read. Raises NotFound for one that is deleted or hidden."""
    with reading() as session:
        query = (
            sa.select(
                Comment.id,
                Person.name,
                Comment.html,
                Comment.language,
                Comment.written_at,
                Thread.title,
                Thread.language,
                Thread.path,
            )
            .join(Thread, col(Thread.id) == col(Comment.thread_id))
            .join(Person, col(Person.id) == col(Comment.author_id))
            .where(
                col(Comment.id) == comment_id,
                col(Comment.deleted_at).is_(None),
                sa.not_(is_hidden(COMMENT, col(Comment.id))),
                sa.not_(is_hidden(col(Thread.about_kind), col(Thread.about_id))),
            )
        )
        row = session.execute(query).first()
        if row is None:
            raise NotFound("Comment")
        return CommentShown(*row)


def relations_to_comment(person_id: UUID, comment_id: UUID) -> set[str]:
    """Return {"pledger"} for the author of a comment: authz.csv calls whoever made a thing so."""
    with reading() as session:
        query = sa.select(Comment.id).where(col(Comment.id) == comment_id, col(Comment.author_id) == person_id)
        return {"pledger"} if session.execute(query).first() else set()
