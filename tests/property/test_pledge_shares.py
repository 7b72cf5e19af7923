"""Acceptance, splitting and trimming for every number."""

from hypothesis import given
from hypothesis import strategies as st

from crowdlearn.pledges.rules import PartTooSmall, PledgeState, accept, lower, split, trim

cents = st.integers(0, 10_000_000)
MINIMUM = 500


@given(st.integers(500, 5_000_000), cents, cents, st.booleans())
def test_acceptance_keeps_the_offer_whole_and_the_goal_uncrossed(offer, live, room, up_to):
    goal = live + room
    result = accept(offer, live, goal, up_to, MINIMUM)
    assert result.accepted + result.waitlisted == offer
    assert live + result.accepted <= goal
    assert (result.state is PledgeState.PLEDGED) == (result.accepted > 0)
    assert result.accepted == 0 or result.accepted >= MINIMUM
    if not up_to:
        assert result.accepted in (0, offer)


@given(cents, st.lists(cents, max_size=40))
def test_parts_sum_to_the_whole_and_stay_within_a_cent_of_fair(total, weights):
    parts = split(total, weights)
    whole = sum(weights)
    if whole == 0:
        assert parts == [0] * len(weights)
        return
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - total * weight) < whole


@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=20), st.data())
def test_a_split_of_what_was_paid_never_exceeds_a_part(paid, data):
    total = data.draw(st.integers(0, sum(paid)))
    assert all(part <= given for part, given in zip(split(total, paid), paid, strict=True))


@given(st.lists(st.integers(1, 50_000), min_size=2, max_size=12), st.data())
def test_reordering_moves_any_part_by_a_cent_at_most(paid, data):
    total = data.draw(st.integers(0, sum(paid)))
    order = data.draw(st.permutations(range(len(paid))))
    shuffled = split(total, [paid[i] for i in order])
    straight = split(total, paid)
    assert all(abs(shuffled[place] - straight[i]) <= 1 for place, i in enumerate(order))


@given(cents, st.lists(st.integers(500, 50_000), max_size=30))
def test_trimming_never_grows_a_promise_and_fits_the_goal(goal, accepted):
    kept = trim(goal, accepted, MINIMUM)
    assert sum(kept) <= max(goal, 0)
    assert all(
        after <= before and (after == 0 or after >= MINIMUM) for after, before in zip(kept, accepted, strict=True)
    )
    if sum(accepted) <= goal:
        assert kept == accepted


@given(st.lists(st.integers(MINIMUM, 50_000), min_size=1, max_size=6), st.data())
def test_a_lowered_pledge_makes_the_sum_of_whole_parts_or_says_the_least_that_it_can(parts, data):
    total = data.draw(st.integers(MINIMUM, sum(parts)))
    try:
        left = lower(parts, total, MINIMUM)
    except PartTooSmall as refused:
        least = refused.facts["least"].cents
        assert total < least <= sum(parts)
        left, total = lower(parts, least, MINIMUM), least
    assert sum(left) == total
    for part, stays in zip(parts, left, strict=True):
        assert stays == 0 or MINIMUM <= stays <= part
