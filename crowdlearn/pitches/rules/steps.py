"""The steps of the guided form, and which part of a plan each of them asks for."""

from enum import StrEnum


class Step(StrEnum):
    """A page of the guided form, in order."""

    WHAT = "what"
    WHEN = "when"
    STORY = "story"
    BENEFITS = "benefits"
    APPLICATION = "application"
    MONEY = "money"
    NEEDS = "needs"
    RETURNS = "returns"


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
