"""What the hosted pages say when a card is not taken. Pure."""

from collections.abc import Mapping

from crowdlearn.kernel.errors import N_, RuleBroken


class CardRefused(RuleBroken):
    """The bank says no, without saying why."""

    msgid = N_("The bank declined this card. Try another one.")
    field = "card_number"


class NoTestNumber(CardRefused):
    """Somebody typed a number that is not one of the public test numbers."""

    msgid = N_("Only the test numbers listed on this page are taken. Never type the number of a real card here.")


class NoFunds(CardRefused):
    """There is not enough money on the card."""

    msgid = N_("The bank declined this card: there is not enough money on it. Try another one.")


class CardExpired(CardRefused):
    """The bank says that the card is too old."""

    msgid = N_("The bank declined this card: it has expired. Try another one.")


class CardLost(CardRefused):
    """The card was reported as lost."""

    msgid = N_("The bank declined this card: it was reported as lost. Try another one.")


class TimeOver(CardRefused):
    """The month that was typed is over."""

    msgid = N_("This month is over. Check the date on the card.")
    field = "year"


class PageClosed(RuleBroken):
    """The hosted page was used, or stood open for too long."""

    msgid = N_("This page is closed. Go back and open it again from there.")


REFUSALS: Mapping[str, type[RuleBroken]] = {  # by the processor's word
    "test_mode_live_card": NoTestNumber,
    "insufficient_funds": NoFunds,
    "expired_card": CardExpired,
    "lost_card": CardLost,
    "invalid_expiry_year": TimeOver,
    "checkout_closed": PageClosed,
}
