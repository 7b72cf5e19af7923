"""How the two halves follow when an open pitch's figures change (money.md, rows 48–53 and 68). Cents."""

from dataclasses import dataclass

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.pitches.rules import MINIMUM_CENTS, SelfBelowHalf, Shares, base


class GoalBelowPledged(RuleBroken):
    """The own share would leave peers less than what they already promised."""

    msgid = N_("Peers have already promised %(live)s. Your own share can be %(highest)s at most.")
    field = "own_share"


class OwnShareMustRise(RuleBroken):
    """Less organisation money is made up by the pitcher, not by peers."""

    msgid = N_(
        "With less money from your organisation your own share must rise to %(required)s. You can also pause the pitch."
    )
    field = "own_share"


class GoalCannotRise(RuleBroken):
    """A cheaper plan does not ask peers for a greater part."""

    msgid = N_("When the plan gets cheaper, both halves get smaller: your own share is at least %(required)s.")
    field = "own_share"


@dataclass(frozen=True)
class Figures:
    """A pitch's money: whole cost, organisation money and what peers are asked for, in cents."""

    cost: int
    organisation: int
    goal: int

    @property
    def base(self) -> int:
        """Return what the organisation does not pay."""
        return self.cost - self.organisation

    @property
    def own_share(self) -> int:
        """Return what the pitcher carries."""
        return self.base - self.goal


@dataclass(frozen=True)
class Reshared:
    """The new figures; `own_lowered` when the pitcher asks peers for more of the same cost: a material change."""

    figures: Figures
    own_lowered: bool = False


def reshare(before: Figures, cost: int, organisation: int, live: int, own_share: int | None = None) -> Reshared:
    """Return the figures after a change of cost or organisation money, and of the own share where one is stated.

    The goal stays when it gets dearer, and shrinks in proportion when it gets cheaper (promises are then trimmed).
    Raises SelfBelowHalf, GoalBelowPledged, OwnShareMustRise, GoalCannotRise and what pitches' base() does.
    """
    shares = base(cost, organisation)
    goal = _by_default(before, shares)
    if own_share is None or own_share == shares.base - goal:
        return Reshared(Figures(cost, organisation, goal))
    wanted = shares.base - own_share
    if wanted > shares.ceiling:
        raise SelfBelowHalf(required=Money(shares.required))
    if wanted < goal:
        _check_lowered(wanted, live, shares)
    elif organisation < before.organisation:
        raise OwnShareMustRise(required=Money(shares.base - goal))
    elif shares.base < before.base:
        raise GoalCannotRise(required=Money(shares.base - goal))
    return Reshared(Figures(cost, organisation, wanted), own_lowered=wanted > goal and shares.base == before.base)


def _by_default(before: Figures, shares: Shares) -> int:
    if shares.base >= before.base:
        return before.goal
    nearest = (2 * shares.base * before.goal + before.base) // (2 * before.base)
    goal = min(nearest, shares.ceiling)
    return goal if goal >= MINIMUM_CENTS else 0  # nobody can pledge less than the minimum


def _check_lowered(wanted: int, live: int, shares: Shares) -> None:
    if wanted < live:
        raise GoalBelowPledged(live=Money(live), highest=Money(shares.base - live))
