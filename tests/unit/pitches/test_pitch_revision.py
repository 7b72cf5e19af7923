"""Changing an open pitch: money.md rows 48 to 53 and 68."""

from dataclasses import replace
from typing import Any

import pytest

from crowdlearn.pitches.rules import (
    Cost,
    GoalBelowPledged,
    GoalCannotRise,
    OwnShareMustRise,
    PitchKind,
    Plan,
    Return,
    SelfBelowHalf,
    ShareBackKind,
    Shares,
    compare,
    divide,
    revised_shares,
    shares_of_revision,
)
from tests.support.plans import WHOLE, in_days, plan

SIXTY = divide(240_000, 100_000, 84_000)  # base 140,000: own 84,000, peers 56,000


def goal(cost: int = 240_000, organisation: int = 100_000, live: int = 0, own: int | None = None) -> int:
    fewer = organisation < 100_000
    return revised_shares(SIXTY, cost, organisation, own, live, less_organisation=fewer).peer_goal


def test_row_48_a_dearer_plan_falls_on_the_pitcher() -> None:
    assert goal(cost=260_000, live=30_000) == 56_000
    assert goal(cost=260_000, own=84_000) == 56_000  # the share that stood in the form was not chosen anew


def test_row_48_the_pitcher_may_ask_for_up_to_half() -> None:
    assert goal(cost=260_000, own=80_000) == 80_000
    with pytest.raises(SelfBelowHalf):
        goal(cost=260_000, own=79_999)


@pytest.mark.parametrize(
    ("cost", "organisation", "expected"),
    [
        pytest.param(240_000, 140_000, 40_000, id="more-organisation-money"),
        pytest.param(200_000, 100_000, 40_000, id="cheaper"),
        pytest.param(239_999, 100_000, 56_000, id="a-cent-cheaper-rounds-to-the-nearest"),
        pytest.param(240_000, 240_000, 0, id="organisation-pays-all"),
        pytest.param(101_000, 100_000, 0, id="below-the-smallest-pledge-is-no-goal"),
    ],
)
def test_row_49_a_cheaper_plan_relieves_both(cost: int, organisation: int, expected: int) -> None:
    assert goal(cost, organisation, live=56_000) == expected


def test_row_49_an_odd_base_leaves_peers_below_half() -> None:
    assert revised_shares(divide(100_001, 0, None), 99_999, 0, None, 0).peer_goal == 49_999


def test_row_49_a_cheaper_plan_does_not_ask_peers_for_more() -> None:
    with pytest.raises(GoalCannotRise):
        goal(cost=220_000, own=60_000)


def test_row_50_less_organisation_money_is_the_pitchers() -> None:
    assert goal(organisation=80_000) == 56_000
    with pytest.raises(OwnShareMustRise) as refused:
        goal(organisation=80_000, own=90_000)
    assert refused.value.facts["required"].cents == 104_000


def test_row_68_the_goal_stays_above_what_is_pledged() -> None:
    assert goal(own=90_000, live=50_000) == 50_000
    with pytest.raises(GoalBelowPledged) as refused:
        goal(own=90_001, live=50_000)
    assert refused.value.facts["highest"].cents == 90_000


def test_a_money_ask_that_begins_later_begins_with_half() -> None:
    free = plan(asks_money=False, costs=())
    assert shares_of_revision(free, plan(), Shares(), 0).peer_goal == 50_000


def test_a_money_ask_that_ends_asks_for_nothing() -> None:
    assert shares_of_revision(plan(), plan(asks_money=False), plan().shares, 20_000) == Shares()


def material(before: Plan = WHOLE, own: int | None = None, **changes: Any) -> tuple[str, ...]:
    after = replace(before, **changes)
    shares = after.shares if own is None else divide(after.cost_cents, after.organisation_cents, own)
    return compare(before, after, before.shares, shares).material


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"provider": "School of Something Else"}, "provider", id="provider"),
        pytest.param({"title": "Service design week 2027"}, "title", id="event"),
        pytest.param({"kind": PitchKind.COURSE}, "kind", id="kind"),
        pytest.param({"starts_on": in_days(75)}, "starts_on", id="fifteen-days-later"),
        pytest.param({"starts_on": in_days(45)}, "starts_on", id="fifteen-days-earlier"),
        pytest.param({"ends_on": in_days(77)}, "ends_on", id="ends-fifteen-days-later"),
        pytest.param({"costs": (Cost(label="Seat", amount_cents=110_001),)}, "costs", id="a-cent-above-ten-per-cent"),
        pytest.param({"application_plan": "In May I will read about letters."}, "application_plan", id="purpose"),
        pytest.param({"benefit_peers": ""}, "benefit_peers", id="benefit-taken-away"),
        pytest.param({"share_backs": ()}, "share_backs", id="share-back-lost"),
        pytest.param(
            {"share_backs": (Return(kind=ShareBackKind.BLOG, due_on=in_days(90)),)}, "share_backs", id="other-kind"
        ),
        pytest.param(
            {"share_backs": (Return(kind=ShareBackKind.WEBINAR, due_on=in_days(90), open_to_all=False),)},
            "share_backs",
            id="closed-to-others",
        ),
        pytest.param(
            {"share_backs": (Return(kind=ShareBackKind.WEBINAR, due_on=in_days(105)),)}, "share_backs", id="put-off"
        ),
        pytest.param({"deadline": in_days(31)}, "deadline", id="consent-would-end-before-the-deadline"),
    ],
)
def test_row_52_material(changes: dict[str, Any], field: str) -> None:
    assert field in material(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"title": "Service-Design Week"}, id="spelling"),
        pytest.param({"provider": "School of  Service Design."}, id="punctuation"),
        pytest.param({"starts_on": in_days(74), "ends_on": in_days(76)}, id="fourteen-days"),
        pytest.param({"costs": (Cost(label="Seat", amount_cents=110_000),)}, id="ten-per-cent"),
        pytest.param({"costs": (Cost(label="Seat", amount_cents=60_000),)}, id="cheaper"),
        pytest.param({"application_plan": WHOLE.application_plan + " In June I teach it to my team."}, id="more-words"),
        pytest.param({"share_backs": (*WHOLE.share_backs, Return(due_on=in_days(120)))}, id="one-more-share-back"),
        pytest.param({"deadline": in_days(20)}, id="closes-earlier"),
        pytest.param({"story": "All new.", "summary": "New"}, id="story"),
    ],
)
def test_row_52_not_material(changes: dict[str, Any]) -> None:
    assert material(**changes) == ()


def test_what_a_quick_pitch_did_not_say_may_be_added() -> None:
    bare = plan(provider="", improves="", ends_on=None)
    assert material(bare, improves="Letters that people finish.", ends_on=in_days(61)) == ()


def test_row_53_a_lower_own_share_is_material_a_higher_one_is_not() -> None:
    more = compare(WHOLE, WHOLE, divide(100_000, 0, 60_000), divide(100_000, 0, 50_000))
    assert (more.material, more.raised_goal) == (("own_share",), True)
    less = compare(WHOLE, WHOLE, divide(100_000, 0, 50_000), divide(100_000, 0, 60_000))
    assert (less.material, less.raised_goal, less.changes) == ((), False, ("own_share",))


def test_row_53_an_own_share_that_falls_with_the_cost_is_not_material() -> None:
    assert material(costs=(Cost(label="Seat", amount_cents=80_000),)) == ()


def test_nothing_changed_is_no_change() -> None:
    said = compare(WHOLE, WHOLE, WHOLE.shares, WHOLE.shares)
    assert (said.changes, said.material, said.raised_cost) == ((), (), False)
