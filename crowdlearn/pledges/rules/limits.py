"""How much one person may pledge. The installation may set other bounds; the application binds them at start."""

from dataclasses import dataclass

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.money import Money
from crowdlearn.people.rules import MoneyMode


class LimitReached(RuleBroken):
    """The offer is more than the person may still pledge."""

    msgid = N_("At most %(limit)s; you can still pledge %(remaining)s.")
    field = "amount"


class LimitOfPledge(LimitReached):
    """More than one pitch may get from one person."""

    msgid = N_("At most %(limit)s per person for one pitch; you can still pledge %(remaining)s here.")


class LimitOfPair(LimitReached):
    """More than one person may give to the same pitcher in a year."""

    msgid = N_("At most %(limit)s a year from one person to the same pitcher; you can still pledge %(remaining)s here.")


class LimitOfYear(LimitReached):
    """More than one person may give in a year."""

    msgid = N_("At most %(limit)s a year from one person; you can still pledge %(remaining)s.")


@dataclass(frozen=True)
class Limits:
    """Greatest sums in cents: for one pitch, from one peer to one pitcher in a year, from one peer in a year."""

    pledge: int = 50_000
    pair_year: int = 100_000
    person_year: int = 200_000


@dataclass(frozen=True)
class Given:
    """What a person's live, waiting and kept pledges sum to, in cents; `pair` and `year` within the calendar year."""

    here: int = 0
    pair: int = 0
    year: int = 0


class Bounds:
    """What this installation allows: limits of a person, and the money modes that organisations may choose from."""

    limits: Limits = Limits()
    modes: frozenset[MoneyMode] = frozenset(MoneyMode)


bounds = Bounds()


def allowance(limits: Limits, given: Given) -> int:
    """Return what the person may still pledge here, in cents, never below zero."""
    left = (limits.pledge - given.here, limits.pair_year - given.pair, limits.person_year - given.year)
    return max(0, min(left))


def check_limits(offer: int, limits: Limits, given: Given, currency: str) -> None:
    """Raise the LimitReached whose bound is tightest when `offer` exceeds what is left of it."""
    remaining = allowance(limits, given)
    if offer <= remaining:
        return
    kinds: tuple[tuple[int, int, type[LimitReached]], ...] = (
        (limits.pledge - given.here, limits.pledge, LimitOfPledge),
        (limits.pair_year - given.pair, limits.pair_year, LimitOfPair),
        (limits.person_year - given.year, limits.person_year, LimitOfYear),
    )
    _, limit, refusal = min(kinds, key=lambda kind: kind[0])
    raise refusal(limit=Money(limit, currency), remaining=Money(remaining, currency))
