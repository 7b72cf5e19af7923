"""A person's promise-keeping record. Pages show it to others only when its owner makes it public."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import KEPT, OWED, CommitmentState
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now


@dataclass(frozen=True)
class PromiseRecord:
    """How many promises a person kept, how many are late or broken, how many are open yet; waived ones are left out."""

    kept: int
    late: int
    to_come: int

    @property
    def came_due(self) -> int:
        """Return how many promises have come due."""
        return self.kept + self.late


def record_of(person_id: UUID) -> PromiseRecord:
    """Return a person's promise-keeping record."""
    late = sa.and_(col(Commitment.state).in_(OWED), col(Commitment.late_from) <= now())
    how = sa.case((col(Commitment.state).in_(KEPT), "kept"), (late, "late"), else_="to_come").label("how")
    query = (
        sa.select(how, sa.func.count())
        .where(col(Commitment.owner_id) == person_id, col(Commitment.state) != CommitmentState.WAIVED)
        .group_by(how)
    )
    with reading() as session:
        counts = {row[0]: row[1] for row in session.execute(query)}
    return PromiseRecord(counts.get("kept", 0), counts.get("late", 0), counts.get("to_come", 0))
