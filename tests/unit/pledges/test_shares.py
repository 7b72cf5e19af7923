"""Acceptance of pledges and sharing to the cent: the rows of money.md by their numbers."""

import pytest

from crowdlearn.pledges.rules import Acceptance, BelowMinimum, PartTooSmall, PledgeState, accept, lower, split, trim

LIVE, WAITLISTED = PledgeState.PLEDGED, PledgeState.WAITLISTED
GOAL, MINIMUM = 70_000, 500


@pytest.mark.parametrize(
    ("live", "offer", "up_to", "state", "accepted", "waitlisted"),
    [
        pytest.param(50_000, 20_000, True, LIVE, 20_000, 0, id="row-15"),
        pytest.param(50_000, 25_000, True, LIVE, 20_000, 5_000, id="row-16"),
        pytest.param(50_000, 25_000, False, WAITLISTED, 0, 25_000, id="row-17"),
        pytest.param(70_000, 1_000, True, WAITLISTED, 0, 1_000, id="row-18"),
        pytest.param(69_990, 5_000, True, WAITLISTED, 0, 5_000, id="row-19"),
        pytest.param(69_500, 500, False, LIVE, 500, 0, id="the-last-five-dollars"),
        pytest.param(69_500, 900, True, LIVE, 500, 400, id="room-of-exactly-the-minimum"),
        pytest.param(69_501, 900, True, WAITLISTED, 0, 900, id="a-cent-below-it"),
    ],
)
def test_an_offer_finds_room_or_waits(live, offer, up_to, state, accepted, waitlisted):
    assert accept(offer, live, GOAL, up_to, MINIMUM) == Acceptance(state, accepted, waitlisted)


@pytest.mark.parametrize("offer", [499, 1, 0, -500])
def test_less_than_the_minimum_is_refused(offer):
    with pytest.raises(BelowMinimum) as refused:
        accept(offer, 0, GOAL, True, MINIMUM)
    assert refused.value.facts["minimum"].cents == 500


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        pytest.param(10_000, [25_000, 25_000, 20_000], [3_572, 3_571, 2_857], id="row-21-refunds"),
        pytest.param(15_000, [25_000, 25_000, 20_000], [5_357, 5_357, 4_286], id="row-23-refunds"),
        pytest.param(10, [1, 1, 1], [4, 3, 3], id="ties-go-to-the-earliest"),
        pytest.param(1, [3_333, 33_333, 33_334], [0, 0, 1], id="row-26-refunds"),
        pytest.param(0, [5, 5], [0, 0], id="nothing-to-share"),
        pytest.param(7, [], [], id="nobody"),
        pytest.param(7, [0, 0], [0, 0], id="nobody-gave"),
    ],
)
def test_a_sum_is_shared_by_largest_remainder(total, weights, parts):
    assert split(total, weights) == parts


def test_a_lowered_goal_trims_and_drops_what_falls_below_the_minimum():
    assert trim(60_000, [30_000, 30_000], MINIMUM) == [30_000, 30_000]
    assert trim(30_000, [30_000, 30_000], MINIMUM) == [15_000, 15_000]
    assert trim(30_000, [59_400, 600], MINIMUM) == [29_700, 0]
    assert trim(0, [600, 600], MINIMUM) == [0, 0]


@pytest.mark.parametrize(
    ("parts", "total", "left"),
    [
        pytest.param([2_000, 500], 2_500, [2_000, 500], id="nothing-is-taken"),
        pytest.param([2_000, 500], 1_700, [1_200, 500], id="from-the-first-part"),
        pytest.param([2_000, 500], 500, [0, 500], id="the-first-part-ends"),
        pytest.param([600, 3_000], 3_300, [500, 2_800], id="the-next-part-gives-what-the-first-must-keep"),
        pytest.param([600, 3_000], 2_000, [0, 2_000], id="the-first-ends-and-the-next-gives"),
    ],
)
def test_a_lowered_pledge_is_taken_from_its_parts(parts, total, left):
    assert lower(parts, total, MINIMUM) == left


def test_parts_that_cannot_make_a_sum_say_what_they_can():
    with pytest.raises(PartTooSmall) as refused:
        lower([2_000, 500], 700, MINIMUM)
    assert refused.value.facts["least"].cents == 1_000
    with pytest.raises(BelowMinimum):
        lower([2_000], 499, MINIMUM)
