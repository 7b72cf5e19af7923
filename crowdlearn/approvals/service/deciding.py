"""Deciding: clear, clear with conditions, ask for changes, decline the money ask, or take a clearance back."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from crowdlearn.approvals.models import ApprovalDecision, ApprovalRequest, Clearance
from crowdlearn.approvals.queries.bench import bench_of, capacity, standing_of, today, whom_to_ask
from crowdlearn.approvals.queries.clearance import clearance_of, requests_of
from crowdlearn.approvals.rules import (
    CLEARANCE,
    DECIDED,
    OPEN_REQUESTS,
    REQUEST,
    Authority,
    ChangesAsked,
    ClearanceDeclined,
    ClearanceGiven,
    ClearanceState,
    ClearanceWithdrawn,
    Decision,
    NothingToDecide,
    RequestState,
    StepCleared,
    check_decidable,
    check_may_decide,
    check_reason,
    check_revocable,
    check_terms,
    is_after_the_fact,
)
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.models import Person
from crowdlearn.people.queries import Approver
from crowdlearn.pitches.models import Pitch

from .asking import show, start


@dataclass(frozen=True)
class Word:
    """What an approver says about the terms they read: `terms_version` as it stood on their page."""

    terms_version: int
    reason: str = ""
    conditions: str = ""


def clear(person_id: UUID, pitch_id: UUID, word: Word) -> None:
    """Clear a pitch's present terms, with conditions or without. Refused like every decision, see _decide()."""
    _decide(person_id, pitch_id, Decision.CLEAR, word)


def ask_changes(person_id: UUID, pitch_id: UUID, word: Word) -> None:
    """Ask the pitcher to change something first; the pitch stays open. A reason is needed."""
    _decide(person_id, pitch_id, Decision.ASK_CHANGES, word)


def decline(person_id: UUID, pitch_id: UUID, word: Word) -> None:
    """Decline the money ask, not the pitch. A reason is needed."""
    _decide(person_id, pitch_id, Decision.DECLINE, word)


def revoke(person_id: UUID, pitch_id: UUID, word: Word) -> None:
    """Take a clearance back before money is taken on it. A reason is needed. Raises TooLateToRevoke afterwards."""
    _decide(person_id, pitch_id, Decision.REVOKE, word)


