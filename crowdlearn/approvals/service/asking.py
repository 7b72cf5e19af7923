"""Asking for clearance when a pitch is published or its terms change."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import ApprovalRequest, Clearance
from crowdlearn.approvals.rules import (
    CLEARANCE,
    NOBODY,
    REQUEST,
    Asks,
    Authority,
    ClearanceAsked,
    ClearanceState,
    Plan,
    Policy,
    RequestState,
    Step,
    steps_for,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.people.queries import adoption_of
from crowdlearn.pitches.models import OrganisationMoney, Pitch
from crowdlearn.pitches.rules import CLOSED, UNFINISHED, OrganisationMoneyState, PitchPublished, PitchRevised

from .seating import bench_of, whom_to_ask


def ask_for_clearance(event: PitchPublished | PitchRevised) -> None:
    """After a pitch was published or revised: ask, or tell, whoever its organisation's policy names; once per terms."""
    with transaction() as session:
        pitch = lock(session, Pitch, event.pitch_id)
        if pitch.state not in CLOSED | UNFINISHED:
            ask(session, pitch)


def ask(session: Session, pitch: Pitch) -> Clearance:
    """Open the clearance of a locked pitch's present terms, and return it; one that is open already is left alone."""
    if (known := clearance_of(session, pitch)) is not None:
        return known
    _supersede(session, pitch)
    bench = bench_of(session, pitch)
    plan = plan_for(session, pitch, len(bench.levels))
    clearance = Clearance(
        pitch_id=pitch.id,
        terms_version=pitch.terms_version,
        state=ClearanceState.NOT_ASKED if plan == NOBODY else ClearanceState.WAITING,
        line_needed=plan.line_needed,
    )
    session.add(clearance)
    for position, step in enumerate(plan.steps):
        request = _request(clearance, position, step)
        session.add(request)
        if step.at_once:
            start(session, pitch, request, whom_to_ask(bench, request))
    if plan == NOBODY and bench.line:
        _tell_manager(session, pitch, clearance, bench.line[0].person_id)
    show(pitch, clearance)
    return clearance


def is_cleared(session: Session, pitch: Pitch) -> bool:
    """Tell whether the pitch's present terms are cleared; True where nobody is asked."""
    clearance = clearance_of(session, pitch)
    if clearance is None:  # asking is a reaction, and may not have happened yet
        return plan_for(session, pitch, levels=1) == NOBODY
    return clearance.state in (ClearanceState.NOT_ASKED, ClearanceState.CLEARED)


def is_declined(session: Session, pitch: Pitch) -> bool:
    """Tell whether the money ask of the pitch's present terms was declined."""
    clearance = clearance_of(session, pitch)
    return clearance is not None and clearance.state is ClearanceState.DECLINED


def clearance_of(session: Session, pitch: Pitch) -> Clearance | None:
    """Return the clearance of the pitch's present terms, None if nobody was asked yet."""
    query = sa.select(Clearance).where(
        col(Clearance.pitch_id) == pitch.id, col(Clearance.terms_version) == pitch.terms_version
    )
    return session.scalars(query).one_or_none()


def requests_of(session: Session, clearance: Clearance) -> list[ApprovalRequest]:
    """Return a clearance's steps in their order."""
    query = sa.select(ApprovalRequest).where(col(ApprovalRequest.clearance_id) == clearance.id)
    return list(session.scalars(query.order_by(col(ApprovalRequest.position))))


def plan_for(session: Session, pitch: Pitch, levels: int) -> Plan:
    """Return which decisions the policy of the pitch's organisation asks for on its present terms."""
    adoption = adoption_of(session, pitch.organisation_id)
    policy = None
    if adoption is not None:
        policy = Policy(
            adoption.ask_above_cents,
            adoption.work_time_asks,
            adoption.step_order,
            adoption.steps_needed,
            adoption.budget_limit_cents,
        )
    asked = Asks(
        pitch.peer_goal_cents if pitch.asks_money else 0,
        _organisation_money(session, pitch.id),
        pitch.takes_work_time,
    )
    return steps_for(policy, asked, levels)


def start(session: Session, pitch: Pitch, request: ApprovalRequest, whom: UUID | None) -> None:
    """Ask a step's decision of a person now."""
    request.state = REQUEST.move(RequestState.LATER, RequestState.ASKED)
    request.asked_id, request.asked_at = whom, now()
    emit(session, ClearanceAsked(request_id=request.id, pitch_id=pitch.id, terms_version=pitch.terms_version))


def show(pitch: Pitch, clearance: Clearance) -> None:
    """Keep the pitch's own copy of where its clearance stands."""
    if pitch.clearance != clearance.state.value:
        pitch.clearance = clearance.state.value
        pitch.version += 1


def _request(clearance: Clearance, position: int, step: Step) -> ApprovalRequest:
    return ApprovalRequest(
        clearance_id=clearance.id,
        pitch_id=clearance.pitch_id,
        position=position,
        authority=step.authority,
        level=step.level,
        state=RequestState.LATER,
    )


def _tell_manager(session: Session, pitch: Pitch, clearance: Clearance, manager_id: UUID) -> None:
    told = _request(clearance, 0, Step(Authority.LINE, 1, at_once=True))
    told.state, told.asked_id, told.asked_at = RequestState.TOLD, manager_id, now()
    session.add(told)
    emit(session, ClearanceAsked(request_id=told.id, pitch_id=pitch.id, terms_version=pitch.terms_version))


def _supersede(session: Session, pitch: Pitch) -> None:
    query = sa.select(Clearance).where(
        col(Clearance.pitch_id) == pitch.id, col(Clearance.state) != ClearanceState.SUPERSEDED
    )
    for old in session.scalars(query).all():
        old.state = CLEARANCE.move(old.state, ClearanceState.SUPERSEDED)
        for request in requests_of(session, old):
            if REQUEST.may(request.state, RequestState.SPARED) and request.state is not RequestState.CLEARED:
                request.state = RequestState.SPARED


def _organisation_money(session: Session, pitch_id: UUID) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(OrganisationMoney.amount_cents), 0)).where(
        col(OrganisationMoney.pitch_id) == pitch_id,
        col(OrganisationMoney.state) != OrganisationMoneyState.REFUSED,
    )
    return int(session.execute(query).scalar_one())
