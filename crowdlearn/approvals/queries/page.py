"""One pitch as its approver sees it: what is asked, the money, what is new, what may be decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import ApprovalDecision, ApprovalRequest, Clearance
from crowdlearn.approvals.rules import (
    OPEN_REQUESTS,
    Authority,
    ClearanceState,
    RequestState,
    check_may_decide,
    check_revocable,
    is_after_the_fact,
)
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound, RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.queries import Approver
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.models import CostLine, OrganisationMoney, Pitch, PitchVersion, PlannedShareBack
from crowdlearn.pitches.queries.history import Difference, differences_between
from crowdlearn.pitches.rules import OrganisationMoneyState, PitchState

from .bench import capacity, standing_of, today
from .clearance import clearance_of, requests_of
from .queue import DECIDABLE


@dataclass(frozen=True)
class Line:
    """A cost line, or organisation money that is `confirmed` or pending."""

    label: str
    kind: str
    amount: Money
    confirmed: bool = True


@dataclass(frozen=True)
class StepLine:
    """One step as the page tells it: of whom it is asked, what was decided, by whom, in which capacity."""

    authority: Authority
    level: int
    state: RequestState
    asked: str
    decided_by: str
    acting_for: str
    decided_at: datetime | None
    reason: str
    conditions: str
    after_the_fact: bool


@dataclass(frozen=True)
class ShareBack:
    """What comes back to everyone."""

    kind: str
    title: str
    due_on: date


@dataclass(frozen=True)
class DecisionPage:
    """Everything an approver reads before deciding, and what they may do.

    `may_decide` and `may_revoke` are for this viewer, now. `differences` is what changed since the last decision.
    Nothing here says who backs the pitch.
    """

    pitch_id: UUID
    title: str
    summary: str
    language: str
    state: PitchState
    clearance: ClearanceState
    terms_version: int
    time_zone: str
    pitcher: str
    organisation: str
    starts_on: date | None
    ends_on: date | None
    provider: str
    takes_work_time: bool
    asks_money: bool
    cost: Money
    organisation_money: Money
    own_share: Money
    goal: Money
    deadline: date | None
    costs: tuple[Line, ...]
    funding: tuple[Line, ...]
    benefit_organisation: str
    application_plan: str
    share_backs: tuple[ShareBack, ...]
    steps: tuple[StepLine, ...]
    differences: tuple[Difference, ...]
    decides_on: Authority | None
    acting_for: str
    may_revoke: bool
    pitcher_suspended: bool
    after_the_fact: bool

    @property
    def may_decide(self) -> bool:
        """Tell whether a decision is asked of this viewer now."""
        return self.decides_on is not None

    @property
    def pending(self) -> Money:
        """Return the organisation money that is asked for and counts for nothing until it is confirmed."""
        cents = sum(line.amount.cents for line in self.funding if not line.confirmed)
        return Money(cents, self.organisation_money.currency)


def decision_page(pitch_id: UUID, viewer_id: UUID, language: str) -> DecisionPage:
    """Return a pitch for whoever is asked, was told or has decided. Raises NotFound for anyone else."""
    with reading() as session:
        pitch = session.get(Pitch, pitch_id)
        clearance = clearance_of(session, pitch) if pitch else None
        if pitch is None or clearance is None:
            raise NotFound("Clearance")
        requests = requests_of(session, clearance)
        seats = {request.id: capacity(session, pitch, request, viewer_id) for request in requests}
        names = _names(session, pitch, requests, seats.values())
        if pitch.owner_id == viewer_id or not (any(seats.values()) or _had_a_part(requests, viewer_id)):
            raise NotFound("Clearance")
        may = _may(session, pitch, requests, viewer_id)
        free = may and pitch.state in DECIDABLE
        here = next((r for r in requests if r.state in OPEN_REQUESTS and seats[r.id]), None) if free else None
        seat = seats[here.id] if here else None
        return DecisionPage(
            pitch_id=pitch.id,
            title=pitch.title,
            summary=pitch.summary,
            language=pitch.language,
            state=pitch.state,
            clearance=clearance.state,
            terms_version=pitch.terms_version,
            time_zone=pitch.time_zone,
            pitcher=names[pitch.owner_id],
            organisation=_organisation(session, pitch.organisation_id, language),
            starts_on=pitch.starts_on,
            ends_on=pitch.ends_on,
            provider=pitch.provider,
            takes_work_time=pitch.takes_work_time,
            asks_money=pitch.asks_money,
            cost=Money(pitch.cost_cents, pitch.currency),
            organisation_money=Money(pitch.organisation_cents, pitch.currency),
            own_share=Money(pitch.own_share_cents, pitch.currency),
            goal=Money(pitch.peer_goal_cents, pitch.currency),
            deadline=pitch.deadline,
            costs=_costs(session, pitch),
            funding=_funding(session, pitch),
            benefit_organisation=pitch.benefit_organisation,
            application_plan=pitch.application_plan,
            share_backs=_share_backs(session, pitch.id),
            steps=tuple(_step(request, names) for request in requests),
            differences=_since_last_decision(session, pitch),
            decides_on=here.authority if here else None,
            acting_for=names.get(seat.acting_for, "") if seat and seat.acting_for else "",
            may_revoke=may and _may_revoke(pitch, clearance, requests, seats),
            pitcher_suspended=session.get_one(Person, pitch.owner_id).state is not PersonState.ACTIVE,
            after_the_fact=is_after_the_fact(pitch.state, today(pitch), pitch.starts_on),
        )


def _may(session: Session, pitch: Pitch, requests: list[ApprovalRequest], viewer_id: UUID) -> bool:
    try:
        check_may_decide(standing_of(session, pitch, requests, viewer_id))
    except NotAllowed:
        return False
    return True


def _may_revoke(
    pitch: Pitch, clearance: Clearance | None, requests: list[ApprovalRequest], seats: Mapping[UUID, Approver | None]
) -> bool:
    try:
        check_revocable(pitch.state, sealed=clearance is not None and clearance.sealed_at is not None)
    except RuleBroken:
        return False
    return any(request.state is RequestState.CLEARED and seats[request.id] for request in requests)


def _had_a_part(requests: list[ApprovalRequest], viewer_id: UUID) -> bool:
    return any(viewer_id in (r.asked_id, r.passed_from, r.decided_by) for r in requests)


def _names(
    session: Session, pitch: Pitch, requests: list[ApprovalRequest], seats: Iterable[Approver | None]
) -> dict[UUID, str]:
    wanted = {pitch.owner_id, *(seat.acting_for for seat in seats if seat)}
    for request in requests:
        wanted |= {request.asked_id, request.decided_by, request.acting_for}
    people = sa.select(Person.id, Person.name).where(col(Person.id).in_(wanted - {None}))
    return {row.id: row.name for row in session.execute(people)}


def _organisation(session: Session, organisation_id: UUID | None, language: str) -> str:
    organisation = session.get(Organisation, organisation_id) if organisation_id else None
    if organisation is None:
        return ""
    return organisation.name_fr if language == "fr" else organisation.name_en


def _costs(session: Session, pitch: Pitch) -> tuple[Line, ...]:
    query = sa.select(CostLine).where(col(CostLine.pitch_id) == pitch.id).order_by(col(CostLine.position))
    return tuple(
        Line(line.label, line.kind.label, Money(line.amount_cents - line.replaced_cents, pitch.currency))
        for line in session.scalars(query)
    )


def _funding(session: Session, pitch: Pitch) -> tuple[Line, ...]:
    query = sa.select(OrganisationMoney).where(
        col(OrganisationMoney.pitch_id) == pitch.id,
        col(OrganisationMoney.state) != OrganisationMoneyState.REFUSED,
    )
    return tuple(
        Line(
            line.label,
            line.kind.label,
            Money(line.amount_cents, pitch.currency),
            line.state is OrganisationMoneyState.CONFIRMED,
        )
        for line in session.scalars(query.order_by(col(OrganisationMoney.position)))
    )


def _share_backs(session: Session, pitch_id: UUID) -> tuple[ShareBack, ...]:
    query = sa.select(PlannedShareBack.kind, PlannedShareBack.title, PlannedShareBack.due_on).where(
        col(PlannedShareBack.pitch_id) == pitch_id
    )
    rows = session.execute(query.order_by(col(PlannedShareBack.due_on)))
    return tuple(ShareBack(row.kind.label, row.title, row.due_on) for row in rows)


def _step(request: ApprovalRequest, names: dict[UUID, str]) -> StepLine:
    return StepLine(
        authority=request.authority,
        level=request.level,
        state=request.state,
        asked=names.get(request.asked_id, "") if request.asked_id else "",
        decided_by=names.get(request.decided_by, "") if request.decided_by else "",
        acting_for=names.get(request.acting_for, "") if request.acting_for else "",
        decided_at=request.decided_at,
        reason=request.reason,
        conditions=request.conditions,
        after_the_fact=request.after_the_fact,
    )


def _since_last_decision(session: Session, pitch: Pitch) -> tuple[Difference, ...]:
    """Return what changed since somebody last decided on this pitch, whatever its terms; empty the first time."""
    decided = (
        sa.select(sa.func.max(ApprovalDecision.version))
        .join(ApprovalRequest, col(ApprovalRequest.id) == col(ApprovalDecision.request_id))
        .where(col(ApprovalRequest.pitch_id) == pitch.id)
    )
    last = session.execute(decided).scalar()
    if last is None:
        return ()
    before, after = _said_at(session, pitch.id, last), _said_at(session, pitch.id, pitch.version)
    return tuple(differences_between(before, after)) if before and after else ()


def _said_at(session: Session, pitch_id: UUID, version: int) -> PitchVersion | None:
    query = sa.select(PitchVersion).where(col(PitchVersion.pitch_id) == pitch_id, col(PitchVersion.version) <= version)
    return session.scalars(query.order_by(col(PitchVersion.version).desc()).limit(1)).first()
