"""Who finds room under the peer goal, and how a sum is shared to the cent (money.md, sections 2 and 3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.money import Money

from .states import PledgeState


class BelowMinimum(RuleBroken):
    """The offer is smaller than the smallest pledge."""

    msgid = N_("The smallest pledge is %(minimum)s.")
    field = "amount"


class PartTooSmall(RuleBroken):
    """A pledge stands in parts, and none may be smaller than the smallest pledge."""

    msgid = N_("Your pledge stands in parts of at least %(minimum)s each. Choose at least %(least)s.")
    field = "amount"


@dataclass(frozen=True)
class Acceptance:
    """What becomes of an offer, in cents: `accepted` has room now, `waitlisted` waits for room."""

    state: PledgeState
    accepted: int
    waitlisted: int


def accept(offer: int, live: int, goal: int, up_to: bool, minimum: int) -> Acceptance:
    """Decide how much of `offer` finds room under `goal` when `live` is already promised. All in cents.

    Whole or not at all, unless the peer said "up to". Raises BelowMinimum.
    """
    if offer < minimum:
        raise BelowMinimum(minimum=Money(minimum))
    room = goal - live
    if offer <= room:
        return Acceptance(PledgeState.PLEDGED, offer, 0)
    if up_to and room >= minimum:
        return Acceptance(PledgeState.PLEDGED, room, offer - room)
    return Acceptance(PledgeState.WAITLISTED, 0, offer)


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` cents by `weights`, by largest remainder; of equal remainders the earlier comes first.

    The parts sum to `total` exactly; all are zero when there is nothing to share or nobody to share with.
    """
    whole = sum(weights)
    if whole == 0 or total == 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def trim(goal: int, accepted: Sequence[int], minimum: int) -> list[int]:
    """Return what stays of each accepted amount under a lowered `goal`, in cents; 0 for a pledge that is released.

    Nothing changes while all of it fits. What falls below the minimum is not kept: its part goes to the waitlist.
    """
    if sum(accepted) <= goal:
        return list(accepted)
    return [part if part >= minimum else 0 for part in split(goal, accepted)]


def lower(parts: Sequence[int], total: int, minimum: int) -> list[int]:
    """Return what stays of each part so that `total` cents stay in all; taken from the first part first.

    A part ends, or keeps at least the minimum. Raises BelowMinimum, and PartTooSmall where the parts cannot make it.
    """
    if total < minimum:
        raise BelowMinimum(minimum=Money(minimum))
    excess, left = sum(parts) - total, []
    for part in parts:
        stays = 0 if excess >= part else max(part - excess, min(part, minimum))
        excess -= part - stays
        left.append(stays)
    if excess:
        raise PartTooSmall(minimum=Money(minimum), least=Money(total + excess))
    return left
