"""What happens to a clearance."""

from dataclasses import dataclass
from uuid import UUID

from crowdlearn.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ClearanceAsked(Event):
    """Someone is asked to decide on a pitch's present terms, or told of them."""

    request_id: UUID
    pitch_id: UUID
    terms_version: int


@dataclass(frozen=True, kw_only=True)
class StepCleared(Event):
    """One step is cleared; others are still asked."""

    request_id: UUID
    pitch_id: UUID
    terms_version: int
    decision_id: UUID


@dataclass(frozen=True, kw_only=True)
class ClearanceGiven(Event):
    """Every decision that the policy asks for is there for these terms."""

    pitch_id: UUID
    terms_version: int
    request_id: UUID
    decision_id: UUID


@dataclass(frozen=True, kw_only=True)
class ChangesAsked(Event):
    """An approver wants something changed first; the pitch stays open."""

    pitch_id: UUID
    terms_version: int
    request_id: UUID
    decision_id: UUID


@dataclass(frozen=True, kw_only=True)
class ClearanceDeclined(Event):
    """An approver declined the money ask, not the pitch."""

    pitch_id: UUID
    terms_version: int
    request_id: UUID
    decision_id: UUID


@dataclass(frozen=True, kw_only=True)
class ClearanceWithdrawn(Event):
    """An approver took a clearance back before settlement."""

    pitch_id: UUID
    terms_version: int
    request_id: UUID
    decision_id: UUID


@dataclass(frozen=True, kw_only=True)
class ClearanceReminded(Event):
    """A request waits: its approver is reminded. `round` is 1 or 2."""

    request_id: UUID
    pitch_id: UUID
    round: int


@dataclass(frozen=True, kw_only=True)
class ClearancePassedOn(Event):
    """A request went to somebody else: unanswered, recused, or the reporting line ended."""

    request_id: UUID
    pitch_id: UUID
    from_id: UUID | None
