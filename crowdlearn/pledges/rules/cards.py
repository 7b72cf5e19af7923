"""Pledges by card: which card may carry one, and until when its place is kept."""

from datetime import date, timedelta

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.payments.rules import PaymentState

from .backing import BackingRefused

ROOM_KEPT = timedelta(minutes=31)  # as long as the page that saves a card; the processor's least is 30
CARD_CONSENT_VERSION = "2026-11-card"  # the wording of templates/pledges/consent_card.html
EXCHANGEABLE = frozenset({PaymentState.TO_CHARGE, PaymentState.CARD_FAILED, PaymentState.NEEDS_ACTION})


class CardRefused(RuleBroken):
    """This card cannot carry this pledge."""

    field = "card"


class CardNeeded(CardRefused):
    """Pledges to this pitch stand on a saved card."""

    msgid = N_("Pledges to this pitch are made by card.")


class NoCardsHere(CardRefused):
    """Pledges to this pitch are paid by a code."""

    msgid = N_("Pledges to this pitch are not made by card.")


class CardEndsEarly(CardRefused):
    """The card expires before the last day on which it may be asked for money."""

    msgid = N_("The card ends before %(day)s, the last day on which it may be needed. Use one that is good for longer.")


class PitchersCard(CardRefused, BackingRefused):
    """The pitcher's own card, or one of their household."""

    msgid = N_("This card belongs to the pitcher. The pitcher’s own share is no pledge; use a card of your own.")


class PaymentsDisputed(CardRefused):
    """Their bank disputes an earlier payment, or took it back."""

    msgid = N_("Your bank disputes an earlier payment. Please speak with a treasurer before you pledge by card.")


class CardInUse(CardRefused):
    """A live pledge hangs on the card."""

    msgid = N_("A pledge hangs on this card. Use another card for the pledge first, then remove this one.")


class PlaceNotKept(MoveRefused):
    """The pledge ended before a card was saved."""

    msgid = N_("Your place is not kept any more, and nothing was promised. You can pledge again.")


def covers(year: int, month: int, until: date) -> bool:
    """Tell whether a card that is good through this month can be asked on the day `until`."""
    return (year, month) >= (until.year, until.month)
