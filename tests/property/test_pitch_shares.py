"""The half rule for every number."""

from hypothesis import given
from hypothesis import strategies as st

from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.pitches.rules import (
    MINIMUM_CENTS,
    Shares,
    base,
    divide,
    goal_after,
    revised_shares,
)

cents = st.integers(min_value=0, max_value=10**9)


@given(cents, cents)
def test_the_halves_are_the_whole_and_the_odd_cent_is_the_pitchers(cost: int, organisation: int) -> None:
    shares = base(max(cost, organisation), min(cost, organisation))
    assert shares.required + shares.ceiling == shares.base
    assert 0 <= shares.required - shares.ceiling <= 1


@given(cents, cents, cents)
def test_more_organisation_money_never_asks_more_of_anyone(cost: int, less: int, extra: int) -> None:
    low, high = (base(cost + less + extra, organisation) for organisation in (less, less + extra))
    assert high.required <= low.required
    assert high.ceiling <= low.ceiling


@given(cents, cents, cents)
def test_peers_never_carry_more_than_the_pitcher(cost: int, organisation: int, own: int) -> None:
    try:
        shares = divide(cost, organisation, own)
    except RuleBroken:
        return
    assert shares.own_share + shares.peer_goal == shares.base == cost - organisation
    assert 0 <= shares.peer_goal <= shares.ceiling <= shares.own_share


@st.composite
def published(draw: st.DrawFn) -> Shares:
    whole = draw(cents)
    halves = base(whole, 0)
    return divide(whole, 0, draw(st.integers(halves.required, halves.base)))


@given(published(), cents, cents, st.none() | cents, cents, st.booleans())
def test_a_revision_keeps_the_rule(
    before: Shares, cost: int, organisation: int, own: int | None, live: int, less_organisation: bool
) -> None:
    live = min(live, before.peer_goal)
    try:
        after = revised_shares(before, cost, organisation, own, live, less_organisation=less_organisation)
    except RuleBroken:
        return
    assert after.own_share + after.peer_goal == after.base == cost - organisation
    assert 0 <= after.peer_goal <= after.own_share
    if after.base >= before.base:
        assert after.peer_goal >= live  # nobody is trimmed while it gets no cheaper


@given(published(), cents)
def test_a_goal_follows_a_falling_base_downwards_only(before: Shares, base_after: int) -> None:
    goal = goal_after(before, base_after)
    assert goal <= before.peer_goal
    if base_after < before.base:
        assert goal <= base_after // 2
        assert goal == 0 or goal >= MINIMUM_CENTS
