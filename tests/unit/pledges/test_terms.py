"""What becomes of the two halves when an open pitch changes: rows 48, 49, 50, 53, 59 and 68 of money.md."""

import pytest

from crowdlearn.pitches.rules import OrganisationExceedsCost, SelfBelowHalf
from crowdlearn.pledges.rules import Figures, GoalBelowPledged, GoalCannotRise, OwnShareMustRise, reshare

BEFORE = Figures(cost=240_000, organisation=100_000, goal=56_000)  # base 140,000, own share 84,000


def goal_after(cost=240_000, organisation=100_000, live=0, own_share=None):
    return reshare(BEFORE, cost, organisation, live, own_share).figures.goal


def test_row_48_a_dearer_plan_falls_on_the_pitcher_by_default():
    after = reshare(BEFORE, 260_000, 100_000, 30_000)
    assert (after.figures.goal, after.figures.own_share) == (56_000, 104_000)


def test_row_48_the_pitcher_may_ask_peers_for_up_to_half_of_it():
    after = reshare(BEFORE, 260_000, 100_000, 30_000, own_share=80_000)
    assert after.figures.goal == 80_000
    assert not after.own_lowered
    with pytest.raises(SelfBelowHalf) as refused:
        goal_after(cost=260_000, own_share=79_999)
    assert refused.value.facts["required"].cents == 80_000


@pytest.mark.parametrize(
    ("cost", "organisation", "goal"),
    [
        pytest.param(240_000, 140_000, 40_000, id="more-organisation-money"),
        pytest.param(200_000, 100_000, 40_000, id="cheaper"),
        pytest.param(239_999, 100_000, 56_000, id="a-cent-cheaper-rounds-to-the-nearest"),
        pytest.param(240_000, 240_000, 0, id="organisation-pays-all"),
        pytest.param(101_000, 100_000, 0, id="below-the-minimum-peers-are-asked-for-nothing"),
    ],
)
def test_row_49_a_cheaper_plan_shrinks_both_halves(cost, organisation, goal):
    assert goal_after(cost, organisation) == goal


def test_row_49_peers_never_carry_more_than_half():
    half = Figures(cost=100_001, organisation=0, goal=50_000)
    assert reshare(half, 99_999, 0, 0).figures.goal == 49_999


def test_row_49_a_cheaper_plan_does_not_raise_the_peers_part():
    with pytest.raises(GoalCannotRise):
        goal_after(cost=220_000, own_share=60_000)


def test_row_50_less_organisation_money_is_made_up_by_the_pitcher():
    assert goal_after(organisation=80_000) == 56_000
    with pytest.raises(OwnShareMustRise) as refused:
        goal_after(organisation=80_000, own_share=84_000)
    assert refused.value.facts["required"].cents == 104_000


def test_row_53_a_lowered_own_share_is_a_material_change():
    after = reshare(BEFORE, 240_000, 100_000, 30_000, own_share=70_000)
    assert (after.figures.goal, after.own_lowered) == (70_000, True)
    assert not reshare(BEFORE, 240_000, 100_000, 30_000, own_share=90_000).own_lowered


def test_row_68_the_goal_is_not_lowered_below_what_is_pledged():
    assert goal_after(live=50_000, own_share=90_000) == 50_000
    with pytest.raises(GoalBelowPledged) as refused:
        goal_after(live=50_000, own_share=90_001)
    assert refused.value.facts["highest"].cents == 90_000


def test_row_59_a_matching_fund_is_organisation_money_and_relieves_both():
    after = reshare(Figures(100_000, 0, 50_000), 100_000, 20_000, 50_000).figures
    assert (after.goal, after.own_share) == (40_000, 40_000)


def test_row_13_organisation_money_above_the_cost_is_refused():
    with pytest.raises(OrganisationExceedsCost):
        goal_after(cost=90_000)
