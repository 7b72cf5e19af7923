"""Where the clearance of a pitch's present terms stands, and whom its organisation's policy asks."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import ApprovalRequest, Clearance
from crowdlearn.approvals.rules import NOBODY, OPEN_REQUESTS, Asks, ClearanceState, Plan, Policy, steps_for
from crowdlearn.people.queries import adoption_of
from crowdlearn.pitches.models import OrganisationMoney, Pitch
from crowdlearn.pitches.rules import OrganisationMoneyState


def is_cleared(session: Session, pitch: Pitch) -> bool:
    """Tell whether the pitch's present terms are cleared; True where nobody is asked."""
    clearance = clearance_of(session, pitch)
    if clearance is None:  # asking is a reaction, and may not have happened yet
        return plan_for(session, pitch, levels=1) == NOBODY
    return clearance.state in (ClearanceState.NOT_ASKED, ClearanceState.CLEARED)


def asked_of(pitch_id: UUID, person_id: UUID) -> Any:
    """Select the requests about a pitch that wait for a person's decision; both may be placeholders."""
    return sa.select(ApprovalRequest.id).where(
        col(ApprovalRequest.pitch_id) == pitch_id,
        col(ApprovalRequest.asked_id) == person_id,
        col(ApprovalRequest.state).in_(OPEN_REQUESTS),
    )


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


def _organisation_money(session: Session, pitch_id: UUID) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(OrganisationMoney.amount_cents), 0)).where(
        col(OrganisationMoney.pitch_id) == pitch_id,
        col(OrganisationMoney.state) != OrganisationMoneyState.REFUSED,
    )
    return int(session.execute(query).scalar_one())
