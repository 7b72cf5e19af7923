"""What a viewer is to a request for clearance: the columns of authz.csv."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.approvals.models import ApprovalRequest
from crowdlearn.approvals.rules import Authority
from crowdlearn.db.session import reading
from crowdlearn.people.models import RoleGrant
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch


def relations_to_request(viewer_id: UUID, pitch_id: UUID) -> set[str]:
    """Return {"manager"} for whoever is asked, was told or decided on the pitch, or holds the budget it asks of."""
    personal = sa.select(ApprovalRequest.id).where(
        col(ApprovalRequest.pitch_id) == pitch_id,
        sa.or_(
            col(ApprovalRequest.asked_id) == viewer_id,
            col(ApprovalRequest.decided_by) == viewer_id,
            col(ApprovalRequest.passed_from) == viewer_id,
        ),
    )
    budget = (
        sa.select(ApprovalRequest.id)
        .join(Pitch, col(Pitch.id) == col(ApprovalRequest.pitch_id))
        .join(
            RoleGrant,
            sa.or_(
                col(RoleGrant.organisation_id).is_(None), col(RoleGrant.organisation_id) == col(Pitch.organisation_id)
            ),
        )
        .where(
            col(Pitch.id) == pitch_id,
            col(ApprovalRequest.authority) == Authority.BUDGET,
            col(RoleGrant.person_id) == viewer_id,
            col(RoleGrant.role) == Role.BUDGET_HOLDER,
            col(RoleGrant.ended_at).is_(None),
        )
    )
    with reading() as session:
        return {"manager"} if session.execute(sa.union(personal, budget).limit(1)).first() else set()


def relations_at_large(viewer_id: UUID, _nothing: UUID) -> set[str]:
    """Return {"manager"} for who holds a budget, or was ever asked to decide."""
    budget = sa.select(RoleGrant.id).where(
        col(RoleGrant.person_id) == viewer_id,
        col(RoleGrant.role) == Role.BUDGET_HOLDER,
        col(RoleGrant.ended_at).is_(None),
    )
    asked = sa.select(ApprovalRequest.id).where(col(ApprovalRequest.asked_id) == viewer_id)
    with reading() as session:
        return {"manager"} if session.execute(sa.union(budget, asked).limit(1)).first() else set()
