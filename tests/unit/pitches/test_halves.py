"""The half rule at publication: money.md §3, row by row."""

import pytest

from crowdlearn.pitches.rules import (
    GoalBelowMinimum,
    NegativeAmount,
    OrganisationExceedsCost,
    SelfAboveBase,
    SelfBelowHalf,
    Shares,
    base,
    check_goal,
    divide,
    peer_goal,
)


@pytest.mark.parametrize(
    ("cost", "organisation", "own", "expected"),
    [
        pytest.param(100_000, 0, 50_000, Shares(100_000, 50_000, 50_000, 50_000, 50_000), id="row-1"),
        pytest.param(
            100_001, 0, 50_001, Shares(100_001, 50_001, 50_000, 50_001, 50_000), id="row-2-odd-cent-on-the-pitcher"
        ),
        pytest.param(240_000, 100_000, 70_000, Shares(140_000, 70_000, 70_000, 70_000, 70_000), id="row-4"),
        pytest.param(
            240_000, 100_000, 84_000, Shares(140_000, 70_000, 70_000, 84_000, 56_000), id="row-6-sixty-per-cent"
        ),
        pytest.param(240_000, 100_000, 140_000, Shares(140_000, 70_000, 70_000, 140_000, 0), id="row-7-no-peer-money"),
        pytest.param(240_000, 240_000, 0, Shares(0, 0, 0, 0, 0), id="row-9-organisation-pays-all"),
        pytest.param(99_999, 50_000, 25_000, Shares(49_999, 25_000, 24_999, 25_000, 24_999), id="row-10"),
        pytest.param(150_000, 149_999, 1, Shares(1, 1, 0, 1, 0), id="row-11-nothing-for-peers"),
        pytest.param(0, 0, 0, Shares(0, 0, 0, 0, 0), id="row-12-free"),
    ],
)
def test_base_and_goal(cost: int, organisation: int, own: int, expected: Shares) -> None:
    assert divide(cost, organisation, own) == expected
    assert peer_goal(cost, organisation, own) == expected.peer_goal


@pytest.mark.parametrize(
    ("cost", "organisation", "own", "refusal"),
    [
        pytest.param(100_001, 0, 50_000, SelfBelowHalf, id="row-3"),
        pytest.param(240_000, 100_000, 69_999, SelfBelowHalf, id="row-5-a-cent-short"),
        pytest.param(240_000, 100_000, 140_001, SelfAboveBase, id="row-8"),
        pytest.param(100, 101, 0, OrganisationExceedsCost, id="row-13"),
        pytest.param(-1, 0, 0, NegativeAmount, id="row-14"),
    ],
)
def test_refused(cost: int, organisation: int, own: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        peer_goal(cost, organisation, own)


def test_without_a_declaration_the_pitcher_carries_half() -> None:
    assert divide(100_001, 0, None) == base(100_001, 0) == Shares(100_001, 50_001, 50_000, 50_001, 50_000)


def test_the_refusal_says_what_is_required() -> None:
    with pytest.raises(SelfBelowHalf) as refused:
        peer_goal(240_000, 100_000, 69_999)
    assert refused.value.facts["required"].cents == 70_000


@pytest.mark.parametrize("goal", [0, 500, 501])
def test_peers_are_asked_for_nothing_or_for_at_least_five_dollars(goal: int) -> None:
    check_goal(goal)


@pytest.mark.parametrize("goal", [1, 499])
def test_a_goal_below_the_smallest_pledge_is_refused(goal: int) -> None:
    with pytest.raises(GoalBelowMinimum):
        check_goal(goal)
