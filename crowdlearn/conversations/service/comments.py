"""Public questions with one level of answers."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.audit.service import record
from crowdlearn.conversations.models import Comment, Thread
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.conversations.rules import (
    COMMENT,
    OneLevel,
    QuestionAnswered,
    QuestionAsked,
    check_edit,
    check_text,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.db.statements import add_row, written_together
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.queries import holds
from crowdlearn.people.rules import Role
from crowdlearn.web.markdown import render_short

from .threads import OpenThread, thread_to_write_in


def ask(
    person_id: UUID,
    about_kind: str,
    about_id: UUID,
    text: str,
    language: str,
    comment_id: UUID | None = None,
    *,
    idea: bool = False,
) -> UUID:
    """Ask publicly about a thing, or say what to try; return the question's id: `comment_id` where the caller names it.

    Refused: no words or too many, a closed conversation, a thing that is not there for this person.
    """
    words = check_text(text)
    with transaction() as session:
        thread = thread_to_write_in(session, about_kind, about_id, person_id)
        comment_id = comment_id or new_id()
        with written_together(session):
            _add(session, comment_id, thread, None, person_id, words, language, idea=idea)
            emit(session, QuestionAsked(by=person_id, comment_id=comment_id))
    return comment_id


def answer(person_id: UUID, question_id: UUID, text: str, language: str) -> UUID:
    """Answer a question; return the answer's id. Refused as in `ask`, and an answer to an answer."""
    words = check_text(text)
    with transaction() as session:
        question = _readable(session, question_id)
        if question.parent_id is not None:
            raise OneLevel
        about = lock(session, Thread, question.thread_id)
        thread = thread_to_write_in(session, about.about_kind, about.about_id, person_id)
        comment_id = new_id()
        with written_together(session):
            _add(session, comment_id, thread, question.id, person_id, words, language)
            emit(session, QuestionAnswered(by=person_id, comment_id=comment_id))
    return comment_id


def edit_comment(person_id: UUID, comment_id: UUID, text: str) -> None:
    """Change one's own comment. Refused after 15 minutes."""
    words = check_text(text)
    with transaction() as session:
        comment = _readable(session, comment_id)
        if comment.author_id != person_id:
            raise NotAllowed
        check_edit(comment.written_at, now())
        comment.text, comment.html, comment.edited_at = words, render_short(words), now()
        record(session, "comment.edit", by=person_id, about=comment.id)


def delete_comment(person_id: UUID, comment_id: UUID) -> None:
    """Take the words of a comment away: one's own, or any as a steward. Deleting twice changes nothing."""
    with transaction() as session:
        comment = lock(session, Comment, comment_id)
        if comment.author_id != person_id and not holds(session, person_id, Role.STEWARD):
            raise NotAllowed
        if comment.deleted_at is not None:
            return
        comment.text, comment.html, comment.deleted_at = "", "", now()
        record(session, "comment.delete", by=person_id, about=comment.id)


def _readable(session: Session, comment_id: UUID) -> Comment:
    comment = lock(session, Comment, comment_id)
    if comment.deleted_at is not None or hidden_now(session, COMMENT, comment.id) is not None:
        raise NotFound("Comment")
    return comment


def _add(
    session: Session,
    comment_id: UUID,
    thread: OpenThread,
    parent_id: UUID | None,
    author_id: UUID,
    words: str,
    language: str,
    *,
    idea: bool = False,
) -> None:
    add_row(
        session,
        Comment,
        id=comment_id,
        thread_id=thread.id,
        parent_id=parent_id,
        author_id=author_id,
        text=words,
        html=render_short(words),
        idea=idea,
        language=language,
        written_at=now(),
        edited_at=None,
        deleted_at=None,
    )
    record(session, "comment.create", by=author_id, about=comment_id, subject=thread.about_id)
