"""What happens from the lock on, in the past tense. Amounts are integer cents."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crowdlearn.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfPitch:
    pitch_id: UUID


@dataclass(frozen=True, kw_only=True)
class PitchLocked(_OfPitch, Event):
    """The whole cost is covered and cleared; backers pay until `due_at`."""

    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class PitchFunded(_OfPitch, Event):
    """All the money is there, or none was asked of peers."""


@dataclass(frozen=True, kw_only=True)
class PitchNotFunded(_OfPitch, Event):
    """The cost was not covered. `after_lock`: what had come in goes back."""

    after_lock: bool


@dataclass(frozen=True, kw_only=True)
class PitchNotApproved(_OfPitch, Event):
    """Clearance was missing at the end, or was taken back before the money was there."""

    after_lock: bool


@dataclass(frozen=True, kw_only=True)
class PitchCancelled(_OfPitch, Event):
    """The learning does not take place; what the provider gives back goes back to those who paid."""

    why: str


@dataclass(frozen=True, kw_only=True)
class PitchFrozen(_OfPitch, Event):
    """The pitcher cannot go on; everything unspent goes back and the promises are waived."""

    why: str


@dataclass(frozen=True, kw_only=True)
class PitchCompleted(_OfPitch, Event):
    """Every cent found its place."""


@dataclass(frozen=True, kw_only=True)
class TopUpAsked(_OfPitch, Event):
    """`missing_cents` are asked of the pitcher, until `until` if there is an end to it."""

    missing_cents: int
    until: datetime | None
    after_lock: bool = False


@dataclass(frozen=True, kw_only=True)
class TopUpAdded(_OfPitch, Event):
    """The pitcher added money of her own."""

    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class PledgeDropped(_OfPitch, Event):
    """A backer did not pay in time."""

    pledge_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class MoneyWaits(_OfPitch, Event):
    """Money came in that does not make a pledge whole, or that nobody expects."""

    arrival_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentSubmitted(_OfPitch, Event):
    """The pitcher showed a receipt, a record or an invoice."""

    document_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReceiptVerified(_OfPitch, Event):
    """A treasurer looked at a document: `verified`, or refused with a reason."""

    document_id: UUID
    verified: bool


@dataclass(frozen=True, kw_only=True)
class PayoutProposed(_OfPitch, Event):
    """A treasurer certified a payout; another one pays."""

    payout_id: UUID


@dataclass(frozen=True, kw_only=True)
class PayoutConfirmed(_OfPitch, Event):
    """A payout left the host's account."""

    payout_id: UUID


@dataclass(frozen=True, kw_only=True)
class RefundsProposed(_OfPitch, Event):
    """A round of refunds waits for a treasurer."""

    round_id: UUID


@dataclass(frozen=True, kw_only=True)
class RefundMade(_OfPitch, Event):
    """A refund was sent to a backer."""

    refund_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class RefundFailed(_OfPitch, Event):
    """A card did not take a refund; a treasurer finds another way."""

    refund_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationMoneyNoted(_OfPitch, Event):
    """The organisation paid more, or less, than was planned."""

    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class MoneyOwed(_OfPitch, Event):
    """The pitcher got more than peers carry now, and owes it."""

    claim_id: UUID


@dataclass(frozen=True, kw_only=True)
class SubstituteProposed(_OfPitch, Event):
    """Someone else would go; backers may object until `until`."""

    substitution_id: UUID
    until: datetime


@dataclass(frozen=True, kw_only=True)
class SubstituteDecided(_OfPitch, Event):
    """Whether someone else goes."""

    substitution_id: UUID
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class ReminderDue(_OfPitch, Event):
    """Somebody should be reminded: `kind` is "pay", "card", "confirm", "top_up" or "receipts".

    `about_id` is the pledge, or the pitch.
    """

    kind: str
    about_id: UUID
    person_id: UUID
    until: datetime
