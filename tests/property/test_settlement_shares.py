"""The half rule holds for every number. Integer cents."""

from hypothesis import assume, given
from hypothesis import strategies as st

from crowdlearn.pitches.rules import base
from crowdlearn.pledges.rules.shares import split
from crowdlearn.settlement.rules import (
    Account,
    Outlay,
    Payee,
    PayoutRefused,
    Plan,
    check_payout,
    outcome,
    payable_now,
    peer_payable,
    refunds,
)

cents = st.integers(0, 10**9)
paid = st.lists(st.integers(1, 10**7), min_size=1, max_size=30)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan whose goal peers may be asked for: at most half of the base."""
    planned = draw(st.integers(1, 10**9))
    return Plan(planned + draw(cents), planned, draw(st.integers(0, planned // 2)))


@given(cost=cents, data=st.data())
def test_the_two_halves_make_the_base_and_the_odd_cent_is_the_pitchers(cost: int, data: st.DataObject) -> None:
    shares = base(cost, data.draw(st.integers(0, cost)))
    assert shares.required + shares.ceiling == shares.base
    assert 0 <= shares.required - shares.ceiling <= 1


@given(cost=cents, data=st.data())
def test_more_organisation_money_never_raises_either_half(cost: int, data: st.DataObject) -> None:
    organisation = data.draw(st.integers(0, cost))
    more = data.draw(st.integers(organisation, cost))
    before, after = base(cost, organisation), base(cost, more)
    assert after.required <= before.required
    assert after.ceiling <= before.ceiling


@given(plan=plans(), receipts=cents, organisation=cents, collected=cents)
def test_peers_never_carry_more_than_was_collected_or_half(
    plan: Plan, receipts: int, organisation: int, collected: int
) -> None:
    payable = peer_payable(receipts, organisation, plan.goal, plan.base, collected)
    assert 0 <= payable <= collected
    assert 2 * payable <= max(0, receipts - organisation)
    said = outcome(plan, Outlay(receipts, 0, organisation), Account(collected))
    assert said.bears >= said.payable
    assert said.surplus + said.payable == collected


@given(plan=plans(), receipts=cents, organisation=cents, more=cents)
def test_more_organisation_money_never_raises_what_peers_carry(
    plan: Plan, receipts: int, organisation: int, more: int
) -> None:
    before = peer_payable(receipts, organisation, plan.goal, plan.base, plan.goal)
    assert peer_payable(receipts, organisation + more, plan.goal, plan.base, plan.goal) <= before


@given(paid=paid, payable=cents)
def test_refunds_keep_exactly_what_is_payable(paid: list[int], payable: int) -> None:
    payable = min(payable, sum(paid))
    back = refunds(paid, payable)
    assert sum(paid) - sum(back) == payable
    assert all(0 <= part <= whole for part, whole in zip(back, paid, strict=True))


@given(paid=paid, payable=cents, data=st.data())
def test_the_order_of_pledges_changes_a_refund_by_a_cent_at_most(
    paid: list[int], payable: int, data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(paid))))
    straight, shuffled = refunds(paid, payable), refunds([paid[i] for i in order], payable)
    assert all(abs(straight[i] - shuffled[place]) <= 1 for place, i in enumerate(order))


@given(paid=paid, savings=st.lists(cents, max_size=6))
def test_refunds_in_steps_never_ask_anything_back(paid: list[int], savings: list[int]) -> None:
    kept = list(paid)
    for payable in savings:
        target = min(payable, sum(kept))
        kept = [whole - back for whole, back in zip(kept, refunds(kept, payable), strict=True)]
        assert sum(kept) == target
        assert all(part >= 0 for part in kept)


@given(total=cents, weights=paid)
def test_a_split_loses_no_cent(total: int, weights: list[int]) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))


@given(
    plan=plans(), receipts=cents, organisation=cents, data=st.data(), payee=st.sampled_from(list(Payee)), amount=cents
)
def test_no_payout_leaves_the_pitcher_below_half(
    plan: Plan, receipts: int, organisation: int, data: st.DataObject, payee: Payee, amount: int
) -> None:
    outlay = Outlay(receipts, data.draw(st.integers(0, receipts)), organisation)
    account = Account(
        collected=data.draw(st.integers(0, plan.goal)),
        paid_pitcher=data.draw(st.integers(0, 10**6)),
        paid_provider=data.draw(st.integers(0, 10**6)),
    )
    most = payable_now(plan, outlay, account, payee)
    amount = data.draw(st.integers(1, most)) if most and amount % 2 else amount + 1
    try:
        check_payout(amount, plan, outlay, account, payee)
    except PayoutRefused:
        assert amount > most
        return
    assert amount <= most
    share = outcome(plan, outlay, account).payable
    carried = outlay.own - account.paid_pitcher - (amount if payee is Payee.PITCHER else 0)
    assert account.paid + amount <= share <= carried


@given(plan=plans(), receipts=cents, organisation=cents)
def test_a_payout_of_the_whole_share_is_let_through(plan: Plan, receipts: int, organisation: int) -> None:
    outlay, account = Outlay(receipts, 0, organisation), Account(plan.goal)
    share = outcome(plan, outlay, account).payable
    assume(share > 0)
    check_payout(share, plan, outlay, account, Payee.PITCHER)
