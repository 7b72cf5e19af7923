"""The half rule at publication: what the pitcher carries and peers may be asked for (money.md, sections 1 and 3)."""

from dataclasses import dataclass, replace

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.money import Money

MINIMUM_CENTS = 500  # the smallest pledge, and the smallest ask


class MoneyAskRefused(RuleBroken):
    """The figures of a money ask do not hold together."""


class NegativeAmount(MoneyAskRefused):
    """An amount is below zero."""

    msgid = N_("An amount cannot be below zero.")
    field = "costs"


class OrganisationExceedsCost(MoneyAskRefused):
    """The organisation's money is more than the whole cost."""

    msgid = N_("Organisation money cannot be more than the whole cost.")
    field = "organisation_money"


class SelfBelowHalf(MoneyAskRefused):
    """The pitcher would carry less than half."""

    msgid = N_("Your own share must be at least half of what your organisation does not pay: %(required)s.")
    field = "own_share"


class SelfAboveBase(MoneyAskRefused):
    """The pitcher would carry more than there is to carry."""

    msgid = N_("Your own share cannot be more than what your organisation does not pay: %(base)s.")
    field = "own_share"


class GoalBelowMinimum(MoneyAskRefused):
    """Peers would be asked for less than the smallest pledge."""

    msgid = N_("Ask peers for nothing, or for at least %(minimum)s.")
    field = "own_share"


@dataclass(frozen=True)
class Shares:
    """How a personal base is divided, in cents: base = required + ceiling (the odd cent is the pitcher's),
    and base = own_share + peer_goal."""

    base: int = 0
    required: int = 0
    ceiling: int = 0
    own_share: int = 0
    peer_goal: int = 0


def base(cost: int, organisation: int) -> Shares:
    """Divide in halves what the organisation does not pay. Raises NegativeAmount or OrganisationExceedsCost."""
    if cost < 0 or organisation < 0:
        raise NegativeAmount
    if organisation > cost:
        raise OrganisationExceedsCost
    personal = cost - organisation
    required, ceiling = (personal + 1) // 2, personal // 2
    return Shares(personal, required, ceiling, own_share=required, peer_goal=ceiling)


def divide(cost: int, organisation: int, own_share: int | None) -> Shares:
    """Divide as the pitcher declares; None is half. Raises what base() does, SelfBelowHalf and SelfAboveBase."""
    halves = base(cost, organisation)
    if own_share is None:
        return halves
    if own_share < halves.required:
        raise SelfBelowHalf(required=Money(halves.required))
    if own_share > halves.base:
        raise SelfAboveBase(base=Money(halves.base))
    return replace(halves, own_share=own_share, peer_goal=halves.base - own_share)


def peer_goal(cost: int, organisation: int, own_share: int) -> int:
    """Return what peers are asked for, in cents. Raises what divide() does."""
    return divide(cost, organisation, own_share).peer_goal


def check_goal(goal: int) -> None:
    """Raise GoalBelowMinimum unless peers are asked for nothing or for at least the smallest pledge."""
    if 0 < goal < MINIMUM_CENTS:
        raise GoalBelowMinimum(minimum=Money(MINIMUM_CENTS))