def _decide(person_id: UUID, pitch_id: UUID, decision: Decision, word: Word) -> None:
    """Record one decision; the pitch row is held, so two decisions follow each other.

    Raises NotAllowed (own pitch, no authority today, a stake), PitcherSuspended, NothingToDecide, TermsMoved when the
    terms are not those that were read, MoveRefused when it is decided already, and ReasonMissing.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        clearance = clearance_of(session, pitch)
        requests = requests_of(session, clearance) if clearance else []
        check_may_decide(standing_of(session, pitch, requests, person_id))
        check_decidable(pitch.state, session.get_one(Person, pitch.owner_id).state)
        check_terms(word.terms_version, pitch.terms_version)
        if clearance is None:
            raise NothingToDecide
        if decision is Decision.REVOKE:
            check_revocable(pitch.state, sealed=clearance.sealed_at is not None)
        check_reason(decision, word.reason)
        request, seat = _own_request(session, pitch, requests, person_id, decision)
        _write(pitch, request, seat, decision, word)
        kept = _keep(session, pitch, request, seat, decision)
        _conclude(session, pitch, clearance, requests, request, kept)
        show(pitch, clearance)
        record(
            session,
            _AUDITED[decision],
            by=person_id,
            about=pitch.id,
            request=request.id,
            terms_version=pitch.terms_version,
            acting_for=seat.acting_for,
            conditions=bool(word.conditions),
        )


_OfStep = StepCleared | ClearanceGiven | ChangesAsked | ClearanceDeclined | ClearanceWithdrawn
_AUDITED = {
    Decision.CLEAR: "approval.approve",
    Decision.ASK_CHANGES: "approval.ask_changes",
    Decision.DECLINE: "approval.reject",
    Decision.REVOKE: "approval.revoke",
}


def _own_request(
    session: Session, pitch: Pitch, requests: list[ApprovalRequest], person_id: UUID, decision: Decision
) -> tuple[ApprovalRequest, Approver]:
    """Return the first step that this person may decide so, with their capacity. Raises MoveRefused for none."""
    wanted = {RequestState.CLEARED} if decision is Decision.REVOKE else OPEN_REQUESTS
    for request in requests:
        if request.state in wanted and (seat := capacity(session, pitch, request, person_id)):
            return request, seat
    raise MoveRefused


def _write(pitch: Pitch, request: ApprovalRequest, seat: Approver, decision: Decision, word: Word) -> None:
    request.state = REQUEST.move(request.state, DECIDED[decision])
    request.decided_by, request.acting_for, request.decided_at = seat.person_id, seat.acting_for, now()
    request.reason, request.conditions = word.reason.strip(), word.conditions.strip()
    request.after_the_fact = is_after_the_fact(pitch.state, today(pitch), pitch.starts_on)


def _keep(
    session: Session, pitch: Pitch, request: ApprovalRequest, seat: Approver, decision: Decision
) -> ApprovalDecision:
    kept = ApprovalDecision(
        request_id=request.id,
        decision=decision,
        version=pitch.version,
        decided_by=seat.person_id,
        acting_for=seat.acting_for,
        reason=request.reason,
        conditions=request.conditions,
        after_the_fact=request.after_the_fact,
    )
    session.add(kept)
    return kept


def _conclude(
    session: Session,
    pitch: Pitch,
    clearance: Clearance,
    requests: list[ApprovalRequest],
    request: ApprovalRequest,
    kept: ApprovalDecision,
) -> None:
    """Say what one decision means for the whole, and ask the next step if one is needed."""
    decision = kept.decision

    def say(kind: type[_OfStep]) -> None:
        emit(
            session,
            kind(
                pitch_id=pitch.id,
                terms_version=pitch.terms_version,
                request_id=request.id,
                decision_id=kept.id,
                by=kept.decided_by,
            ),
        )

    if decision is Decision.CLEAR and _is_enough(clearance, requests):
        _close(clearance, requests, ClearanceState.CLEARED)
        say(ClearanceGiven)
    elif decision is Decision.CLEAR:
        say(StepCleared)
        _go_on(session, pitch, clearance, requests)
    elif decision is Decision.ASK_CHANGES:
        if clearance.state is not ClearanceState.CHANGES_ASKED:
            clearance.state = CLEARANCE.move(clearance.state, ClearanceState.CHANGES_ASKED)
        say(ChangesAsked)
    elif decision is Decision.DECLINE:
        _close(clearance, requests, ClearanceState.DECLINED)
        say(ClearanceDeclined)
    else:
        if clearance.state is ClearanceState.CLEARED:
            clearance.state = CLEARANCE.move(clearance.state, ClearanceState.WITHDRAWN)
        say(ClearanceWithdrawn)


def _is_enough(clearance: Clearance, requests: list[ApprovalRequest]) -> bool:
    line = [r for r in requests if r.authority is Authority.LINE and r.state is RequestState.CLEARED]
    budget = [r for r in requests if r.authority is Authority.BUDGET]
    return len(line) >= clearance.line_needed and all(r.state is RequestState.CLEARED for r in budget)


def _close(clearance: Clearance, requests: list[ApprovalRequest], to: ClearanceState) -> None:
    clearance.state, clearance.decided_at = CLEARANCE.move(clearance.state, to), now()
    for request in requests:
        if request.state in OPEN_REQUESTS | {RequestState.LATER}:
            request.state = REQUEST.move(request.state, RequestState.SPARED)


def _go_on(session: Session, pitch: Pitch, clearance: Clearance, requests: list[ApprovalRequest]) -> None:
    if clearance.state is ClearanceState.CHANGES_ASKED and not any(
        r.state is RequestState.CHANGES_ASKED for r in requests
    ):
        clearance.state = CLEARANCE.move(clearance.state, ClearanceState.WAITING)
    if any(r.state in OPEN_REQUESTS for r in requests):
        return
    following = next((r for r in requests if r.state is RequestState.LATER), None)
    if following is not None:
        start(session, pitch, following, whom_to_ask(bench_of(session, pitch), following))
