"""Telling approvers what is asked of them, and pitchers what was decided."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import ApprovalDecision, ApprovalRequest
from crowdlearn.approvals.queries.bench import today
from crowdlearn.approvals.rules import (
    Authority,
    ChangesAsked,
    ClearanceAsked,
    ClearanceDeclined,
    ClearanceGiven,
    ClearancePassedOn,
    ClearanceReminded,
    ClearanceWithdrawn,
    RequestState,
    StepCleared,
)
from crowdlearn.db.session import transaction
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.people.models import ActingManager, Person
from crowdlearn.people.queries import acting_on
from crowdlearn.pitches.models import Pitch

_Asking = ClearanceAsked | ClearanceReminded | ClearancePassedOn


def tell_of_asking(event: ClearanceAsked) -> None:
    """Tell whoever is asked, or only informed; the pitcher when there is nobody to ask."""
    with transaction() as session:
        request = session.get_one(ApprovalRequest, event.request_id)
        if request.asked_id is None:
            pitch = session.get_one(Pitch, event.pitch_id)
            facts = {"title": Passage(pitch.title, pitch.language)}
            tell(session, pitch.owner_id, "clearance_nobody", event_id=event.id, facts=facts, path="/me/pitches")
            return
        kind = "clearance_told" if request.state is RequestState.TOLD else "clearance_asked"
        _tell_approvers(session, event, kind)


def remind_of_asking(event: ClearanceReminded) -> None:
    """Remind whoever is asked, unless it is decided by now."""
    with transaction() as session:
        _tell_approvers(session, event, "clearance_reminder")


def tell_of_passing_on(event: ClearancePassedOn) -> None:
    """Tell whoever is asked instead."""
    with transaction() as session:
        _tell_approvers(session, event, "clearance_passed_on")


def tell_of_step(event: StepCleared) -> None:
    """Tell the pitcher that one of several decisions is there."""
    _tell_pitcher(event, "clearance_step")


def tell_of_clearance(event: ClearanceGiven) -> None:
    """Tell the pitcher that the pitch is cleared, and on which conditions."""
    _tell_pitcher(event, "clearance_given")


def tell_of_changes(event: ChangesAsked) -> None:
    """Tell the pitcher what should change."""
    _tell_pitcher(event, "clearance_changes")


def tell_of_decline(event: ClearanceDeclined) -> None:
    """Tell the pitcher that the money ask is declined, and why."""
    _tell_pitcher(event, "clearance_declined")


def tell_of_withdrawal(event: ClearanceWithdrawn) -> None:
    """Tell the pitcher that the clearance is withdrawn, and why."""
    _tell_pitcher(event, "clearance_withdrawn")


def _tell_approvers(session: Session, event: _Asking, kind: str) -> None:
    request = session.get_one(ApprovalRequest, event.request_id)
    pitch = session.get_one(Pitch, event.pitch_id)
    if request.state not in (RequestState.ASKED, RequestState.TOLD) or request.asked_id is None:
        return
    facts: dict[str, Any] = {
        "title": Passage(pitch.title, pitch.language),
        "owner": session.get_one(Person, pitch.owner_id).name,
        "goal": Money(pitch.peer_goal_cents, pitch.currency) if pitch.peer_goal_cents else "",
        "new_terms": "yes" if pitch.terms_version > 1 else "",
        "answered": "yes" if request.decided_at else "",
        "since": request.asked_at.date() if request.asked_at else today(pitch),
    }
    for person_id in _asked(session, request, today(pitch)):
        tell(session, person_id, kind, event_id=event.id, facts=facts, path=f"/approvals/{pitch.id}")


def _asked(session: Session, request: ApprovalRequest, on: date) -> Iterable[UUID]:
    """Return who is asked, with whoever acts for them today."""
    acting = sa.select(ActingManager.acting_id).where(col(ActingManager.manager_id) == request.asked_id, acting_on(on))
    stand_ins = session.scalars(acting) if request.authority is Authority.LINE else ()
    return dict.fromkeys(person for person in (request.asked_id, *stand_ins) if person)


def _tell_pitcher(
    event: StepCleared | ClearanceGiven | ChangesAsked | ClearanceDeclined | ClearanceWithdrawn, kind: str
) -> None:
    with transaction() as session:
        decided = session.get_one(ApprovalDecision, event.decision_id)
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {
            "title": Passage(pitch.title, pitch.language),
            "name": session.get_one(Person, decided.decided_by).name,
            "reason": decided.reason,
            "conditions": decided.conditions,
        }
        tell(session, pitch.owner_id, kind, event_id=event.id, facts=facts, path=f"/pitches/{pitch.id}")
