"""What happened to a pitch."""

from dataclasses import dataclass
from uuid import UUID

from crowdlearn.kernel.events import Event


@dataclass(frozen=True)
class IdeaShared(Event):
    """Someone shared an unfinished idea."""

    pitch_id: UUID


@dataclass(frozen=True)
class PitchPublished(Event):
    """A pitch is complete and public."""

    pitch_id: UUID


@dataclass(frozen=True)
class PitchRevised(Event):
    """An open pitch was changed. `changes` names fields; a material change needs new clearance and new consent."""

    pitch_id: UUID
    material: bool
    terms_version: int
    raised_cost: bool
    raised_goal: bool = False
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PitchWithdrawn(Event):
    """The pitcher took the pitch back; `was_open` is False for an idea."""

    pitch_id: UUID
    was_open: bool


@dataclass(frozen=True)
class PitchPaused(Event):
    """A pitch takes no pledges for now."""

    pitch_id: UUID


@dataclass(frozen=True)
class PitchResumed(Event):
    """A paused pitch is open again."""

    pitch_id: UUID


@dataclass(frozen=True)
class UpdateWritten(Event):
    """The pitcher told the crowd some news."""

    pitch_id: UUID
    update_id: UUID
