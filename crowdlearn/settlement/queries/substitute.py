"""Who would go in the pitcher's place, and what is said to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.approvals.queries.clearance import clearance_of
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.people.queries import approvers_above
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OPEN_OFFERS, OfferState, PledgeState
from crowdlearn.settlement.models import SubstituteAnswer, Substitution
from crowdlearn.settlement.rules import SubstituteState

from .pitches import PitchLine, pitch_lines

_HELPS = (OPEN_OFFERS | {OfferState.CONFIRMED}) - {OfferState.OFFERED}


@dataclass(frozen=True)
class Proposal:
    """Someone who would go, or goes: why, until when backers may object, what was said so far."""

    name: str
    reason: str
    until: datetime
    state: SubstituteState
    needs_clearance: bool
    cleared_by: str
    cleared_at: datetime | None
    backers: int
    against: int


@dataclass(frozen=True)
class SubstitutePage:
    """The newest proposal for a pitch, None where there is none, and what this person may do about it."""

    pitch: PitchLine
    proposal: Proposal | None
    mine: bool
    may_propose: bool
    may_answer: bool
    may_clear: bool
    agrees: bool | None  # what this backer said, None for nothing yet


def substitute_page(person_id: UUID, pitch_id: UUID) -> SubstitutePage:
    """Return who would go instead. Raises NotFound where nobody would, unless it is the person's own pitch."""
    with reading() as session:
        pitch, lines = session.get(Pitch, pitch_id), pitch_lines(session, col(Pitch.id) == pitch_id)
        row = newest_proposal(session, pitch_id)
        if pitch is None or (row is None and pitch.owner_id != person_id):
            raise NotFound("Substitution")
        asked = row is not None and row.state is SubstituteState.ASKED and now() < row.until
        said = _said(session, row)
        return SubstitutePage(
            pitch=lines[0],
            proposal=_proposal(session, pitch, row, list(said.values()).count(False)) if row else None,
            mine=pitch.owner_id == person_id,
            may_propose=pitch.owner_id == person_id and pitch.state is PitchState.FUNDED and may_be_asked_anew(row),
            may_answer=asked and person_id in backers_of(session, pitch_id),
            may_clear=asked
            and row is not None
            and row.cleared_at is None
            and may_clear(session, pitch, row, person_id),
            agrees=said.get(person_id),
        )


def newest_proposal(session: Session, pitch_id: UUID) -> Substitution | None:
    """Return the substitution that was asked for last."""
    query = select(Substitution).where(Substitution.pitch_id == pitch_id)
    return session.exec(query.order_by(col(Substitution.proposed_at).desc(), col(Substitution.id).desc())).first()


def may_be_asked_anew(row: Substitution | None) -> bool:
    """Tell whether the pitcher may propose someone: one proposal at a time, none after one was agreed to."""
    return row is None or row.state is SubstituteState.REFUSED


def may_clear(session: Session, pitch: Pitch, row: Substitution, person_id: UUID) -> bool:
    """Tell whether a person stands above the pitcher and is not the one who would go."""
    above = approvers_above(session, pitch.owner_id, clock.today(pitch.time_zone))
    return person_id in {approver.person_id for approver in above} and person_id != row.person_id


def needs_clearance(session: Session, pitch: Pitch) -> bool:
    """Tell whether someone above the pitcher must agree: where the pitch itself needed it."""
    clearance = clearance_of(session, pitch)
    return clearance is not None and clearance.state is not ClearanceState.NOT_ASKED


def backers_of(session: Session, pitch_id: UUID, *, named: bool = False) -> set[UUID]:
    """Return who gave money or help to a funded pitch; with `named` only those who show their name at it."""
    gave: Any = sa.select(MoneyPledge.peer_id).where(
        col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state) == PledgeState.KEPT
    )
    helps: Any = sa.select(ExpertiseOffer.helper_id).where(
        col(ExpertiseOffer.pitch_id) == pitch_id, col(ExpertiseOffer.state).in_(_HELPS)
    )
    if named:
        gave, helps = gave.where(col(MoneyPledge.name_shown)), helps.where(col(ExpertiseOffer.name_shown))
    return set(session.scalars(sa.union(gave, helps)))


def _said(session: Session, row: Substitution | None) -> dict[UUID, bool]:
    if row is None:
        return {}
    said = select(SubstituteAnswer).where(SubstituteAnswer.substitution_id == row.id)
    return {answer.person_id: answer.agrees for answer in session.exec(said)}


def _proposal(session: Session, pitch: Pitch, row: Substitution, against: int) -> Proposal:
    cleared_by = session.get(Person, row.cleared_by) if row.cleared_by else None
    return Proposal(
        name=session.get_one(Person, row.person_id).name,
        reason=row.reason,
        until=row.until,
        state=row.state,
        needs_clearance=needs_clearance(session, pitch),
        cleared_by=cleared_by.name if cleared_by else "",
        cleared_at=row.cleared_at,
        backers=len(backers_of(session, pitch.id)),
        against=against,
    )
