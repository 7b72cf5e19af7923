"""A promised share-back from its promise to its proof. Pure; dates are days in the pitch's own time zone."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import Worded

UNANSWERED_AFTER = timedelta(days=14)  # a delivery that nobody confirmed counts as delivered, unconfirmed
BROKEN_AFTER = timedelta(days=60)
REMINDERS = (14, 3, 0)  # days before the due date
OVERDUE_REMINDERS = (1, 14, 30)  # days after it
HOLD_FROM = 2  # so many overdue commitments, and no new money ask
LONGEST_MOVE = timedelta(days=180)
ANSWERS_WITHIN = timedelta(days=14)  # backers' time to answer a replacement; silence is not agreement
AGAIN_WITHIN = timedelta(days=30)  # after a steward asks for a delivery once more


class CommitmentState(StrEnum):
    """LAPSED: delivered and, after 14 days without an answer, counted as delivered, unconfirmed."""

    OPEN = "open"
    DELIVERED = "delivered"
    LAPSED = "lapsed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    BROKEN = "broken"
    WAIVED = "waived"


C = CommitmentState
COMMITMENT = Machine(
    {
        C.OPEN: {C.DELIVERED, C.BROKEN, C.WAIVED},
        C.DELIVERED: {C.CONFIRMED, C.LAPSED, C.DISPUTED},
        C.LAPSED: {C.CONFIRMED, C.DISPUTED},
        C.CONFIRMED: set(),
        C.DISPUTED: {C.CONFIRMED, C.OPEN, C.BROKEN},
        C.BROKEN: {C.DELIVERED, C.WAIVED},  # better late than never
        C.WAIVED: set(),
    }
)
KEPT = frozenset({C.DELIVERED, C.LAPSED, C.CONFIRMED})
OWED = frozenset({C.OPEN, C.BROKEN})


class EntryKind(Worded):
    """What the journal can say."""

    MADE = "made", N_("Promised")
    MOVED = "moved", N_("Moved")
    REPLACEMENT_ASKED = "replacement_asked", N_("Replacement asked")
    REPLACED = "replaced", N_("Replaced")
    REPLACEMENT_REFUSED = "replacement_refused", N_("Replacement refused")
    DELIVERED = "delivered", N_("Delivered")
    CONFIRMED = "confirmed", N_("Confirmed")
    LAPSED = "lapsed", N_("Counted as delivered, unconfirmed")
    DISPUTED = "disputed", N_("Disputed")
    RESOLVED = "resolved", N_("Decided by a steward")
    WAIVED = "waived", N_("Waived")
    OVERDUE = "overdue", N_("Became overdue")
    BROKEN = "broken", N_("Broken")


OPEN_TO_STRANGERS = frozenset({EntryKind.MADE, EntryKind.DELIVERED, EntryKind.CONFIRMED, EntryKind.LAPSED})


class Standing(Worded):
    """How a commitment reads on a page, today."""

    DUE = "due", N_("Due")
    LATE = "late", N_("Late")
    DELIVERED = "delivered", N_("Delivered")
    CONFIRMED = "confirmed", N_("Confirmed")
    REVIEWED = "reviewed", N_("Reviewed")
    DISPUTED = "disputed", N_("Disputed")
    BROKEN = "broken", N_("Broken")
    WAIVED = "waived", N_("Waived")


GIVEN = (Standing.DELIVERED, Standing.CONFIRMED, Standing.REVIEWED)  # what strangers are shown


class Answer(Worded):
    """A backer's answer to a replacement."""

    YES = "yes", N_("Yes, that is fine with me")
    NO = "no", N_("No, I would rather have what was promised")


class Resolution(Worded):
    """What a steward may decide about a dispute; the values are states."""

    CONFIRMED = "confirmed", N_("It was delivered as promised")
    OPEN = "open", N_("It is to be delivered again")
    BROKEN = "broken", N_("The promise was broken")


def standing(state: CommitmentState, late: bool, reviews: int = 0) -> Standing:
    """Say how a commitment stands: late from the day after its due date, reviewed once it has a review."""
    if state is C.OPEN:
        return Standing.LATE if late else Standing.DUE
    if state in KEPT and reviews:
        return Standing.REVIEWED
    return {
        C.DELIVERED: Standing.DELIVERED,
        C.LAPSED: Standing.DELIVERED,
        C.CONFIRMED: Standing.CONFIRMED,
        C.DISPUTED: Standing.DISPUTED,
        C.BROKEN: Standing.BROKEN,
        C.WAIVED: Standing.WAIVED,
    }[state]


