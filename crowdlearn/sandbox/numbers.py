"""The public test numbers of the processor, and what each of them does. No other number is taken.

Source: Stripe's list of test cards. `saving` is what happens when the card is saved, `charging` at every charge.
"""

from dataclasses import dataclass

from crowdlearn.kernel.words import N_, Worded

from .wire import ApiError


class Outcome(Worded):
    """What a bank says."""

    OK = "ok", N_("Yes")
    ASK = "authentication_required", N_("Asks its customer first")
    DECLINED = "generic_decline", N_("No, without a reason")
    NO_FUNDS = "insufficient_funds", N_("No, not enough money")
    EXPIRED = "expired_card", N_("No, the card has expired")
    LOST = "lost_card", N_("No, the card was reported as lost")


SAID = {
    Outcome.DECLINED: ("card_declined", "Your card was declined."),
    Outcome.NO_FUNDS: ("card_declined", "Your card has insufficient funds."),
    Outcome.LOST: ("card_declined", "Your card was declined."),
    Outcome.EXPIRED: ("expired_card", "Your card has expired."),
    Outcome.ASK: ("authentication_required", "Your card was declined. This transaction requires authentication."),
}


@dataclass(frozen=True)
class TestCard:
    """A test card: its brand, and what the bank says when."""

    brand: str
    saving: Outcome = Outcome.OK
    charging: Outcome = Outcome.OK
    disputes: bool = False
    refunds_fail: bool = False


TEST_CARDS = {
    "4242424242424242": TestCard("visa"),
    "5555555555554444": TestCard("mastercard"),
    "378282246310005": TestCard("amex"),
    "4000000000000341": TestCard("visa", charging=Outcome.DECLINED),
    "4000000000000002": TestCard("visa", Outcome.DECLINED, Outcome.DECLINED),
    "4000000000009995": TestCard("visa", Outcome.NO_FUNDS, Outcome.NO_FUNDS),
    "4000000000009987": TestCard("visa", Outcome.LOST, Outcome.LOST),
    "4000000000000069": TestCard("visa", Outcome.EXPIRED, Outcome.EXPIRED),
    "4000002500003155": TestCard("visa", saving=Outcome.ASK),
    "4000002760003184": TestCard("visa", Outcome.ASK, Outcome.ASK),
    "4000000000000259": TestCard("visa", disputes=True),
    "4000000000005126": TestCard("visa", refunds_fail=True),
}
TOKENS = {  # payment methods that the processor offers to tests by name
    "pm_card_visa": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
    "pm_card_authenticationRequiredOnSetup": "4000002500003155",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_createDispute": "4000000000000259",
    "pm_card_refundFail": "4000000000005126",
}


def known(number: str) -> str:
    """Return a test number without spaces. Raises ApiError for any other number: real cards have no place here."""
    digits = "".join(number.split())
    if digits not in TEST_CARDS:
        raise ApiError(
            402,
            "Your card was declined. Your request was in test mode, but used a non test card.",
            kind="card_error",
            code="card_declined",
            decline_code="test_mode_live_card",
            param="number",
        )
    return digits


def refusal(outcome: Outcome) -> ApiError:
    """Return what the processor says when the bank does not say yes."""
    code, message = SAID[outcome]
    decline = None if code == "expired_card" else outcome.value
    return ApiError(402, message, kind="card_error", code=code, decline_code=decline)
