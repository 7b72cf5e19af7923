"""Steps that ask somebody else when who was asked may not, or does not, decide."""

from typing import Any
from uuid import UUID

from sqlmodel import Session

from crowdlearn.approvals.models import ApprovalRequest
from crowdlearn.approvals.queries.bench import bench_of, whom_to_ask
from crowdlearn.approvals.queries.clearance import asked_of
from crowdlearn.approvals.rules import Authority, ClearancePassedOn
from crowdlearn.db.outbox import emit
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import now
from crowdlearn.pitches.models import Pitch


def step_back(session: Session, pitch_id: UUID, person_id: UUID) -> None:
    """Ask somebody else wherever this person is asked to decide on the pitch."""
    for request_id in _asked_of(session, pitch_id, person_id).scalars().all():
        reseat(session, session.get_one(Pitch, pitch_id), session.get_one(ApprovalRequest, request_id))


@prepared
def _asked_of(pitch_id: UUID, person_id: UUID) -> Any:
    return asked_of(pitch_id, person_id)


def reseat(session: Session, pitch: Pitch, request: ApprovalRequest) -> None:
    """Ask whoever may decide this step today, if it is not who is asked."""
    bench = bench_of(session, pitch)
    entitled = {a.person_id for a in bench.line if a.level >= request.level}
    if request.asked_id in (set(bench.budget) if request.authority is Authority.BUDGET else entitled):
        return
    hand_over(session, request, whom_to_ask(bench, request))


def hand_over(session: Session, request: ApprovalRequest, to: UUID | None) -> None:
    """Ask another person; the waiting time starts anew."""
    if to == request.asked_id:
        return
    emit(session, ClearancePassedOn(request_id=request.id, pitch_id=request.pitch_id, from_id=request.asked_id))
    request.passed_from, request.asked_id = request.asked_id or request.passed_from, to
    request.asked_at, request.reminded = now(), 0
