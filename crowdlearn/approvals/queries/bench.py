"""Who may decide on a pitch today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import ApprovalRequest, Stake
from crowdlearn.approvals.rules import Authority, Standing
from crowdlearn.kernel.clock import clock
from crowdlearn.people.models import Person
from crowdlearn.people.queries import Approver, approvers_above, holders, holds
from crowdlearn.people.rules import PersonState, Role
from crowdlearn.pitches.models import Pitch


@dataclass(frozen=True)
class Bench:
    """Who may decide on a pitch on one day: the line above the pitcher and the budget holders, without any stake."""

    line: tuple[Approver, ...]
    budget: tuple[UUID, ...]

    def at(self, level: int) -> list[Approver]:
        """Return who may decide at a level, the manager before whoever acts for them."""
        return [approver for approver in self.line if approver.level == level]

    @property
    def levels(self) -> list[int]:
        """Return the levels at which somebody may decide, nearest first."""
        return sorted({approver.level for approver in self.line})


def bench_of(session: Session, pitch: Pitch) -> Bench:
    """Return who may decide on a pitch today."""
    line = approvers_above(session, pitch.owner_id, today(pitch))
    budget = holders(session, Role.BUDGET_HOLDER, pitch.organisation_id)
    out = _recused(session, pitch) | {pitch.owner_id}
    awake = _active(session, {a.person_id for a in line}) - out
    return Bench(tuple(a for a in line if a.person_id in awake), tuple(p for p in budget if p not in out))


def whom_to_ask(bench: Bench, request: ApprovalRequest) -> UUID | None:
    """Return who is asked first: the manager of the step's level, else who acts, else the next level above."""
    if request.authority is Authority.BUDGET:
        return next(iter(bench.budget), None)
    at_or_above = (a for a in bench.line if a.level >= request.level)
    first = min(at_or_above, key=lambda a: (a.level, a.acting_for is not None), default=None)
    return first.person_id if first else None


def capacity(session: Session, pitch: Pitch, request: ApprovalRequest, person_id: UUID) -> Approver | None:
    """Return in which capacity a person may decide this step today, None if they may not; stakes are not looked at."""
    if request.authority is Authority.BUDGET:
        may = holds(session, person_id, Role.BUDGET_HOLDER, pitch.organisation_id)
        return Approver(person_id, 0) if may else None
    mine = [a for a in approvers_above(session, pitch.owner_id, today(pitch)) if a.person_id == person_id]
    usable = [a for a in mine if a.level == request.level or (a.level > request.level and _asked(request, a))]
    return min(usable, key=lambda a: (a.acting_for is not None, a.level), default=None)


def standing_of(session: Session, pitch: Pitch, requests: Iterable[ApprovalRequest], person_id: UUID) -> Standing:
    """Return how a person stands to a pitch, for check_may_decide()."""
    return Standing(
        is_pitcher=pitch.owner_id == person_id,
        has_stake=person_id in _recused(session, pitch),
        has_authority=any(capacity(session, pitch, request, person_id) for request in requests),
    )


def today(pitch: Pitch) -> date:
    """Return the present day where the pitch is."""
    return clock.today(pitch.time_zone)


def _asked(request: ApprovalRequest, approver: Approver) -> bool:
    return request.asked_id in (approver.person_id, approver.acting_for)


def _recused(session: Session, pitch: Pitch) -> set[UUID]:
    return set(session.scalars(sa.select(Stake.person_id).where(col(Stake.pitch_id) == pitch.id)))


def _active(session: Session, people: set[UUID]) -> set[UUID]:
    query = sa.select(Person.id).where(col(Person.id).in_(people), col(Person.state) == PersonState.ACTIVE)
    return set(session.scalars(query))
