"""Asking people one knows: once per person and pitch, never one's own reports, nobody who wants no asks.

Whoever asks by address learns nothing about it: an ask that is not sent is kept, counted and answered like any other.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.outreach.models import Ask, NoAsks
from crowdlearn.outreach.queries import asked_since
from crowdlearn.outreach.rules import (
    LONGEST_NOTE,
    MOST_RECEIVED,
    OPEN_TO_ASKS,
    RECEIVED_IN,
    AskedBefore,
    AskMade,
    AskState,
    NotOpenToAsks,
    OwnReport,
    UnknownDomain,
    Wanted,
    check_number,
    seal,
)
from crowdlearn.people.models import Person
from crowdlearn.people.queries import everyone_below, organisation_id_for, takes_asks
from crowdlearn.people.rules import PersonState, PersonVerified
from crowdlearn.pitches.models import Pitch, PitchInterest
from crowdlearn.pitches.rules import PUBLIC

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Asked:
    """One person to be asked: a member, or an address that is nobody's here. `shown` is what the asker called them."""

    email: str
    person: Person | None
    shown: str


def check_wanted(asker_id: UUID, pitch_id: UUID, wanted: Wanted) -> None:
    """Raise what `ask_people` would raise, and change nothing."""
    with reading() as session:
        pitch = session.get(Pitch, pitch_id)
        if pitch is None:
            raise NotFound("Pitch")
        _checked(session, asker_id, pitch, wanted)


def ask_people(asker_id: UUID, pitch_id: UUID, wanted: Wanted) -> int:
    """Ask people to look at a pitch, each in a letter of their own; return how many were named.

    Raises NobodyChosen, TooManyAtOnce, TooManyToday, UnknownDomain, OwnReport, AskedBefore or NotOpenToAsks; NotAllowed
    for whoever is no active member. Whether a letter leaves is nobody's to learn.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)  # two who ask the same person at once come one after the other
        people = _checked(session, asker_id, pitch, wanted)
        for one in people:
            ask = _ask(session, asker_id, pitch, one, wanted)
            session.add(ask)
            if ask.state is AskState.WAITING:
                emit(session, AskMade(ask.id, by=asker_id))
        record(session, "ask.send", by=asker_id, about=pitch_id, number=len(people))
    return len(people)


def stop_asks(sealed: str) -> None:
    """Send no more asks to the address behind a seal. A second time changes nothing, and an unknown one neither."""
    with transaction() as session:
        known = session.exec(select(Ask.id).where(Ask.sealed == sealed)).first() is not None
        if not known:
            raise NotFound("address")
        if session.exec(select(NoAsks).where(NoAsks.sealed == sealed)).first() is None:
            session.add(NoAsks(sealed=sealed))
            record(session, "ask.stop", by=None, about=None)


def note_came(ask_id: UUID) -> None:
    """Note that whoever was asked came to look, the first time."""
    with transaction() as session:
        ask = lock(session, Ask, ask_id)
        if ask.came_at is None:
            ask.came_at = now()


def meet_asks(event: PersonVerified) -> None:
    """Recognise in a new member whom others asked before."""
    with transaction() as session:
        person = session.get_one(Person, event.person_id)
        waiting = select(Ask).where(col(Ask.sealed).in_(seal.known(person.email)), col(Ask.person_id).is_(None))
        for ask in session.exec(waiting):
            ask.person_id = person.id


def _checked(session: Session, asker_id: UUID, pitch: Pitch, wanted: Wanted) -> list[_Asked]:
    """Return whom to ask. Raises what the asker may know; all else is silent."""
    asker = session.get_one(Person, asker_id)
    if asker.state is not PersonState.ACTIVE:
        raise NotAllowed
    if pitch.state not in PUBLIC or hidden_now(session, "pitch", pitch.id) is not None:
        raise NotFound("Pitch")
    if pitch.state not in OPEN_TO_ASKS:
        raise NotOpenToAsks
    check_number(wanted.number, asked_since(session, asker_id, now() - A_DAY))
    people = {one.email: one for one in _people(session, wanted)}
    people.pop(asker.email, None)
    check_number(len(people), 0)
    below = everyone_below(session, asker_id, clock.today(HOME_ZONE))
    for one in people.values():
        if one.person is not None and one.person.id in below:
            raise OwnReport(name=one.shown)
        if _asked(session, one.email, pitch_id=pitch.id, asker_id=asker_id):
            raise AskedBefore(name=one.shown)
    return list(people.values())


def _people(session: Session, wanted: Wanted) -> list[_Asked]:
    members = session.exec(select(Person).where(col(Person.id).in_(wanted.people), col(Person.profile_public))).all()
    if len(members) != len(set(wanted.people)):
        raise NotFound("Person")
    for email in wanted.emails:
        if organisation_id_for(session, email) is None:
            raise UnknownDomain(domain=email.rpartition("@")[2])
    known = {row.email: row for row in session.exec(select(Person).where(col(Person.email).in_(wanted.emails)))}
    by_address = [_Asked(email, _member(known.get(email)), email) for email in wanted.emails]
    return by_address + [_Asked(person.email, person, person.name) for person in members]


def _member(person: Person | None) -> Person | None:
    """An account whose address was never proved is nobody's."""
    return None if person is None or person.state is PersonState.UNVERIFIED else person


def _ask(session: Session, asker_id: UUID, pitch: Pitch, one: _Asked, wanted: Wanted) -> Ask:
    silent = not _may_hear(session, pitch, one)
    return Ask(
        pitch_id=pitch.id,
        asker_id=asker_id,
        person_id=one.person.id if one.person else None,
        sealed=seal.of(one.email),
        email=None if silent or one.person else one.email,
        note=wanted.note.strip()[:LONGEST_NOTE],
        language=one.person.language if one.person else wanted.language,
        state=AskState.SILENT if silent else AskState.WAITING,
    )


def _may_hear(session: Session, pitch: Pitch, one: _Asked) -> bool:
    """Tell whether a letter may leave: wanted, not heard of the pitch from others, not asked too often."""
    if one.person is not None:
        interest = select(PitchInterest.id).where(
            PitchInterest.pitch_id == pitch.id, PitchInterest.person_id == one.person.id
        )
        involved = one.person.id == pitch.owner_id or session.exec(interest).first() is not None
        if involved or not takes_asks(session, one.person.id):
            return False
    seals = seal.known(one.email)
    if session.exec(select(NoAsks.id).where(col(NoAsks.sealed).in_(seals))).first() is not None:
        return False
    real = select(Ask.id).where(col(Ask.sealed).in_(seals), Ask.state != AskState.SILENT)
    if session.exec(real.where(Ask.pitch_id == pitch.id)).first() is not None:
        return False
    lately = session.exec(real.where(col(Ask.asked_at) > now() - RECEIVED_IN).limit(MOST_RECEIVED)).all()
    return len(lately) < MOST_RECEIVED


def _asked(session: Session, email: str, *, pitch_id: UUID, asker_id: UUID) -> bool:
    query = select(Ask.id).where(
        Ask.pitch_id == pitch_id, Ask.asker_id == asker_id, col(Ask.sealed).in_(seal.known(email))
    )
    return session.exec(query).first() is not None
