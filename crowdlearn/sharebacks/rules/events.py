"""What happened to share-backs."""

from dataclasses import dataclass
from uuid import UUID

from crowdlearn.kernel.events import Event

from .states import Met


@dataclass(frozen=True)
class SharebackPublished(Event):
    """A share-back became readable; for an event, its announcement."""

    shareback_id: UUID


@dataclass(frozen=True)
class EventChanged(Event):
    """The time, place or link of an announced event changed."""

    shareback_id: UUID


@dataclass(frozen=True)
class EventCancelled(Event):
    """An announced event will not take place."""

    shareback_id: UUID


@dataclass(frozen=True)
class EventHeld(Event):
    """An event took place, with its attendance."""

    shareback_id: UUID
    attended: int


@dataclass(frozen=True)
class AttendanceCorrected(Event):
    """The list of who came was corrected."""

    shareback_id: UUID


@dataclass(frozen=True)
class EventOver(Event):
    """The time of an event has passed."""

    shareback_id: UUID


@dataclass(frozen=True)
class SeatTaken(Event):
    """Someone signed up for an event; `waiting` when it is full."""

    shareback_id: UUID
    person_id: UUID
    waiting: bool


@dataclass(frozen=True)
class SeatFreed(Event):
    """A waiting person moved up to a seat."""

    shareback_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class SeatReturned(Event):
    """Someone gave their seat back."""

    shareback_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class EventSoon(Event):
    """An event begins within so many hours: 24, and once more 1."""

    shareback_id: UUID
    hours: int = 24


@dataclass(frozen=True)
class SharebackRetold(Event):
    """Someone gives again what another member learned; it became readable, or was announced."""

    shareback_id: UUID
    original_id: UUID


@dataclass(frozen=True)
class ReviewWritten(Event):
    """A member reviewed a share-back."""

    review_id: UUID
    shareback_id: UUID


@dataclass(frozen=True)
class ReviewAnswered(Event):
    """The author answered a review."""

    review_id: UUID
    shareback_id: UUID


@dataclass(frozen=True)
class WishAnswered(Event):
    """A backer said whether they got what they hoped for."""

    pitch_id: UUID
    promise_id: UUID
    met: Met


@dataclass(frozen=True)
class ThankYouSent(Event):
    """The pitcher thanked a backer."""

    thanks_id: UUID
    pitch_id: UUID
    backer_id: UUID
