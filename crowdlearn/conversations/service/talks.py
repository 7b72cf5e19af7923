"""“Think this through with me”: private messages that never show an address."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.models import Message, Talk, Thread
from crowdlearn.conversations.rules import MessageSent, OwnSubject, check_text
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.errors import NotFound
from crowdlearn.web.markdown import render_short

from .threads import thread_to_write_in


def write_to_owner(person_id: UUID, about_kind: str, about_id: UUID, text: str) -> UUID:
    """Write to the owner of a thing; return the talk's id. Refused: to oneself, no words or too many."""
    words = check_text(text)
    with transaction() as session:
        thread = thread_to_write_in(session, about_kind, about_id, person_id)
        if thread.owner_id == person_id:
            raise OwnSubject
        begun = select(Talk).where(Talk.thread_id == thread.id, Talk.person_id == person_id)
        talk = session.exec(begun).first()
        if talk is None:
            talk = Talk(thread_id=thread.id, person_id=person_id)
            session.add(talk)
        _send(session, talk, person_id, words)
    return talk.id


def reply(person_id: UUID, talk_id: UUID, text: str) -> None:
    """Write on in a talk. Raises NotFound for anyone but its two people."""
    words = check_text(text)
    with transaction() as session:
        talk = lock(session, Talk, talk_id)
        if person_id not in (talk.person_id, lock(session, Thread, talk.thread_id).owner_id):
            raise NotFound("Talk")
        _send(session, talk, person_id, words)


def _send(session: Session, talk: Talk, author_id: UUID, words: str) -> None:
    message = Message(talk_id=talk.id, author_id=author_id, text=words, html=render_short(words))
    session.add(message)
    record(session, "message.send", by=author_id, about=talk.id)
    emit(session, MessageSent(by=author_id, message_id=message.id))
