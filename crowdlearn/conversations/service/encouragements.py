"""Support without a pledge."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.conversations.models import Encouragement
from crowdlearn.conversations.rules import LONGEST_LINE, EncouragementChanged, OwnSubject, TooLong
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import transaction
from crowdlearn.db.statements import add_once, prepared, written_together
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.lines import one_line

from .threads import thread_to_write_in


def encourage(person_id: UUID, about_kind: str, about_id: UUID, line: str, language: str) -> UUID:
    """Encourage the owner of a thing, once, with a line or without; a second time changes the line. Returns its id.

    Refused: one's own, a line above 140 characters, a thing that is not there for this person.
    """
    words = one_line(line)
    if len(words) > LONGEST_LINE:
        raise TooLong(most=LONGEST_LINE)
    with transaction() as session:
        thread = thread_to_write_in(session, about_kind, about_id, person_id)
        if thread.owner_id == person_id:
            raise OwnSubject
        given_id, said = new_id(), {"line": words, "language": language}
        where = {"thread_id": thread.id, "person_id": person_id}
        if not add_once(session, Encouragement, id=given_id, given_at=now(), **where, **said):
            earlier: UUID = _changed(session, thread.id, person_id, words, language).scalar_one()
            return earlier
        with written_together(session):
            record(session, "encouragement.give", by=person_id, about=about_id)
            emit(session, EncouragementChanged(by=person_id, about_kind=about_kind, about_id=about_id, given=True))
    return given_id


def take_back_encouragement(person_id: UUID, about_kind: str, about_id: UUID) -> None:
    """Take one's encouragement back; where there is none nothing happens."""
    with transaction() as session:
        thread = thread_to_write_in(session, about_kind, about_id, person_id)
        given = _given(session, thread.id, person_id)
        if given is None:
            return
        session.delete(given)
        record(session, "encouragement.take_back", by=person_id, about=about_id)
        emit(session, EncouragementChanged(by=person_id, about_kind=about_kind, about_id=about_id, given=False))


def _given(session: Session, thread_id: UUID, person_id: UUID) -> Encouragement | None:
    found: Encouragement | None = _by.objects(session, thread_id, person_id).scalar()
    return found


@prepared
def _changed(the_thread: UUID, the_person: UUID, words: str, said_in: str) -> Any:
    changed = sa.update(Encouragement).values(line=words, language=said_in)
    own = (col(Encouragement.thread_id) == the_thread, col(Encouragement.person_id) == the_person)
    return changed.where(*own).returning(col(Encouragement.id))


@prepared
def _by(thread_id: UUID, person_id: UUID) -> Any:
    return sa.select(Encouragement).where(
        col(Encouragement.thread_id) == thread_id, col(Encouragement.person_id) == person_id
    )
