"""The steps of the guided form, and which part of a plan each of them asks for."""

from crowdlearn.kernel.words import N_, Worded

from .gate import content_points, money_points
from .plan import Plan


class Step(Worded):
    """A page of the guided form, in order."""

    WHAT = "what", N_("What it is")
    WHEN = "when", N_("When and where")
    STORY = "story", N_("Your story")
    BENEFITS = "benefits", N_("Three benefits")
    APPLICATION = "application", N_("Putting it to use")
    MONEY = "money", N_("Money")
    NEEDS = "needs", N_("Help you need")
    RETURNS = "returns", N_("What comes back")


ASKS_FOR: dict[Step, tuple[str, ...]] = {
    Step.WHAT: (
        "kind",
        "kind_other",
        "title",
        "summary",
        "provider",
        "link",
        "audience",
        "sessions",
        "topics",
        "language",
    ),
    Step.WHEN: ("starts_on", "ends_on", "place", "place_name", "scope", "region", "time_zone", "takes_work_time"),
    Step.STORY: ("story", "improves"),
    Step.BENEFITS: ("benefit_me", "benefit_peers", "benefit_organisation"),
    Step.APPLICATION: ("application_plan", "resources"),
    Step.MONEY: ("asks_money", "costs", "organisation_money", "own_share_cents", "also_puts_in", "purchase_on"),
    Step.NEEDS: ("needs",),
    Step.RETURNS: ("share_backs", "deadline"),
}
_STEP_OF = {field: step for step, fields in ASKS_FOR.items() for field in fields} | {"own_share": Step.MONEY}


def step_of(field: str | None) -> Step:
    """Return the page where a field is asked for; what has no field belongs to the money ask."""
    return _STEP_OF.get(field or "", Step.MONEY)


def said_so_far(plan: Plan) -> frozenset[Step]:
    """Return the steps in which something was said and nothing that publication asks for is missing."""
    blank = Plan()
    missing = {step_of(point.field) for point in (*content_points(plan), *money_points(plan))}
    if plan.deadline is None:
        missing.add(Step.RETURNS)
    said = {step for step, names in ASKS_FOR.items() if any(getattr(plan, n) != getattr(blank, n) for n in names)}
    return frozenset(said - missing)
