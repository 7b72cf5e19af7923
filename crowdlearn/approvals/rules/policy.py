"""Who is asked for given terms, by an organisation's policy."""

from dataclasses import dataclass
from enum import StrEnum

from crowdlearn.people.rules import StepOrder


class Authority(StrEnum):
    """In which capacity someone decides: LINE is the pitcher's reporting line at a level, nearest first."""

    LINE = "line"
    BUDGET = "budget"


@dataclass(frozen=True)
class Policy:
    """What an organisation adopted. `steps_needed` levels of the line decide, one after another or any of them.

    Peers' money up to `ask_above_cents` needs no decision. `budget_limit_cents`: organisation money above it is the
    budget holder's to decide; None leaves it to the line.
    """

    ask_above_cents: int = 0
    work_time_asks: bool = False
    step_order: StepOrder = StepOrder.IN_ORDER
    steps_needed: int = 1
    budget_limit_cents: int | None = None


@dataclass(frozen=True)
class Asks:
    """What a pitch's present terms ask for, in cents. `organisation_cents` counts confirmed and pending money."""

    peer_goal_cents: int = 0
    organisation_cents: int = 0
    takes_work_time: bool = False


@dataclass(frozen=True)
class Step:
    """One decision that is asked for. `level` counts up the line from 1; 0 for the budget holder.

    A step `at_once` is asked right away, the others when all before them are cleared.
    """

    authority: Authority
    level: int
    at_once: bool


@dataclass(frozen=True)
class Plan:
    """The decisions asked for: all steps of the line are asked, `line_needed` of them suffice; a budget step always.

    No step means: told, not asked.
    """

    steps: tuple[Step, ...] = ()
    line_needed: int = 0


NOBODY = Plan()


def steps_for(policy: Policy | None, asks: Asks, levels: int) -> Plan:
    """Return who decides on these terms; `levels` is how many levels of the pitcher's line may decide.

    With nobody in the line the first step still stands: it waits until the organisation names a manager. An
    organisation without a policy has not adopted: nothing can ask for money there, so its managers are told.
    """
    if policy is None:
        return NOBODY
    budget = _budget_asked(policy, asks)
    if not (_line_asked(policy, asks) or budget):
        return NOBODY
    needed = min(max(policy.steps_needed, 1), max(levels, 1)) if _line_asked(policy, asks) else 0
    any_order = policy.step_order is StepOrder.ANY
    asked = max(levels, 1) if any_order and needed else needed
    line = [Step(Authority.LINE, level, at_once=any_order or level == 1) for level in range(1, asked + 1)]
    if budget:
        line.append(Step(Authority.BUDGET, 0, at_once=any_order or not line))
    return Plan(tuple(line), needed)


def _line_asked(policy: Policy, asks: Asks) -> bool:
    if policy.steps_needed == 0:
        return False
    by_money = asks.peer_goal_cents > policy.ask_above_cents
    return by_money or (asks.takes_work_time and policy.work_time_asks)


def _budget_asked(policy: Policy, asks: Asks) -> bool:
    limit = policy.budget_limit_cents
    return limit is not None and asks.organisation_cents > limit
