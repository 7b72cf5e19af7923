"""Someone else goes in the pitcher's place (money.md, row 46)."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState, same_address
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.models import SubstituteAnswer, Substitution
from crowdlearn.settlement.queries.substitute import (
    backers_of,
    may_be_asked_anew,
    may_clear,
    needs_clearance,
    newest_proposal,
)
from crowdlearn.settlement.rules import (
    OBJECT_WITHIN,
    SUBSTITUTE,
    NotASubstitute,
    NotNow,
    ReasonMissing,
    SubstituteDecided,
    SubstituteProposed,
    SubstituteState,
    enough_agree,
)

from .changing import cancel_for
from .who import check_owner


def propose_substitute(person_id: UUID, pitch_id: UUID, email: str, reason: str) -> UUID:
    """Propose that a colleague or a backer goes instead; backers may object for 72 hours. Returns its id.

    Raises ReasonMissing, NotASubstitute, NotNow unless the pitch is funded and nobody was proposed or agreed to.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_owner(person_id, pitch)
        if pitch.state is not PitchState.FUNDED or not may_be_asked_anew(newest_proposal(session, pitch_id)):
            raise NotNow
        substitute = _substitute(session, pitch, email)
        row = Substitution(
            pitch_id=pitch_id, person_id=substitute.id, reason=reason.strip(), until=now() + OBJECT_WITHIN
        )
        session.add(row)
        record(session, "pitch.substitute", by=person_id, about=pitch_id)
        emit(session, SubstituteProposed(pitch_id=pitch_id, substitution_id=row.id, until=row.until, by=person_id))
        return row.id


def _substitute(session: Session, pitch: Pitch, email: str) -> Person:
    """Find who would go. A backer who stays unnamed at the pitch is not found, so that nobody learns of them here."""
    found = session.exec(select(Person).where(Person.email == same_address(email))).first()
    if found is None or found.state is not PersonState.ACTIVE or found.id == pitch.owner_id:
        raise NotASubstitute
    colleague = found.organisation_id is not None and found.organisation_id == pitch.organisation_id
    if not colleague and found.id not in backers_of(session, pitch.id, named=True):
        raise NotASubstitute
    return found


def answer_substitute(person_id: UUID, pitch_id: UUID, agrees: bool) -> None:
    """Say as a backer whether the substitute may go; until the end one's last word counts.

    Raises NotAllowed for anyone else, NotNow when nobody is asked about, or it is decided.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        if person_id not in backers_of(session, pitch_id):
            raise NotAllowed
        row = _asked(session, pitch_id)
        known = session.exec(
            select(SubstituteAnswer).where(
                SubstituteAnswer.substitution_id == row.id, SubstituteAnswer.person_id == person_id
            )
        ).first()
        if known is None:
            session.add(SubstituteAnswer(substitution_id=row.id, person_id=person_id, agrees=agrees))
        else:
            known.agrees, known.said_at = agrees, now()
        record(session, "pitch.substitute_answer", by=person_id, about=pitch.id, agrees=agrees)


def clear_substitute(person_id: UUID, pitch_id: UUID) -> None:
    """Agree to a substitute, as someone above the pitcher. Raises NotAllowed for anyone else, NotNow when decided."""
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        row = _asked(session, pitch_id)
        if not may_clear(session, pitch, row, person_id):
            raise NotAllowed
        if row.cleared_at is None:
            row.cleared_by, row.cleared_at = person_id, now()
            record(session, "pitch.substitute_clear", by=person_id, about=pitch_id)


def decide_substitutes() -> int:
    """Decide what backers had 72 hours to object to; return how many. Runs every few minutes."""
    with reading() as session:
        due = sa.select(Substitution.id).where(
            col(Substitution.state) == SubstituteState.ASKED, col(Substitution.until) <= now()
        )
        ids = list(session.scalars(due))
    return for_each(ids, _decide)


def _decide(substitution_id: UUID) -> bool:
    """Agreed: cleared where clearance was asked, and enough backers did not object. Else the pitch is cancelled."""
    with transaction() as session:
        row, pitch = _held(session, substitution_id)
        if row.state is not SubstituteState.ASKED or now() < row.until:
            return False
        objections = sa.select(sa.func.count()).where(
            col(SubstituteAnswer.substitution_id) == substitution_id, sa.not_(col(SubstituteAnswer.agrees))
        )
        against = int(session.execute(objections).scalar_one())
        cleared = row.cleared_at is not None or not needs_clearance(session, pitch)
        agreed = enough_agree(len(backers_of(session, pitch.id)), against) and cleared
        row.state = SUBSTITUTE.move(row.state, SubstituteState.AGREED if agreed else SubstituteState.REFUSED)
        record(session, "pitch.substitute_decide", by=None, about=pitch.id, agreed=agreed, against=against)
        emit(session, SubstituteDecided(pitch_id=pitch.id, substitution_id=row.id, agreed=agreed))
        if not agreed and pitch.state is PitchState.FUNDED:
            cancel_for(session, pitch, "no_substitute")
        return True


def _asked(session: Session, pitch_id: UUID) -> Substitution:
    row = newest_proposal(session, pitch_id)
    if row is None or row.state is not SubstituteState.ASKED or now() >= row.until:
        raise NotNow
    return row


def _held(session: Session, substitution_id: UUID) -> tuple[Substitution, Pitch]:
    known = session.get(Substitution, substitution_id)
    pitch = lock(session, Pitch, known.pitch_id if known else substitution_id)
    return lock(session, Substitution, substitution_id), pitch
