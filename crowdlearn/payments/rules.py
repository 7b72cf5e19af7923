"""What a payment of one pledge may become. Pure."""

from dataclasses import dataclass
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
        P.CHARGING: {P.TO_CHARGE, P.NEEDS_ACTION, P.CARD_FAILED, P.AUTHORISED, P.RELEASED},
        P.NEEDS_ACTION: {P.TO_CHARGE, P.AUTHORISED, P.CARD_FAILED, P.RELEASED},
        P.CARD_FAILED: {P.TO_CHARGE, P.RELEASED},
        P.AUTHORISED: {P.COLLECTED, P.RELEASED},
        P.COLLECTED: {P.TO_CHARGE, P.PART_REFUNDED, P.REFUNDED},  # back to expected: recorded by mistake, nothing moved
        P.PART_REFUNDED: {P.PART_REFUNDED, P.REFUNDED},
        P.REFUNDED: set(),
        P.RELEASED: set(),
    }
)
CAPTURED = frozenset({P.COLLECTED, P.PART_REFUNDED, P.REFUNDED})  # it was with the host once
OUTSTANDING = frozenset({P.TO_CHARGE, P.CHARGING, P.NEEDS_ACTION, P.CARD_FAILED})


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
class PaymentReleased(_OfPayment, Event):
    """A backer need not pay any more."""
