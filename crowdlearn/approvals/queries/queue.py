"""What waits for a person's decision."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.approvals.models import ApprovalRequest, Clearance, Stake
from crowdlearn.approvals.rules import OPEN_REQUESTS, Authority, RequestState
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.kernel.money import Money
from crowdlearn.people.models import ActingManager, Organisation, Person, RoleGrant
from crowdlearn.people.queries import acting_on
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import REVISABLE, PitchState

DECIDABLE = REVISABLE | {PitchState.LOCKED}
MOST_DECIDED = 20


@dataclass(frozen=True)
class QueueLine:
    """One request: what is asked, by whom, since when. `acting_for` names the manager one stands in for."""

    pitch_id: UUID
    title: str
    language: str
    pitcher: str
    organisation: str
    goal: Money
    takes_work_time: bool
    starts_on: date | None
    authority: Authority
    state: RequestState
    asked_at: datetime | None
    decided_at: datetime | None
    reminded: int
    acting_for: str
    is_new_version: bool


@dataclass(frozen=True)
class Queue:
    """What waits for this person's decision, what they were told of, what they decided lately."""

    waiting: tuple[QueueLine, ...]
    told: tuple[QueueLine, ...]
    decided: tuple[QueueLine, ...]


def queue(person_id: UUID, language: str) -> Queue:
    """Return a person's requests, the longest waiting first. Three queries."""
    with reading() as session:
        waiting = _lines(session, person_id, language, waits_for(person_id))
        told = _lines(
            session,
            person_id,
            language,
            col(ApprovalRequest.state) == RequestState.TOLD,
            col(ApprovalRequest.asked_id) == person_id,
            col(Pitch.state).in_(DECIDABLE),
        )
        decided = _lines(session, person_id, language, col(ApprovalRequest.decided_by) == person_id)
        return Queue(waiting, told[::-1][:MOST_DECIDED], decided[::-1][:MOST_DECIDED])


def waits_for(person_id: UUID) -> sa.ColumnElement[bool]:
    """Whether a request, joined to its pitch, waits for a person's decision: open, and without a stake."""
    stake = sa.exists().where(col(Stake.pitch_id) == col(Pitch.id), col(Stake.person_id) == person_id)
    return sa.and_(
        col(ApprovalRequest.state).in_(OPEN_REQUESTS),
        col(Pitch.state).in_(DECIDABLE),
        _asked_of(person_id),
        ~stake,
        col(Pitch.owner_id) != person_id,
    )


def _asked_of(person_id: UUID) -> sa.ColumnElement[bool]:
    """Whether a request is asked of a person, of a manager they act for today, or of a budget they hold."""
    covered = sa.select(ActingManager.manager_id).where(
        col(ActingManager.acting_id) == person_id, acting_on(clock.today(HOME_ZONE))
    )
    budget = sa.exists().where(
        col(RoleGrant.person_id) == person_id,
        col(RoleGrant.role) == Role.BUDGET_HOLDER,
        col(RoleGrant.ended_at).is_(None),
        sa.or_(col(RoleGrant.organisation_id).is_(None), col(RoleGrant.organisation_id) == col(Pitch.organisation_id)),
    )
    return sa.or_(
        col(ApprovalRequest.asked_id) == person_id,
        col(ApprovalRequest.passed_from) == person_id,
        col(ApprovalRequest.asked_id).in_(covered),
        sa.and_(col(ApprovalRequest.authority) == Authority.BUDGET, budget),
    )


def _lines(session: Session, person_id: UUID, language: str, *where: sa.ColumnElement[bool]) -> tuple[QueueLine, ...]:
    pitcher, asked = aliased(Person), aliased(Person)
    organisation = col(Organisation.name_fr if language == "fr" else Organisation.name_en)
    query: Any = (
        sa.select(
            ApprovalRequest,
            Pitch,
            col(pitcher.name).label("pitcher"),
            organisation.label("organisation"),
            col(asked.name).label("asked"),
        )
        .join(Pitch, col(Pitch.id) == col(ApprovalRequest.pitch_id))
        .join(Clearance, col(Clearance.id) == col(ApprovalRequest.clearance_id))
        .join(pitcher, col(pitcher.id) == col(Pitch.owner_id))
        .outerjoin(asked, col(asked.id) == col(ApprovalRequest.asked_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Pitch.organisation_id))
        .where(*where)
        .order_by(col(ApprovalRequest.asked_at), col(ApprovalRequest.id))
    )
    return tuple(_line(row, person_id) for row in session.execute(query))


def _line(row: Any, person_id: UUID) -> QueueLine:
    request: ApprovalRequest = row.ApprovalRequest
    pitch: Pitch = row.Pitch
    stands_in = request.authority is Authority.LINE and request.asked_id not in (None, person_id)
    return QueueLine(
        pitch_id=pitch.id,
        title=pitch.title,
        language=pitch.language,
        pitcher=row.pitcher,
        organisation=row.organisation or "",
        goal=Money(pitch.peer_goal_cents, pitch.currency),
        takes_work_time=pitch.takes_work_time,
        starts_on=pitch.starts_on,
        authority=request.authority,
        state=request.state,
        asked_at=request.asked_at,
        decided_at=request.decided_at,
        reminded=request.reminded,
        acting_for=row.asked if stands_in and request.passed_from != person_id else "",
        is_new_version=pitch.terms_version > 1,
    )
