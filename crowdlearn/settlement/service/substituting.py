"""Someone else goes in the pitcher's place (money.md, row 46)."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.approvals.service import clearance_of
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import Person
from crowdlearn.people.queries import approvers_above
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OPEN_OFFERS, OfferState, PledgeState
from crowdlearn.settlement.models import Objection, Settlement, Substitution
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


def propose_substitute(person_id: UUID, pitch_id: UUID, substitute_id: UUID, reason: str) -> UUID:
    """Propose that a colleague or a backer goes instead; backers may object for 72 hours. Returns its id.

    Raises ReasonMissing, NotASubstitute, NotNow unless the pitch is funded and none is asked about.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_owner(person_id, pitch)
        asked = select(Substitution.id).where(
            Substitution.pitch_id == pitch_id, Substitution.state == SubstituteState.ASKED
        )
        if pitch.state is not PitchState.FUNDED or session.exec(asked).first() is not None:
            raise NotNow
        substitute = session.get(Person, substitute_id)
        colleague = substitute is not None and substitute.organisation_id == pitch.organisation_id
        if substitute_id == person_id or not (colleague or substitute_id in backers_of(session, pitch_id)):
            raise NotASubstitute
        row = Substitution(
            pitch_id=pitch_id, person_id=substitute_id, reason=reason.strip(), until=now() + OBJECT_WITHIN
        )
        session.add(row)
        record(session, "pitch.substitute", by=person_id, about=pitch_id)
        emit(session, SubstituteProposed(pitch_id=pitch_id, substitution_id=row.id, until=row.until, by=person_id))
        return row.id


def object_to_substitute(person_id: UUID, substitution_id: UUID) -> None:
    """Object to a substitute, as a backer, once. Raises NotAllowed for anyone else, NotNow when it is decided."""
    with transaction() as session:
        row, pitch = _held(session, substitution_id)
        if person_id not in backers_of(session, pitch.id):
            raise NotAllowed
        _check_asked(row)
        known = select(Objection.id).where(
            Objection.substitution_id == substitution_id, Objection.person_id == person_id
        )
        if session.exec(known).first() is None:
            session.add(Objection(substitution_id=substitution_id, person_id=person_id))
            record(session, "pitch.substitute.object", by=person_id, about=pitch.id)


def clear_substitute(person_id: UUID, substitution_id: UUID) -> None:
    """Agree to a substitute, as someone above the pitcher. Raises NotAllowed for anyone else, NotNow when decided."""
    with transaction() as session:
        row, pitch = _held(session, substitution_id)
        above = approvers_above(session, pitch.owner_id, clock.today(pitch.time_zone))
        if person_id not in {approver.person_id for approver in above} or person_id == row.person_id:
            raise NotAllowed
        _check_asked(row)
        row.cleared_by, row.cleared_at = person_id, now()
        record(session, "pitch.substitute.clear", by=person_id, about=pitch.id)


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
        objections = sa.select(sa.func.count()).where(col(Objection.substitution_id) == substitution_id)
        against = int(session.execute(objections).scalar_one())
        agreed = enough_agree(len(backers_of(session, pitch.id)), against) and _is_cleared(session, pitch, row)
        row.state = SUBSTITUTE.move(row.state, SubstituteState.AGREED if agreed else SubstituteState.REFUSED)
        record(session, "pitch.substitute.decide", by=None, about=pitch.id, agreed=agreed, against=against)
        emit(session, SubstituteDecided(pitch_id=pitch.id, substitution_id=row.id, agreed=agreed))
        settlement = session.exec(select(Settlement).where(Settlement.pitch_id == pitch.id)).one_or_none()
        if agreed and settlement is not None:
            settlement.attendee_id = row.person_id
        elif not agreed and pitch.state is PitchState.FUNDED:
            cancel_for(session, pitch, "no_substitute")
        return True


def backers_of(session: Session, pitch_id: UUID) -> set[UUID]:
    """Return who gave money or help to a funded pitch."""
    gave = sa.select(MoneyPledge.peer_id).where(
        col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state) == PledgeState.KEPT
    )
    helps = sa.select(ExpertiseOffer.helper_id).where(
        col(ExpertiseOffer.pitch_id) == pitch_id,
        col(ExpertiseOffer.state).in_((OPEN_OFFERS | {OfferState.CONFIRMED}) - {OfferState.OFFERED}),
    )
    return set(session.scalars(sa.union(gave, helps)))


def _is_cleared(session: Session, pitch: Pitch, row: Substitution) -> bool:
    clearance = clearance_of(session, pitch)
    asked = clearance is not None and clearance.state is not ClearanceState.NOT_ASKED
    return row.cleared_at is not None or not asked


def _check_asked(row: Substitution) -> None:
    if row.state is not SubstituteState.ASKED or now() >= row.until:
        raise NotNow


def _held(session: Session, substitution_id: UUID) -> tuple[Substitution, Pitch]:
    known = session.get(Substitution, substitution_id)
    pitch = lock(session, Pitch, known.pitch_id if known else substitution_id)
    return lock(session, Substitution, substitution_id), pitch
