"""What happens to promises, in the past tense."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from crowdlearn.kernel.events import Event

from .states import IntroductionState


class AboutPitch(Protocol):
    """Any event about a pitch, also one of a feature above."""

    @property
    def id(self) -> UUID: ...
    @property
    def pitch_id(self) -> UUID: ...


@dataclass(frozen=True, kw_only=True)
class _OfPledge:
    pledge_id: UUID
    pitch_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PledgePromised(_OfPledge, Event):
    """A peer promised money, or more of it; part or all of it may wait for room."""


@dataclass(frozen=True, kw_only=True)
class PledgeAbandoned(_OfPledge, Event):
    """No card was saved for a pledge, or none that may carry it; `why` names the reason."""

    why: str


@dataclass(frozen=True, kw_only=True)
class CardShared(_OfPledge, Event):
    """A pledge stands on a card that another member saved too; a treasurer looks at it."""


@dataclass(frozen=True, kw_only=True)
class PledgeChanged(_OfPledge, Event):
    """A peer lowered a promise, or changed its wish or whether the name is shown."""


@dataclass(frozen=True, kw_only=True)
class PledgeWithdrawn(_OfPledge, Event):
    """A peer took a promise back."""


@dataclass(frozen=True, kw_only=True)
class PledgePromoted(_OfPledge, Event):
    """A waiting promise found room."""


@dataclass(frozen=True, kw_only=True)
class PledgeTrimmed(_OfPledge, Event):
    """The goal shrank: the peer pays less. Cents."""

    was_cents: int
    now_cents: int


@dataclass(frozen=True, kw_only=True)
class PledgeReleased(_OfPledge, Event):
    """A promise ended without the peer's doing; `why` names the reason."""

    why: str


@dataclass(frozen=True, kw_only=True)
class ReconfirmAsked(_OfPledge, Event):
    """The pitch changed materially: the peer is asked again, and silence releases."""

    until: datetime


@dataclass(frozen=True, kw_only=True)
class PledgeReconfirmed(_OfPledge, Event):
    """The peer stands by the promise under the new terms."""


@dataclass(frozen=True, kw_only=True)
class _OfOffer:
    offer_id: UUID
    pitch_id: UUID
    helper_id: UUID


@dataclass(frozen=True, kw_only=True)
class OfferMade(_OfOffer, Event):
    """A peer offered help."""


@dataclass(frozen=True, kw_only=True)
class OfferAnswered(_OfOffer, Event):
    """The pitcher took the help, or declined it kindly."""

    accepted: bool


@dataclass(frozen=True, kw_only=True)
class OfferScheduled(_OfOffer, Event):
    """Pitcher and helper have an appointment."""


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(_OfOffer, Event):
    """The helper took the offer back."""


@dataclass(frozen=True, kw_only=True)
class HoursSaid(_OfOffer, Event):
    """One side said what was given; the other has yet to agree."""

    by_helper: bool


@dataclass(frozen=True, kw_only=True)
class OfferConfirmed(_OfOffer, Event):
    """Both sides agree on what was given."""

    minutes: int


@dataclass(frozen=True, kw_only=True)
class OfferNotGiven(_OfOffer, Event):
    """Promised help did not come."""


@dataclass(frozen=True, kw_only=True)
class StillStandsAsked(_OfOffer, Event):
    """The pitch was not funded: does the offer of help still stand?"""


@dataclass(frozen=True, kw_only=True)
class OfferReleased(_OfOffer, Event):
    """An offer ended without the helper's doing; `why` names the reason."""

    why: str


@dataclass(frozen=True, kw_only=True)
class IntroductionMoved(_OfOffer, Event):
    """An introduction was made, led to a meeting, to something, or to nothing."""

    state: IntroductionState
