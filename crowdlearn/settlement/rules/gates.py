"""The gates that money passes: G2 before a lock, G4 before a payout (money.md, section 1). Integer cents."""

from dataclasses import dataclass
from enum import StrEnum

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import Worded
from crowdlearn.pitches.rules import MINIMUM_CENTS

from .shares import Account, Outlay, Plan, outcome


@dataclass(frozen=True)
class Cover:
    """What a pitch costs and who covers it. `promised` is the sum of firm pledges, `room_held` that of unsure ones."""

    cost: int
    organisation: int
    own_share: int
    goal: int
    top_up: int
    promised: int
    unsure: int = 0

    @property
    def missing(self) -> int:
        """Return what nobody covers yet, never below zero."""
        return max(0, self.cost - self.organisation - self.own_share - self.top_up - self.promised)

    @property
    def is_full(self) -> bool:
        """Tell whether the whole cost is covered, and by peers not above the pitcher."""
        return self.missing == 0 and self.promised <= self.own_share

    @property
    def room_too_small(self) -> bool:
        """Tell whether what is missing is below the smallest pledge, so that only the pitcher can close it."""
        return 0 < self.missing < MINIMUM_CENTS and self.unsure == 0


class Verdict(StrEnum):
    """What the scales say about an open pitch."""

    WAIT = "wait"
    ASK_TOP_UP = "ask_top_up"
    WAIT_FOR_CLEARANCE = "wait_for_clearance"
    LOCK = "lock"
    FUND = "fund"


def verdict(cover: Cover, *, cleared: bool) -> Verdict:
    """Weigh an open pitch: G2. A pitch that asks peers for nothing has nothing to lock and is funded once cleared."""
    if cover.goal == 0:
        return Verdict.FUND if cleared else Verdict.WAIT_FOR_CLEARANCE
    if cover.is_full:
        return Verdict.LOCK if cleared else Verdict.WAIT_FOR_CLEARANCE
    return Verdict.ASK_TOP_UP if cover.room_too_small else Verdict.WAIT


class TopUpTooMuch(RuleBroken):
    """The pitcher would add more than is missing."""

    msgid = N_("Only %(missing)s is missing. You need not add more.")
    field = "amount"


class NoTopUpNow(RuleBroken):
    """Nothing is asked of the pitcher now."""

    msgid = N_("Nothing needs to be added to this pitch at the moment.")
    field = "amount"


def check_top_up(amount: int, missing: int) -> None:
    """Raise NoTopUpNow or TopUpTooMuch unless `amount` fits into what is missing."""
    if missing <= 0:
        raise NoTopUpNow
    if amount > missing:
        raise TopUpTooMuch(missing=Money(missing))


class Payee(Worded):
    """Who gets a payout."""

    PITCHER = "pitcher", N_("The pitcher, who paid it")
    PROVIDER = "provider", N_("The provider, against an unpaid invoice")


class PayoutRefused(RuleBroken):
    """G4 does not hold."""

    field = "amount"


class PayoutAboveShare(PayoutRefused):
    """More than peers carry of what is proven."""

    msgid = N_("Peers carry %(payable)s of what the receipts prove; %(left)s of it is still to be paid out.")


class OwnShareNotProven(PayoutRefused):
    """The pitcher has not yet carried as much as peers would."""

    msgid = N_("The own share is not proven yet: receipts show %(own)s carried by the pitcher, peers would carry more.")


class NoInvoice(PayoutRefused):
    """The provider is paid against an invoice."""

    msgid = N_("Unpaid invoices cover %(unpaid)s. Verify the provider’s invoice before you pay it.")


def payable_now(plan: Plan, outlay: Outlay, account: Account, payee: Payee) -> int:
    """Return the greatest payout that G4 lets through now, in cents, never below zero."""
    share = outcome(plan, outlay, account).payable
    left = share - account.paid
    if payee is Payee.PITCHER:
        return max(0, min(left, outlay.own - account.paid_pitcher - share))
    if outlay.own - account.paid_pitcher < share:
        return 0
    return max(0, min(left, outlay.invoices - account.paid_provider))


def check_payout(amount: int, plan: Plan, outlay: Outlay, account: Account, payee: Payee) -> None:
    """Raise the PayoutRefused that applies unless `amount` cents may go to `payee`."""
    share = outcome(plan, outlay, account).payable
    if amount > share - account.paid:
        raise PayoutAboveShare(payable=Money(share), left=Money(max(0, share - account.paid)))
    own = outlay.own - account.paid_pitcher - (amount if payee is Payee.PITCHER else 0)
    if own < share:
        raise OwnShareNotProven(own=Money(own))
    if payee is Payee.PROVIDER and amount > outlay.invoices - account.paid_provider:
        raise NoInvoice(unpaid=Money(max(0, outlay.invoices - account.paid_provider)))


def enough_agree(backers: int, objections: int) -> bool:
    """Tell whether at least two thirds of the backers, by head-count, did not object."""
    return 3 * (backers - objections) >= 2 * backers
