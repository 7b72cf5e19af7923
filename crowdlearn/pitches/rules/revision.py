"""Changing an open pitch: what becomes of its figures, and which changes are material (money.md, rows 48-53 and 68)."""

import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.money import Money

from .money import MINIMUM_CENTS, Shares, base, check_goal, divide
from .plan import Plan, Return

DATES_MAY_MOVE = timedelta(days=14)
KEPT_WORDS = (4, 5)  # of a longer text, four words in five must stay
NAMED = ("title", "provider", "kind", "kind_other")  # what it is: every word counts
PURPOSE = ("improves", "benefit_me", "benefit_peers", "benefit_organisation", "application_plan")


class GoalBelowPledged(RuleBroken):
    """The own share would leave peers less than what they already promised."""

    msgid = N_("Peers have already promised %(pledged)s. Your own share can be %(highest)s at most.")
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


class TermsWouldChange(RuleBroken):
    """A material change, and the pitcher has not said yet that others may be asked again."""

    msgid = N_("This changes what others agreed to. Say below that they may be asked again, or change it back.")
    field = "understood"


class NeedBelowFilled(RuleBroken):
    """Help that was accepted cannot be unasked."""

    msgid, field = N_("You already accepted more help than that."), "needs"


def goal_after(before: Shares, base_after: int) -> int:
    """Return the peer goal, in cents, when the personal base changes and the pitcher chose nothing.

    A higher base is the pitcher's to carry (rows 48, 50). A lower one relieves both in proportion, to the nearest
    cent, peers never above half (row 49); what is left below the smallest pledge is no goal any more.
    """
    if base_after >= before.base:
        return before.peer_goal
    nearest = (2 * base_after * before.peer_goal + before.base) // (2 * before.base)
    goal = min(nearest, base_after // 2)
    return goal if goal >= MINIMUM_CENTS else 0


def revised_shares(
    before: Shares, cost: int, organisation: int, own_share: int | None, live: int, *, less_organisation: bool = False
) -> Shares:
    """Return how new figures are divided. `own_share` is the pitcher's choice, None (or the one before) for none.

    `live` is what peers promised so far. Raises what divide() does, GoalBelowMinimum, GoalBelowPledged,
    OwnShareMustRise (when the organisation gives less) and GoalCannotRise (when the plan is cheaper).
    """
    halves = base(cost, organisation)
    followed = goal_after(before, halves.base)
    carried = replace(halves, own_share=halves.base - followed, peer_goal=followed)
    if own_share in (None, before.own_share, carried.own_share):
        return carried
    chosen = divide(cost, organisation, own_share)
    check_goal(chosen.peer_goal)
    if chosen.peer_goal < min(live, followed):
        raise GoalBelowPledged(pledged=Money(live), highest=Money(max(halves.base - live, 0)))
    if chosen.peer_goal > followed and less_organisation:
        raise OwnShareMustRise(required=Money(carried.own_share))
    if chosen.peer_goal > followed and halves.base < before.base:
        raise GoalCannotRise(required=Money(carried.own_share))
    return chosen


def shares_of_revision(before: Plan, after: Plan, shares: Shares, live: int) -> Shares:
    """Return how the changed plan divides its money; `shares` is how it was divided, `live` what peers promised.

    Where money is newly asked for, the pitcher's declaration counts, half if there is none.
    """
    if not after.asks_money or not before.asks_money:
        return after.shares
    return revised_shares(
        shares,
        after.cost_cents,
        after.organisation_cents,
        after.own_share_cents or None,
        live,
        less_organisation=after.organisation_cents < before.organisation_cents,
    )


@dataclass(frozen=True)
class Comparison:
    """What a revision changes, by field name, and which of these changes are material."""

    changes: tuple[str, ...]
    material: tuple[str, ...]
    raised_cost: bool
    raised_goal: bool


def compare(before: Plan, after: Plan, shares_before: Shares, shares_after: Shares) -> Comparison:
    """Say what differs between two plans and how their money is divided."""
    names = [name for name in Plan.__dataclass_fields__ if name != "own_share_cents"]
    changes = [name for name in names if getattr(before, name) != getattr(after, name)]
    if (shares_before.own_share, shares_before.peer_goal) != (shares_after.own_share, shares_after.peer_goal):
        changes.append("own_share")
    return Comparison(
        tuple(changes),
        material_changes(before, after, shares_before, shares_after),
        raised_cost=after.cost_cents > before.cost_cents,
        raised_goal=shares_after.peer_goal > shares_before.peer_goal,
    )


def material_changes(before: Plan, after: Plan, shares_before: Shares, shares_after: Shares) -> tuple[str, ...]:
    """Return the fields whose change asks backers and approvers again (rows 52 and 53).

    What the pitch is called and by whom it is given may change in spelling only; of the longer texts most words must
    stay, adding is free; dates may move by 14 days; the cost may rise by a tenth; a share-back may not be lost, closed
    to others or put off by more than 14 days; the closing date may not be later, for consent ends with it; the own
    share may fall only because there is less to carry.
    """
    found = [name for name in NAMED if _letters(getattr(before, name)) != _letters(getattr(after, name))]
    found += [name for name in PURPOSE if not _says_still(getattr(before, name), getattr(after, name))]
    found += [name for name in ("starts_on", "ends_on") if _moved(_day(before, name), _day(after, name))]
    if after.asks_money and (not before.asks_money or after.cost_cents * 10 > before.cost_cents * 11):
        found.append("costs")
    if _share_backs_reduced(before.share_backs, after.share_backs):
        found.append("share_backs")
    if before.deadline and (after.deadline is None or after.deadline > before.deadline):
        found.append("deadline")
    carried = shares_after.base - goal_after(shares_before, shares_after.base)
    if shares_after.own_share < min(shares_before.own_share, carried):
        found.append("own_share")
    return tuple(found)


def _letters(text: str) -> str:
    """Return the letters and digits alone, without accents or capitals."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _says_still(before: str, after: str) -> bool:
    """Tell whether enough of a text's words stand in the other one, in their order."""
    old, new = ([_letters(word) for word in text.split()] for text in (before, after))
    kept = sum(block.size for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks())
    part, whole = KEPT_WORDS
    return kept * whole >= len(old) * part


def _day(plan: Plan, name: str) -> date | None:
    return plan.last_day if name == "ends_on" else plan.starts_on


def _moved(before: date | None, after: date | None) -> bool:
    if before is None:
        return False
    return after is None or abs(after - before) > DATES_MAY_MOVE


def _share_backs_reduced(before: tuple[Return, ...], after: tuple[Return, ...]) -> bool:
    """Tell whether a promise was lost, closed, or put off, each kind compared in the order of its due dates."""
    lost = Counter(planned.kind for planned in before) - Counter(planned.kind for planned in after)
    if lost:
        return True
    open_before, open_after = (Counter(p.kind for p in returns if p.open_to_all) for returns in (before, after))
    return bool(open_before - open_after) or any(
        late - due > DATES_MAY_MOVE
        for kind in {planned.kind for planned in before}
        for due, late in zip(_due_dates(before, kind), _due_dates(after, kind), strict=False)
    )


def _due_dates(returns: tuple[Return, ...], kind: str) -> list[date]:
    return sorted(planned.due_on for planned in returns if planned.kind == kind and planned.due_on)