class AlreadyMoved(RuleBroken):
    """A commitment may be moved once."""

    msgid = N_("A commitment can be moved once, and this one was. Deliver it, or ask your backers to replace it.")


class MoveNotLater(RuleBroken):
    """The new date does not move the commitment."""

    msgid = N_("Choose a date after %(due)s and at most six months later.")
    field = "due_on"


class DateOutOfReach(RuleBroken):
    """A replacement comes soon enough to be worth waiting for."""

    msgid = N_("Choose a date from tomorrow to %(latest)s.")
    field = "due_on"


class ReasonMissing(RuleBroken):
    """A move, replacement or waiver says why."""

    msgid = N_("Say why in a few words; your backers will read it.")
    field = "reason"


class NotOpen(RuleBroken):
    """The commitment is settled."""

    msgid = N_("This commitment is already settled.")


class AlreadyAsked(RuleBroken):
    """One replacement at a time."""

    msgid = N_("Your backers are already asked about a replacement. Wait for their answer.")


class NotForYou(RuleBroken):
    """A backer confirms; with no backers, one peer who reviewed."""

    msgid = N_("A backer of this pitch confirms its commitments; without backers, a peer who reviewed the share-back.")


class OwnDelivery(RuleBroken):
    """Nobody confirms their own delivery."""

    msgid = N_("You cannot confirm your own delivery.")


def check_move(moved_from: date | None, due_on: date, new: date, reason: str) -> None:
    """Raise AlreadyMoved, MoveNotLater or ReasonMissing unless the commitment may move to `new`."""
    if moved_from is not None:
        raise AlreadyMoved
    if not due_on < new <= due_on + LONGEST_MOVE:
        raise MoveNotLater(due=due_on)
    if not reason.strip():
        raise ReasonMissing


def check_replacement(due_on: date, new: date, today: date, reason: str) -> None:
    """Raise ReasonMissing or DateOutOfReach unless another kind may be offered instead, for the day `new`."""
    if not reason.strip():
        raise ReasonMissing
    latest = max(due_on, today) + LONGEST_MOVE
    if not today < new <= latest:
        raise DateOutOfReach(latest=latest)


def replacement_agreed(backers: int, agreed: int, refused: int) -> bool | None:
    """Tell whether more than half of the backers agree; None while it is open. Without backers it is agreed at once."""
    if agreed * 2 > backers or backers == 0:
        return True
    return False if refused * 2 >= backers else None


@dataclass(frozen=True)
class CommitmentsOpened(Event):
    """A funded pitch's promises became commitments."""

    pitch_id: UUID


@dataclass(frozen=True)
class CommitmentDueSoon(Event):
    """A commitment is due in `days` days (below zero: overdue since)."""

    commitment_id: UUID
    days: int


@dataclass(frozen=True)
class CommitmentMoved(Event):
    """A commitment moved to a later date, with a reason."""

    commitment_id: UUID
    reason: str


@dataclass(frozen=True)
class ReplacementAsked(Event):
    """The pitcher asks the backers to take another kind of share-back instead."""

    commitment_id: UUID
    replacement_id: UUID


@dataclass(frozen=True)
class ReplacementDecided(Event):
    """The backers agreed to a replacement, or not."""

    commitment_id: UUID
    replacement_id: UUID
    agreed: bool


@dataclass(frozen=True)
class CommitmentDelivered(Event):
    """The pitcher recorded what was delivered."""

    commitment_id: UUID


@dataclass(frozen=True)
class CommitmentConfirmed(Event):
    """A backer, or a peer reviewer where there is no backer, confirmed a delivery."""

    commitment_id: UUID


@dataclass(frozen=True)
class CommitmentDisputed(Event):
    """A backer says that a delivery is not what was promised."""

    commitment_id: UUID
    reason: str


@dataclass(frozen=True)
class DisputeResolved(Event):
    """A steward without a stake decided a dispute."""

    commitment_id: UUID
    state: CommitmentState


@dataclass(frozen=True)
class CommitmentWaived(Event):
    """A commitment was waived, by a steward with a reason such as leave, or because its pitch was cancelled."""

    commitment_id: UUID


@dataclass(frozen=True)
class CommitmentLapsed(Event):
    """Nobody confirmed a delivery for 14 days: it counts as delivered, unconfirmed."""

    commitment_id: UUID


@dataclass(frozen=True)
class CommitmentBroken(Event):
    """A commitment was 60 days overdue."""

    commitment_id: UUID
