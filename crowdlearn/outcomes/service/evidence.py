"""Evidence of an answer, and the colleagues who say that they saw it."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.files.rules import UnknownKind, Visibility
from crowdlearn.files.service import Received, keep, receive, remove
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.outcomes.models import CheckIn, Corroboration, Evidence
from crowdlearn.outcomes.queries import corroborates_as
from crowdlearn.outcomes.rules import (
    CORROBORATION,
    MOST_ASKED,
    MOST_EVIDENCE,
    AnsweredBefore,
    AskedBefore,
    AskedEnough,
    CheckInState,
    CorroborationAsked,
    CorroborationGiven,
    CorroborationState,
    EnoughShown,
    EvidenceKind,
    NobodyFound,
    NothingToShow,
    NotYourCorroboration,
    Shown,
    read_figure,
)
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState

_TO_SEE = (CheckInState.ANSWERED, CheckInState.CONFIRMED)


def add_evidence(person_id: UUID, checkin_id: UUID, shown: Shown) -> UUID:
    """Add a piece of evidence to one's own answer; return its id.

    Raises NothingToShow without an answer, AnsweredBefore once it is confirmed, EnoughShown, NoSuchFigure, and what
    files refuse.
    """
    figure = shown.kind is EvidenceKind.FIGURE
    before, after = read_figure(shown.before, shown.after) if figure else (None, None)
    received = _received(shown) if shown.kind is EvidenceKind.FILE else None
    with transaction() as session:
        _open_answer(session, checkin_id, person_id)
        count = sa.select(sa.func.count()).where(col(Evidence.checkin_id) == checkin_id)
        if session.execute(count).scalar_one() >= MOST_EVIDENCE:
            raise EnoughShown
        row = Evidence(checkin_id=checkin_id, kind=shown.kind, text=shown.text, link=shown.link)
        row.unit, row.before, row.after = shown.unit, before, after
        if received is not None:
            who = Visibility.MEMBERS if shown.members_only else Visibility.PUBLIC
            row.file_id = keep(session, person_id, received, "evidence", row.id, who)
        session.add(row)
        record(session, "checkin.show", by=person_id, about=checkin_id, kind=shown.kind.value)
    return row.id


def remove_evidence(person_id: UUID, evidence_id: UUID) -> UUID:
    """Take a piece of evidence away; return the check-in's id. Raises AnsweredBefore once the answer is confirmed."""
    with transaction() as session:
        row = lock(session, Evidence, evidence_id)
        _open_answer(session, row.checkin_id, person_id)
        if row.file_id is not None:
            remove(session, row.file_id, by=person_id)
        session.delete(row)
        record(session, "checkin.hide", by=person_id, about=row.checkin_id)
        return row.checkin_id


def ask_colleague(person_id: UUID, checkin_id: UUID, colleague: str) -> str:
    """Ask a colleague, by name or work e-mail, whether they saw it; return their name.

    Raises NobodyFound, NotYourCorroboration for who decides instead, AskedBefore, AskedEnough, NothingToShow.
    """
    with transaction() as session:
        checkin = _own(session, checkin_id, person_id)
        if checkin.state not in _TO_SEE:
            raise NothingToShow
        asked = _colleague(session, person_id, colleague)
        if corroborates_as(session, checkin, asked.id) is None:
            raise NotYourCorroboration
        if _said(session, checkin_id, asked.id) is not None:
            raise AskedBefore(name=asked.name)
        count = sa.select(sa.func.count()).where(
            col(Corroboration.checkin_id) == checkin_id, col(Corroboration.asked_by).is_not(None)
        )
        if session.execute(count).scalar_one() >= MOST_ASKED:
            raise AskedEnough
        row = Corroboration(checkin_id=checkin_id, person_id=asked.id, state=CorroborationState.ASKED)
        row.asked_by, row.asked_at = person_id, now()
        session.add(row)
        record(session, "checkin.ask", by=person_id, about=checkin_id, colleague=asked.id)
        emit(session, CorroborationAsked(row.id, by=person_id))
        return asked.name


def corroborate(person_id: UUID, checkin_id: UUID, words: str) -> None:
    """Say that one saw the learning used, asked or not. Raises NotYourCorroboration, NothingToShow."""
    with transaction() as session:
        checkin = lock(session, CheckIn, checkin_id)
        if checkin.state not in _TO_SEE:
            raise NothingToShow
        given_as = corroborates_as(session, checkin, person_id)
        if given_as is None:
            raise NotYourCorroboration
        row = _said(session, checkin_id, person_id)
        if row is None:
            row = Corroboration(checkin_id=checkin_id, person_id=person_id, state=CorroborationState.ASKED)
            session.add(row)
        row.state = CORROBORATION.move(row.state, CorroborationState.GIVEN)
        row.given_as, row.given_at, row.words = given_as, now(), words
        record(session, "checkin.corroborate", by=person_id, about=checkin_id)
        emit(session, CorroborationGiven(row.id, by=person_id))


def decline_to_say(person_id: UUID, checkin_id: UUID) -> None:
    """Say that one cannot tell, or take back what one said. Raises NotFound for who was not asked and said nothing."""
    with transaction() as session:
        lock(session, CheckIn, checkin_id)
        row = _said(session, checkin_id, person_id)
        if row is None:
            raise NotFound
        row.state, row.words = CORROBORATION.move(row.state, CorroborationState.DECLINED), ""
        record(session, "checkin.decline", by=person_id, about=checkin_id)


def forget_what_was_seen(session: Session, checkin_id: UUID) -> None:
    """Drop what colleagues said: they spoke of another answer."""
    for row in session.exec(select(Corroboration).where(Corroboration.checkin_id == checkin_id)):
        session.delete(row)


def _received(shown: Shown) -> Received:
    if not shown.file:
        raise UnknownKind
    return receive(shown.file)


def _own(session: Session, checkin_id: UUID, person_id: UUID) -> CheckIn:
    checkin = lock(session, CheckIn, checkin_id)
    if checkin.owner_id != person_id:
        raise NotAllowed
    return checkin


def _open_answer(session: Session, checkin_id: UUID, person_id: UUID) -> None:
    state = _own(session, checkin_id, person_id).state
    if state is CheckInState.CONFIRMED:
        raise AnsweredBefore
    if state is not CheckInState.ANSWERED:
        raise NothingToShow


def _said(session: Session, checkin_id: UUID, person_id: UUID) -> Corroboration | None:
    query = select(Corroboration).where(Corroboration.checkin_id == checkin_id, Corroboration.person_id == person_id)
    return session.exec(query).first()


def _colleague(session: Session, person_id: UUID, wanted: str) -> Person:
    """Return the one active colleague in the person's organisation by name (of a public profile) or work e-mail."""
    organisation_id = session.get_one(Person, person_id).organisation_id
    by_name = sa.and_(sa.func.lower(col(Person.name)) == wanted.strip().lower(), col(Person.profile_public))
    query = select(Person).where(
        Person.organisation_id == organisation_id,
        col(Person.organisation_id).is_not(None),
        Person.state == PersonState.ACTIVE,
        sa.or_(col(Person.email) == wanted.strip().lower(), by_name),
    )
    found = session.exec(query.limit(2)).all()
    if len(found) != 1:
        raise NobodyFound
    return found[0]
