"""What waiting brings: reminders, somebody else to ask, a new approver when a reporting line changes."""

from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import ApprovalRequest
from crowdlearn.approvals.queries.bench import bench_of, today
from crowdlearn.approvals.rules import (
    OPEN_REQUESTS,
    Authority,
    ClearanceReminded,
    RequestState,
    escalation_due,
    reminders_due,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.people.queries import managers_led_by
from crowdlearn.people.rules import ManagerConfirmed, ManagerLinkEnded
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import REVISABLE, PitchState

from .seating import hand_over, reseat

OPEN_PITCHES = REVISABLE | {PitchState.LOCKED}


def remind_approvers() -> int:
    """Remind after 3 and 7 working days, ask somebody else after 10; return how many requests moved. Runs daily."""
    with reading() as session:
        query = (
            sa.select(ApprovalRequest.id, ApprovalRequest.pitch_id)
            .join(Pitch, col(Pitch.id) == col(ApprovalRequest.pitch_id))
            .where(col(ApprovalRequest.state) == RequestState.ASKED, col(Pitch.state).in_(OPEN_PITCHES))
            .order_by(col(ApprovalRequest.id))
        )
        waiting = [(row.id, row.pitch_id) for row in session.execute(query)]
    return for_each(waiting, lambda pair: _nudge(*pair))


def find_approvers(event: ManagerConfirmed | ManagerLinkEnded) -> None:
    """After a reporting line began or ended: ask whoever leads now, for this person's pitches and their reports'."""
    with transaction() as session:
        owners = {event.person_id} | managers_led_by(session, {event.person_id})
        query = (
            sa.select(col(ApprovalRequest.pitch_id))
            .join(Pitch, col(Pitch.id) == col(ApprovalRequest.pitch_id))
            .where(
                col(Pitch.owner_id).in_(owners),
                col(ApprovalRequest.state).in_(OPEN_REQUESTS),
                col(ApprovalRequest.authority) == Authority.LINE,
            )
            .distinct()
        )
        for pitch_id in sorted(session.scalars(query)):
            pitch = lock(session, Pitch, pitch_id)
            for request in _open_requests(session, pitch_id):
                reseat(session, pitch, request)


def _nudge(request_id: UUID, pitch_id: UUID) -> bool:
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        request = lock(session, ApprovalRequest, request_id)
        if request.state is not RequestState.ASKED or request.asked_at is None:
            return False
        asked_on = request.asked_at.astimezone(ZoneInfo(pitch.time_zone)).date()
        if escalation_due(asked_on, today(pitch)) and _pass_on(session, pitch, request):
            return True
        due = reminders_due(asked_on, today(pitch))
        if request.asked_id is None or request.reminded >= due:
            return False
        request.reminded = due
        emit(session, ClearanceReminded(request_id=request.id, pitch_id=pitch.id, round=due))
        return True


def _pass_on(session: Session, pitch: Pitch, request: ApprovalRequest) -> bool:
    """Hand an unanswered request to whoever acts for the approver, or to the next level; once."""
    if request.passed_on_at is not None:
        return False
    others = _others(session, pitch, request)
    if others is None:
        return False
    request.passed_on_at = now()
    hand_over(session, request, others)
    return True


def _others(session: Session, pitch: Pitch, request: ApprovalRequest) -> UUID | None:
    bench = bench_of(session, pitch)
    if request.authority is Authority.BUDGET:
        return next((holder for holder in bench.budget if holder != request.asked_id), None)
    acting = [a for a in bench.line if a.acting_for == request.asked_id]
    above = [a for a in bench.line if a.level > request.level and a.person_id != request.asked_id]
    return next((a.person_id for a in [*acting, *above]), None)


def _open_requests(session: Session, pitch_id: UUID) -> list[ApprovalRequest]:
    query = sa.select(ApprovalRequest).where(
        col(ApprovalRequest.pitch_id) == pitch_id, col(ApprovalRequest.state).in_(OPEN_REQUESTS)
    )
    return list(session.scalars(query.order_by(col(ApprovalRequest.position))))
