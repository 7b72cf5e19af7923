"""What peers carry in the end, and what goes back (money.md, sections 2 and 4). Integer cents."""

from collections.abc import Sequence
from dataclasses import dataclass

from crowdlearn.pledges.rules.shares import split


def peer_payable(receipts: int, organisation_actual: int, goal: int, base_planned: int, collected: int) -> int:
    """Return K, the greatest sum that peers carry of what was really spent.

    Never above what was collected, above the planned part (nearest cent, half up), or above half.
    """
    base = max(0, receipts - organisation_actual)
    if base_planned == 0:
        return 0
    return min(collected, (2 * base * goal + base_planned) // (2 * base_planned), base // 2)


def refunds(kept: Sequence[int], payable: int) -> list[int]:
    """Return what goes back of each kept amount, so that `payable` stays in all; ties go to the earlier pledge."""
    return split(max(0, sum(kept) - payable), kept)


@dataclass(frozen=True)
class Plan:
    """The figures that the lock froze: personal base and what peers were asked for, of the approved cost."""

    cost: int
    base: int
    goal: int


@dataclass(frozen=True)
class Outlay:
    """What verified documents show: `receipts` is all of it, `invoices` the part that nobody paid yet.

    `organisation` is the organisation's money as it really came.
    """

    receipts: int
    invoices: int
    organisation: int

    @property
    def own(self) -> int:
        """Return what the pitcher has carried so far, before anything is paid out."""
        return max(0, self.receipts - self.organisation - self.invoices)


@dataclass(frozen=True)
class Account:
    """What became of peers' money: `collected` in all, `returned` to backers, paid out to pitcher and provider.

    `returned` counts what is on its way back too; `paid_pitcher` is net of what she paid back.
    """

    collected: int
    returned: int = 0
    paid_pitcher: int = 0
    paid_provider: int = 0

    @property
    def kept(self) -> int:
        """Return what peers still carry."""
        return self.collected - self.returned

    @property
    def paid(self) -> int:
        """Return what was paid out in all."""
        return self.paid_pitcher + self.paid_provider


@dataclass(frozen=True)
class Outcome:
    """How the cost is carried, in cents: B_act, K, what is above K and goes back, what the pitcher bears and owes.

    `refundable` is the part of `surplus` that the host has in hand; the rest comes back when she pays what she owes.
    """

    base: int
    payable: int
    surplus: int
    refundable: int
    bears: int
    owed: int


def outcome(plan: Plan, outlay: Outlay, account: Account) -> Outcome:
    """Say how the cost is carried by what is verified now. Above the approved cost everything is the pitcher's.

    What was refunded before is never asked back, and what was paid out above K is owed by the pitcher.
    """
    eligible = min(outlay.receipts, plan.cost)
    payable = peer_payable(eligible, outlay.organisation, plan.goal, plan.base, account.kept)
    return Outcome(
        base=max(0, eligible - outlay.organisation),
        payable=payable,
        surplus=account.kept - payable,
        refundable=max(0, account.kept - max(payable, account.paid)),
        bears=max(0, outlay.receipts - outlay.organisation) - payable,
        owed=max(0, account.paid - payable),
    )
