"""What a payment of one pledge may become. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import N_, Worded


class PaymentState(Worded):
    """TO_CHARGE: expected. CHARGING: asked for, answer unknown. AUTHORISED: held. COLLECTED: it is with the host.

    A provider that only records what came in goes from TO_CHARGE straight to COLLECTED.
    """

    TO_CHARGE = "to_charge", N_("Expected")
    CHARGING = "charging", N_("Being charged")
    NEEDS_ACTION = "needs_action", N_("Needs a confirmation")
    CARD_FAILED = "card_failed", N_("Card failed")
    AUTHORISED = "authorised", N_("Held")
    COLLECTED = "collected", N_("Received")
    PART_REFUNDED = "part_refunded", N_("Partly sent back")
    REFUNDED = "refunded", N_("Sent back")
    RELEASED = "released", N_("Not needed any more")


P = PaymentState
PAYMENT = Machine(
    {
        P.TO_CHARGE: {P.CHARGING, P.COLLECTED, P.RELEASED},
        P.CHARGING: {P.TO_CHARGE, P.NEEDS_ACTION, P.CARD_FAILED, P.AUTHORISED, P.COLLECTED, P.RELEASED},
        P.NEEDS_ACTION: {P.TO_CHARGE, P.CHARGING, P.AUTHORISED, P.CARD_FAILED, P.RELEASED},
        P.CARD_FAILED: {P.TO_CHARGE, P.CHARGING, P.NEEDS_ACTION, P.AUTHORISED, P.RELEASED},
        P.AUTHORISED: {P.COLLECTED, P.RELEASED},
        P.COLLECTED: {P.TO_CHARGE, P.PART_REFUNDED, P.REFUNDED},  # back to expected: recorded by mistake, nothing moved
        P.PART_REFUNDED: {P.PART_REFUNDED, P.REFUNDED, P.COLLECTED},  # a refund may come back
        P.REFUNDED: {P.PART_REFUNDED, P.COLLECTED},
        P.RELEASED: set(),
    }
)
CAPTURED = frozenset({P.COLLECTED, P.PART_REFUNDED, P.REFUNDED})  # it was with the host once
OUTSTANDING = frozenset({P.TO_CHARGE, P.CHARGING, P.NEEDS_ACTION, P.CARD_FAILED})
NOT_HELD = frozenset({P.NEEDS_ACTION, P.CARD_FAILED})  # waits for its backer: another card, or a word to the bank


class Wanted(StrEnum):
    """What settlement wants of a card payment. It is written down before anybody speaks to the processor."""

    NOTHING = "nothing"
    HOLD = "hold"
    TAKE = "take"
    LET_GO = "let_go"


TO_DO = {  # in which states something is left to do
    Wanted.HOLD: (P.TO_CHARGE, P.CHARGING),
    Wanted.TAKE: (P.AUTHORISED,),
    Wanted.LET_GO: (
        P.TO_CHARGE,
        P.CHARGING,
        P.NEEDS_ACTION,
        P.CARD_FAILED,
        P.AUTHORISED,
    ),
}


class Keys:
    """Names of requests: one name, one effect, however often it is sent. Parameters are frozen with the key.

    `installation` keeps a copy of this database from speaking in its name.
    """

    installation = "crowdlearn"

    def of(self, kind: str, row_id: UUID, *act: object) -> str:
        """Return the key of an act on a row: "crowdlearn-pledge-…-confirm-2"."""
        return "-".join(map(str, (self.installation, kind, row_id, *act)))


keys = Keys()
BY_HAND = "offline"  # the provider of money that a treasurer records; any other takes cards
NEVER_AGAIN = frozenset({"lost_card", "stolen_card", "expired_card", "pickup_card", "restricted_card"})


class PageState(StrEnum):
    """A hosted page that saves a card. ASKED: we do not know yet whether the processor opened it."""

    ASKED = "asked"
    OPEN = "open"
    DONE = "done"
    ENDED = "ended"


PAGE = Machine(
    {
        PageState.ASKED: {PageState.OPEN, PageState.DONE, PageState.ENDED},
        PageState.OPEN: {PageState.DONE, PageState.ENDED},
        PageState.DONE: set(),
        PageState.ENDED: set(),
    }
)


class LookKind(StrEnum):
    """Why we looked at the processor ourselves: to read what may have changed, or to find what we do not know."""

    RECONCILED = "reconciled"
    STRANGERS = "strangers"


@dataclass(frozen=True, kw_only=True)
class _OfPayment:
    payment_id: UUID
    pledge_id: UUID
    pitch_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class PaymentAsked(_OfPayment, Event):
    """A backer is asked to pay what they promised."""


@dataclass(frozen=True, kw_only=True)
class PaymentCollected(_OfPayment, Event):
    """The money of a pledge is with the host, whole."""


@dataclass(frozen=True, kw_only=True)
class PaymentHeld(_OfPayment, Event):
    """The money of a pledge is held on its card, whole."""


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(_OfPayment, Event):
    """A bank said no; another card may do. `failure` is its word."""

    failure: str


@dataclass(frozen=True, kw_only=True)
class PaymentNeedsAction(_OfPayment, Event):
    """A bank wants its customer to confirm."""


@dataclass(frozen=True, kw_only=True)
class PaymentReleased(_OfPayment, Event):
    """A backer need not pay any more."""


@dataclass(frozen=True, kw_only=True)
class PaymentDisputed(_OfPayment, Event):
    """A backer's bank takes the money back, for the time being or for good."""


@dataclass(frozen=True, kw_only=True)
class DisputeClosed(_OfPayment, Event):
    """A dispute is decided."""

    won: bool


@dataclass(frozen=True, kw_only=True)
class CardSaved(Event):
    """A card page was completed; `pledge_id` is the pledge it was opened for, None when it was opened for none."""

    person_id: UUID
    page_id: UUID
    card_id: UUID
    pledge_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CardPageEnded(Event):
    """A card page was left unfinished."""

    person_id: UUID
    page_id: UUID
    pledge_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class RefundReported(Event):
    """The processor has news of a refund."""

    reference: str


@dataclass(frozen=True, kw_only=True)
class StrangersFound(Event):
    """The processor knows payments that no row of ours names: `number` of them are new, `first` is one."""

    number: int
    first: str


@dataclass(frozen=True)
class DisputeReading:
    """What the processor says of one dispute, freshly read; cents. `won` is None until it is decided.

    `fee_cents` is what it keeps for the trouble, whoever wins.
    """

    reference: str
    payment: str
    amount_cents: int
    won: bool | None
    fee_cents: int = 0


@dataclass(frozen=True)
class FeeReading:
    """What the processor keeps for itself apart from any payment, freshly read; cents."""

    reference: str
    cents: int
    currency: str


@dataclass(frozen=True)
class TransferReading:
    """Money that the processor sends to the bank, freshly read; cents. `arrived`: None on its way, False came back.

    `parts` tell how much came from which payment; what came from none is not in them. A list leaves them out.
    """

    reference: str
    amount_cents: int
    currency: str
    arrived: bool | None
    parts: Mapping[str, int] = field(default_factory=dict)
