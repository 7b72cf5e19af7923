"""Money.md section 4, row by row: what peers carry in the end and what goes back, in cents."""

from typing import NamedTuple

import pytest

from crowdlearn.settlement.rules import Account, Outlay, Payee, Plan, outcome, payable_now, peer_payable, refunds


class Row(NamedTuple):
    """A row of the table; `planned` is (B_planned, P_goal), `paid` what each backer paid."""

    receipts: int
    organisation: int
    base: int
    payable: int
    kept: list[int]
    back: list[int]
    bears: int
    planned: tuple[int, int] = (140000, 70000)
    paid: tuple[int, ...] = (25000, 25000, 20000)


ROWS = {
    "row-20 as planned": Row(240000, 100000, 140000, 70000, [25000, 25000, 20000], [0, 0, 0], 70000),
    "row-21 cheaper": Row(220000, 100000, 120000, 60000, [21428, 21429, 17143], [3572, 3571, 2857], 60000),
    "row-22 dearer": Row(260000, 100000, 160000, 70000, [25000, 25000, 20000], [0, 0, 0], 90000),
    "row-23 employer adds later": Row(240000, 130000, 110000, 55000, [19643, 19643, 15714], [5357, 5357, 4286], 55000),
    "row-24 employer pays all": Row(240000, 240000, 0, 0, [0, 0, 0], [25000, 25000, 20000], 0),
    "row-25 employer cuts": Row(240000, 60000, 180000, 70000, [25000, 25000, 20000], [0, 0, 0], 110000),
    "row-26 one cent saved": Row(
        239999, 100000, 139999, 69999, [3333, 33333, 33333], [0, 0, 1], 70000, paid=(3333, 33333, 33334)
    ),
    "row-27 odd base": Row(100001, 0, 100001, 50000, [20000, 30000], [0, 0], 50001, (100001, 50000), (20000, 30000)),
    "row-28 odd base a cent less": Row(
        100000, 0, 100000, 50000, [20000, 30000], [0, 0], 50000, (100001, 50000), (20000, 30000)
    ),
    "row-29 odd base two cents less": Row(
        99999, 0, 99999, 49999, [20000, 29999], [0, 1], 50000, (100001, 50000), (20000, 30000)
    ),
    "row-30 pitcher promised 60 percent": Row(
        200000, 100000, 100000, 40000, [40000], [16000], 60000, (140000, 56000), (56000,)
    ),
    "row-31 topped up": Row(240000, 100000, 140000, 50000, [25000, 25000], [0, 0], 90000, paid=(25000, 25000)),
    "row-31b topped up and cheaper": Row(
        200000, 100000, 100000, 50000, [25000, 25000], [0, 0], 50000, paid=(25000, 25000)
    ),
    "row-32 cancelled, all refunded": Row(0, 0, 0, 0, [0, 0, 0], [25000, 25000, 20000], 0),
    "row-33 cancelled, provider keeps 30 percent": Row(
        72000, 30000, 42000, 21000, [7500, 7500, 6000], [17500, 17500, 14000], 21000
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_peers_carry_and_what_goes_back(row: Row) -> None:
    base_planned, goal = row.planned
    payable = peer_payable(row.receipts, row.organisation, goal, base_planned, sum(row.paid))
    back = refunds(row.paid, payable)
    assert payable == row.payable
    assert back == row.back
    assert [paid - refund for paid, refund in zip(row.paid, back, strict=True)] == row.kept
    assert max(0, row.receipts - row.organisation) == row.base
    assert row.base - payable == row.bears


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_the_outcome_of_a_settlement_says_the_same(row: Row) -> None:
    base_planned, goal = row.planned
    plan = Plan(cost=max(row.receipts, base_planned + 100000), base=base_planned, goal=goal)
    said = outcome(plan, Outlay(row.receipts, 0, row.organisation), Account(collected=sum(row.paid)))
    assert (said.base, said.payable, said.surplus, said.bears) == (row.base, row.payable, sum(row.back), row.bears)


def test_row_34_receipts_short_pay_an_interim_part() -> None:
    plan, account = Plan(cost=240000, base=140000, goal=70000), Account(collected=70000)
    interim = Outlay(receipts=120000, invoices=0, organisation=100000)
    assert outcome(plan, interim, account).payable == 10000
    assert payable_now(plan, interim, account, Payee.PITCHER) == 10000
    final = Outlay(receipts=240000, invoices=0, organisation=100000)
    assert payable_now(plan, final, Account(collected=70000, paid_pitcher=10000), Payee.PITCHER) == 60000


def test_above_the_approved_cost_everything_is_the_pitchers() -> None:
    plan = Plan(cost=240000, base=140000, goal=70000)
    said = outcome(plan, Outlay(260000, 0, 130000), Account(collected=70000))
    assert (said.payable, said.bears) == (55000, 75000)  # the 200.00 above the plan do not raise peers' part


def test_money_from_the_organisation_after_the_payout_is_owed() -> None:
    plan = Plan(cost=240000, base=140000, goal=70000)
    said = outcome(plan, Outlay(240000, 0, 130000), Account(collected=70000, paid_pitcher=70000))
    assert (said.payable, said.surplus, said.owed) == (55000, 15000, 15000)


@pytest.mark.parametrize("saved", [1, 17, 49])
def test_row_66_a_few_cents_go_back_too(saved: int) -> None:
    assert sum(refunds([25000, 25000, 20000], 70000 - saved)) == saved


def test_refunds_are_incremental() -> None:
    """A second saving is split by what is still kept; what went back stays back."""
    first = refunds([25000, 25000, 20000], 60000)
    kept = [paid - back for paid, back in zip([25000, 25000, 20000], first, strict=True)]
    assert refunds(kept, 60000) == [0, 0, 0]
    assert sum(refunds(kept, 59999)) == 1
