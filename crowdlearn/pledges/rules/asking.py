"""Whether a pitch takes money or help now, and what a peer agrees to."""

from dataclasses import dataclass
from datetime import date, timedelta

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.pitches.rules import TAKES_OFFERS, TAKES_PLEDGES, PitchState

CONSENT_VERSION = "2026-11"  # the wording of templates/pledges/_consent.html
LATEST_AFTER_DEADLINE = timedelta(days=7 + 3 + 3)  # top-up window, notice, settlement
RECONFIRM_WITHIN = timedelta(hours=72)


NOTHING_ASKED_YET = N_("This is an idea so far, and nothing is asked for yet. A question or a thought helps most now.")


class PitchClosed(RuleBroken):
    """The pitch does not take pledges of money in its state."""

    msgid = N_("This pitch does not take pledges any more.")


class StillIdea(PitchClosed):
    """The pitch is an idea that is shared unfinished; peers' money is not asked for."""

    msgid = NOTHING_ASKED_YET


class PitchPaused(PitchClosed):
    """The pitcher, or a missing share, stopped the pitch for a while."""

    msgid = N_("This pitch is paused. You can pledge again when it goes on.")


class PastDeadline(PitchClosed):
    """The deadline's day is over in the pitch's own time zone."""

    msgid = N_("The deadline of this pitch has passed.")


class NoMoneyAsked(PitchClosed):
    """Peers are asked for help, not for money."""

    msgid = N_("This pitch asks peers for help, not for money.")


class MoneyAskDeclined(PitchClosed):
    """The pitcher's manager declined the money ask."""

    msgid = N_("The money ask of this pitch was declined. Hours and introductions are welcome.")


class OtherCurrency(RuleBroken):
    """One currency per pitch."""

    msgid = N_("This pitch takes pledges in %(currency)s.")
    field = "amount"


class TermsChanged(MoveRefused):
    """The pitch changed between reading and confirming."""

    msgid = N_("The pitch changed while you were reading. Look at it once more, then confirm.")


class ConsentMissing(RuleBroken):
    """Nothing is promised without agreeing to the greatest amount and the latest date."""

    msgid = N_("Tick the box to agree to the greatest amount and the latest date.")
    field = "agreed"


class Locked(MoveRefused):
    """After the lock others rely on the pledge (row 36)."""

    msgid = N_("The pitch is locked: everyone’s money is being collected, and others rely on your pledge.")


class OffersClosed(RuleBroken):
    """The pitch does not take help in its state."""

    msgid = N_("This pitch does not take offers of help any more.")


class NoOffersYet(OffersClosed):
    """The pitch is an idea that is shared unfinished; help is not asked for."""

    msgid = NOTHING_ASKED_YET


@dataclass(frozen=True)
class MoneyAsk:
    """What a pitch says about peers' money now. `declined`: the manager declined it for the present terms."""

    state: PitchState
    goal_cents: int
    currency: str
    past_deadline: bool
    declined: bool


@dataclass(frozen=True)
class MoneyOffer:
    """What a peer offers and agrees to. `terms_version` is that of the page on which they agreed."""

    amount: Money
    terms_version: int
    up_to: bool = False
    wish: str = ""
    name_shown: bool = True
    agreed: bool = True


def check_offer(offer: MoneyOffer, currency: str, terms_version: int) -> None:
    """Raise OtherCurrency, TermsChanged or ConsentMissing unless the offer fits the pitch's present terms."""
    if offer.amount.currency != currency:
        raise OtherCurrency(currency=currency)
    if offer.terms_version != terms_version:
        raise TermsChanged
    if not offer.agreed:
        raise ConsentMissing


def check_takes_money(ask: MoneyAsk) -> None:
    """Raise the PitchClosed that applies, unless the pitch takes pledges of money now."""
    if ask.state is PitchState.PAUSED:
        raise PitchPaused
    if ask.state is PitchState.IDEA:
        raise StillIdea
    if ask.state not in TAKES_PLEDGES:
        raise PitchClosed
    if ask.goal_cents == 0:
        raise NoMoneyAsked
    if ask.past_deadline:
        raise PastDeadline
    if ask.declined:
        raise MoneyAskDeclined


def check_takes_offers(state: PitchState) -> None:
    """Raise OffersClosed unless the pitch takes help now."""
    if state is PitchState.IDEA:
        raise NoOffersYet
    if state not in TAKES_OFFERS:
        raise OffersClosed


def check_withdrawal(locked: bool, changed_since: bool, conflicted: bool) -> None:
    """Raise Locked after the lock, unless the pitch changed materially since, or a conflict of interest came up."""
    if locked and not (changed_since or conflicted):
        raise Locked


def consent_until(deadline: date) -> date:
    """Return the latest day on which a peer can be asked to pay."""
    return deadline + LATEST_AFTER_DEADLINE
