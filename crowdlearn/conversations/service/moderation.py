"""Reports by anyone, decisions by stewards."""

from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, SQLModel, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.models import Comment, Encouragement, Flag, Hidden, Message, Talk, Thread
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.conversations.rules import (
    COMMENT,
    ENCOURAGEMENT,
    FLAG,
    LONGEST_REASON,
    MESSAGE,
    AlreadyHidden,
    AlreadyReported,
    ContentHidden,
    ContentReported,
    ContentShown,
    FlagReason,
    FlagState,
    ReportDismissed,
    check_reason,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.search.service import suppress

from .threads import find_thread

T = TypeVar("T", bound=SQLModel)


@dataclass(frozen=True)
class Content:
    """A thing that can be reported: who made it, and the conversation it stands in."""

    author_id: UUID
    thread: Thread
    parties: tuple[UUID, ...] = ()  # the only people who may read it; everyone when empty


def report(person_id: UUID, about_kind: str, about_id: UUID, reason: FlagReason, note: str) -> UUID:
    """Report a thing to the stewards; return the report's id. Refused: the same thing twice."""
    with transaction() as session:
        content = find_content(session, about_kind, about_id)
        if content.parties and person_id not in content.parties:
            raise NotFound(about_kind)
        lock(session, Thread, content.thread.id)
        if any(flag.reporter_id == person_id for flag in _reports(session, about_kind, about_id)):
            raise AlreadyReported
        flag = Flag(
            about_kind=about_kind,
            about_id=about_id,
            reporter_id=person_id,
            reason=reason,
            note=note.strip()[:LONGEST_REASON],
        )
        session.add(flag)
        record(session, "flag.create", by=person_id, about=about_id, kind=about_kind, reason=reason)
        emit(session, ContentReported(by=person_id, flag_id=flag.id))
    return flag.id


def hide(steward_id: UUID, about_kind: str, about_id: UUID, reason: str) -> UUID:
    """Hide a thing from all but its author and the stewards, with a reason its author reads; return the hiding's id.

    Settles the open reports of it. Nobody decides on what is their own: NotAllowed.
    """
    why = check_reason(reason)
    with transaction() as session:
        content = find_content(session, about_kind, about_id)
        lock(session, Thread, content.thread.id)
        _check_not_own(steward_id, content)
        if hidden_now(session, about_kind, about_id) is not None:
            raise AlreadyHidden
        hidden = put_away(session, steward_id, about_kind, about_id, content, why)
        for flag in _reports(session, about_kind, about_id):
            if flag.state is FlagState.OPEN:
                _settle(flag, FlagState.UPHELD, steward_id)
    return hidden.id


def show_again(steward_id: UUID, hidden_id: UUID) -> None:
    """End a hiding. Once is enough: a second time changes nothing."""
    with transaction() as session:
        hidden = lock(session, Hidden, hidden_id)
        if hidden.owner_id == steward_id:
            raise NotAllowed
        if hidden.lifted_at is not None:
            return
        bring_back(session, steward_id, hidden)


def put_away(
    session: Session, steward_id: UUID, about_kind: str, about_id: UUID, content: Content, reason: str
) -> Hidden:
    """Hide a thing, whose thread is held and which nobody hid."""
    hidden = Hidden(
        about_kind=about_kind,
        about_id=about_id,
        owner_id=content.author_id,
        title=content.thread.title,
        path=content.thread.path,
        reason=reason,
        hidden_by=steward_id,
    )
    session.add(hidden)
    suppress(session, about_kind, about_id, suppressed=True)
    record(session, "mod.hide", by=steward_id, about=about_id, kind=about_kind)
    emit(session, ContentHidden(by=steward_id, hidden_id=hidden.id))
    return hidden


def bring_back(session: Session, steward_id: UUID, hidden: Hidden) -> None:
    """End a hiding that is in force."""
    hidden.lifted_by, hidden.lifted_at = steward_id, now()
    suppress(session, hidden.about_kind, hidden.about_id, suppressed=False)
    record(session, "mod.show", by=steward_id, about=hidden.about_id, kind=hidden.about_kind)
    emit(session, ContentShown(by=steward_id, hidden_id=hidden.id))


def dismiss(steward_id: UUID, flag_id: UUID) -> None:
    """Settle a report without hiding anything. Refused when it is settled, or about something of one's own."""
    with transaction() as session:
        flag = lock(session, Flag, flag_id)
        content = find_content(session, flag.about_kind, flag.about_id)
        _check_not_own(steward_id, content)
        _settle(flag, FlagState.DISMISSED, steward_id)
        record(session, "mod.dismiss", by=steward_id, about=flag.about_id, kind=flag.about_kind)
        emit(session, ReportDismissed(by=steward_id, flag_id=flag.id))


def find_content(session: Session, about_kind: str, about_id: UUID) -> Content:
    """Return a thing that can be reported. Raises NotFound for anything else."""
    if about_kind == COMMENT:
        comment = _get(session, Comment, about_id)
        return Content(comment.author_id, _get(session, Thread, comment.thread_id))
    if about_kind == ENCOURAGEMENT:
        given = _get(session, Encouragement, about_id)
        return Content(given.person_id, _get(session, Thread, given.thread_id))
    if about_kind == MESSAGE:
        message = _get(session, Message, about_id)
        talk = _get(session, Talk, message.talk_id)
        thread = _get(session, Thread, talk.thread_id)
        return Content(message.author_id, thread, parties=(talk.person_id, thread.owner_id))
    if (subject := find_thread(session, about_kind, about_id)) is None:
        raise NotFound(about_kind)
    return Content(subject.owner_id, subject, (subject.owner_id, subject.reader_id) if subject.reader_id else ())


def _get(session: Session, table: type[T], row_id: UUID) -> T:
    """Return a row without holding it: whoever decides holds the thread, and only that."""
    if (row := session.get(table, row_id)) is None:
        raise NotFound(table.__name__)
    return row


def _check_not_own(steward_id: UUID, content: Content) -> None:
    if content.author_id == steward_id:
        raise NotAllowed


def _reports(session: Session, about_kind: str, about_id: UUID) -> list[Flag]:
    return list(session.exec(select(Flag).where(Flag.about_kind == about_kind, Flag.about_id == about_id)))


def _settle(flag: Flag, to: FlagState, by: UUID) -> None:
    flag.state, flag.settled_by, flag.settled_at = FLAG.move(flag.state, to), by, now()
