"""G2 before a lock and G4 before a payout. Integer cents."""

import pytest

from crowdlearn.settlement.rules import (
    Account,
    Cover,
    NoInvoice,
    NoTopUpNow,
    Outlay,
    OwnShareNotProven,
    Payee,
    PayoutAboveShare,
    Plan,
    TopUpTooMuch,
    Verdict,
    check_payout,
    check_top_up,
    payable_now,
    verdict,
)

PLAN = Plan(cost=240000, base=140000, goal=70000)
WHOLE = Outlay(receipts=240000, invoices=0, organisation=100000)


def cover(**changes: int) -> Cover:
    facts = {
        "cost": 240000, "organisation": 100000, "own_share": 70000, "goal": 70000, "top_up": 0, "promised": 70000,
    }  # fmt: skip
    return Cover(**(facts | changes))


@pytest.mark.parametrize(
    ("changes", "cleared", "expected"),
    [
        ({}, True, Verdict.LOCK),
        ({}, False, Verdict.WAIT_FOR_CLEARANCE),
        ({"promised": 69999}, True, Verdict.ASK_TOP_UP),
        ({"promised": 69501}, True, Verdict.ASK_TOP_UP),
        ({"promised": 69500}, True, Verdict.WAIT),
        ({"promised": 69990, "unsure": 10}, True, Verdict.WAIT),
        ({"promised": 69990, "top_up": 10}, True, Verdict.LOCK),
        ({"promised": 0, "goal": 0, "own_share": 140000}, True, Verdict.FUND),
        ({"promised": 0, "goal": 0, "own_share": 140000}, False, Verdict.WAIT_FOR_CLEARANCE),
        ({"promised": 70001, "own_share": 70000}, True, Verdict.WAIT),
    ],
)
def test_the_scales(changes: dict[str, int], cleared: bool, expected: Verdict) -> None:
    assert verdict(cover(**changes), cleared=cleared) is expected


@pytest.mark.parametrize("promised", [500, 35000, 69500])
def test_row_40_a_part_of_the_cost_is_never_enough(promised: int) -> None:
    assert verdict(cover(promised=promised), cleared=True) is Verdict.WAIT


def test_row_56_the_own_half_is_proven_by_what_the_pitcher_paid_not_by_an_open_invoice() -> None:
    unpaid = Outlay(receipts=240000, invoices=140000, organisation=100000)
    assert unpaid.own == 0
    with pytest.raises(OwnShareNotProven):
        check_payout(1, PLAN, unpaid, Account(collected=70000), Payee.PROVIDER)


def test_a_top_up_fits_into_what_is_missing() -> None:
    check_top_up(10, 10)
    with pytest.raises(TopUpTooMuch):
        check_top_up(11, 10)
    with pytest.raises(NoTopUpNow):
        check_top_up(1, 0)


def test_the_payout_equals_what_peers_carry_exactly() -> None:
    account = Account(collected=70000)
    check_payout(70000, PLAN, WHOLE, account, Payee.PITCHER)
    assert payable_now(PLAN, WHOLE, account, Payee.PITCHER) == 70000
    with pytest.raises(PayoutAboveShare):
        check_payout(70001, PLAN, WHOLE, account, Payee.PITCHER)
    with pytest.raises(PayoutAboveShare):
        check_payout(1, PLAN, WHOLE, Account(collected=70000, paid_pitcher=70000), Payee.PITCHER)


def test_the_own_share_is_proven_before_the_provider_is_paid() -> None:
    account = Account(collected=70000)
    invoiced = Outlay(receipts=240000, invoices=70000, organisation=100000)
    check_payout(70000, PLAN, invoiced, account, Payee.PROVIDER)
    unproven = Outlay(receipts=240000, invoices=70001, organisation=100000)
    with pytest.raises(OwnShareNotProven):
        check_payout(1, PLAN, unproven, account, Payee.PROVIDER)
    assert payable_now(PLAN, unproven, account, Payee.PROVIDER) == 0


def test_what_the_invoice_covers_is_not_reimbursed_to_the_pitcher() -> None:
    invoiced = Outlay(receipts=240000, invoices=70000, organisation=100000)
    with pytest.raises(OwnShareNotProven):
        check_payout(1, PLAN, invoiced, Account(collected=70000), Payee.PITCHER)
    assert payable_now(PLAN, invoiced, Account(collected=70000), Payee.PITCHER) == 0


def test_the_provider_is_paid_against_an_invoice() -> None:
    partly = Outlay(receipts=240000, invoices=20000, organisation=100000)
    account = Account(collected=70000, paid_provider=20000)
    with pytest.raises(NoInvoice):
        check_payout(1, PLAN, partly, account, Payee.PROVIDER)
    assert payable_now(PLAN, partly, account, Payee.PITCHER) == 50000
