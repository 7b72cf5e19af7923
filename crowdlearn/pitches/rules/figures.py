"""The arithmetic as pages show it while somebody is still typing: computed, or the reason why it cannot be."""

from dataclasses import dataclass, replace

from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.kernel.money import Money

from .gate import NothingToPay
from .money import MoneyAskRefused, check_goal
from .plan import Plan


@dataclass(frozen=True)
class Figures:
    """What a money ask comes to. `base`, `own_share` and `peer_goal` are None while `refusal` says why not."""

    cost: Money
    organisation: Money
    pending: Money
    base: Money | None = None
    own_share: Money | None = None
    peer_goal: Money | None = None
    refusal: RuleBroken | None = None


def figures(plan: Plan) -> Figures | None:
    """Return the figures of a plan's money ask, None where it asks for none."""
    if not plan.asks_money:
        return None
    typed = Figures(Money(plan.cost_cents), Money(plan.organisation_cents), Money(plan.pending_cents))
    if plan.cost_cents == 0:
        return replace(typed, refusal=NothingToPay())
    try:
        shares = plan.shares
    except MoneyAskRefused as refusal:
        return replace(typed, refusal=refusal)
    divided = replace(
        typed, base=Money(shares.base), own_share=Money(shares.own_share), peer_goal=Money(shares.peer_goal)
    )
    try:
        check_goal(shares.peer_goal)
    except MoneyAskRefused as refusal:
        return replace(divided, refusal=refusal)
    return divided
