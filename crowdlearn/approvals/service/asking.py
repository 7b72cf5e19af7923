"""Asking for clearance when a pitch is published or its terms change."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import ApprovalRequest, Clearance
from crowdlearn.approvals.queries.bench import bench_of, whom_to_ask
from crowdlearn.approvals.queries.clearance import clearance_of, plan_for, requests_of
from crowdlearn.approvals.rules import (
    CLEARANCE,
    NOBODY,
    REQUEST,
    Authority,
    ClearanceAsked,
    ClearanceState,
    RequestState,
    Step,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import CLOSED, UNFINISHED, PitchPublished, PitchRevised


def ask_for_clearance(event: PitchPublished | PitchRevised) -> None:
    """After a pitch was published or revised: ask, or tell, whoever its organisation's policy names; once per terms.

    Who had asked for changes is asked again as soon as the pitch was changed, materially or not.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, event.pitch_id)
        if pitch.state in CLOSED | UNFINISHED:
            return
        if (known := clearance_of(session, pitch)) is None:
            ask(session, pitch)
        elif isinstance(event, PitchRevised) and known.state is ClearanceState.CHANGES_ASKED:
            _ask_again(session, pitch, known)


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


def start(session: Session, pitch: Pitch, request: ApprovalRequest, whom: UUID | None) -> None:
    """Ask a step's decision of a person now."""
    request.state = REQUEST.move(RequestState.LATER, RequestState.ASKED)
    request.asked_id, request.asked_at = whom, now()
    emit(session, ClearanceAsked(request_id=request.id, pitch_id=pitch.id, terms_version=pitch.terms_version))


def _ask_again(session: Session, pitch: Pitch, clearance: Clearance) -> None:
    clearance.state = CLEARANCE.move(clearance.state, ClearanceState.WAITING)
    for request in requests_of(session, clearance):
        if request.state is RequestState.CHANGES_ASKED:
            request.state = REQUEST.move(request.state, RequestState.ASKED)
            request.asked_at, request.reminded = now(), 0
            emit(session, ClearanceAsked(request_id=request.id, pitch_id=pitch.id, terms_version=pitch.terms_version))
    show(pitch, clearance)


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
