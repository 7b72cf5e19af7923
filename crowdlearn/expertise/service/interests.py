"""Expressions of interest in an opening, answered by its owner."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.service import keep_private
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.expertise.models import Interest, Opening
from crowdlearn.expertise.rules import (
    ANSWER_KIND,
    INTEREST,
    INTEREST_KIND,
    AskedBefore,
    InterestAnswered,
    InterestSent,
    InterestState,
    NotOpen,
    OpeningState,
    OwnThing,
    ReasonMissing,
)
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.models import Person


def show_interest(person_id: UUID, opening_id: UUID, text: str) -> UUID:
    """Say that one would like to take an opening; return the interest's id. Raises NotOpen, OwnThing, AskedBefore."""
    with transaction() as session:
        opening = lock(session, Opening, opening_id)
        if opening.owner_id == person_id:
            raise OwnThing
        if opening.state is not OpeningState.OPEN:
            raise NotOpen
        known = select(Interest.id).where(Interest.opening_id == opening_id, Interest.person_id == person_id)
        if session.exec(known).first() is not None:
            raise AskedBefore
        row = Interest(opening_id=opening_id, person_id=person_id, text=text.strip())
        session.add(row)
        _keep(session, INTEREST_KIND, row, row.text, owner_id=person_id, reader_id=opening.owner_id)
        record(session, "interest.create", by=person_id, about=opening_id)
        emit(session, InterestSent(row.id, by=person_id))
    return row.id


def answer_interest(person_id: UUID, interest_id: UUID, answer: str, *, accepts: bool) -> None:
    """Answer somebody's interest in one's own opening; a refusal says kindly why.

    Raises NotFound for anyone else, ReasonMissing, MoveRefused a second time.
    """
    with transaction() as session:
        row = lock(session, Interest, interest_id)
        if session.get_one(Opening, row.opening_id).owner_id != person_id:
            raise NotFound("Interest") if row.person_id != person_id else NotAllowed
        if not accepts and not answer.strip():
            raise ReasonMissing
        row.state = INTEREST.move(row.state, InterestState.ACCEPTED if accepts else InterestState.DECLINED)
        row.answer, row.answered_at = answer.strip(), now()
        if row.answer:
            _keep(session, ANSWER_KIND, row, row.answer, owner_id=person_id, reader_id=row.person_id)
        record(session, "interest.answer", by=person_id, about=interest_id, state=row.state.value)
        emit(session, InterestAnswered(interest_id, by=person_id))


def take_interest_back(person_id: UUID, interest_id: UUID) -> None:
    """Take one's own interest back. Raises MoveRefused once it was answered."""
    with transaction() as session:
        row = lock(session, Interest, interest_id)
        if row.person_id != person_id:
            owns = session.get_one(Opening, row.opening_id).owner_id == person_id
            raise NotAllowed if owns else NotFound("Interest")
        row.state = INTEREST.move(row.state, InterestState.WITHDRAWN)
        record(session, "interest.withdraw", by=person_id, about=interest_id)


def _keep(session: Session, kind: str, row: Interest, words: str, *, owner_id: UUID, reader_id: UUID) -> None:
    path, language = f"/expertise/openings/{row.opening_id}", session.get_one(Person, owner_id).language
    keep_private(session, kind, row.id, words, owner_id=owner_id, reader_id=reader_id, path=path, language=language)
