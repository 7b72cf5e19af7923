"""Two treasurers, a pitcher and a backer settle a pitch in a real browser: from the lock to the last cent."""

import pytest
from playwright.sync_api import Page, expect

from crowdlearn.db.outbox import drain_all
from crowdlearn.pitches.rules import PitchState
from crowdlearn.reactions import AFTER
from tests.support.chromium import go
from tests.support.money import Money, all_agrees, money

pytestmark = pytest.mark.browser


@pytest.fixture
def case(live) -> Money:
    return money()


def press(page: Page, words: str) -> None:
    go(page.get_by_role("button", name=words).first)


def follow(page: Page, words: str) -> None:
    go(page.get_by_role("link", name=words).first)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_the_lock_to_the_last_cent(case, window, script):
    case.weigh()
    drain_all(AFTER)
    settings = {"java_script_enabled": script}
    tove, remi = window(case.first.id, **settings), window(case.second.id, **settings)
    amira, backer = window(case.pitcher.id, 390, **settings), window(case.pledges[0].peer_id, 390, **settings)

    backer.goto(f"/en/pledges/{case.pledges[0].id}/pay")
    expect(backer.get_by_role("heading", level=1)).to_contain_text("Please pay $250.00 by")
    expect(backer.locator("main")).to_contain_text(case.pledges[0].reference)

    for pledge in case.pledges:
        tove.goto("/en/finance")
        follow(tove, "Record money that came in")
        tove.get_by_label("Reference code").fill(pledge.reference)
        tove.get_by_label("Amount that came in").fill(str(pledge.accepted_cents // 100))
        tove.get_by_label("Day it came in").fill(case.today.isoformat())
        tove.get_by_label("The bank’s own reference").fill(f"EFT {pledge.reference}")
        press(tove, "Record and book it")
        expect(tove.locator("main")).to_contain_text("Recorded and booked.")
    assert case.pitch.state is PitchState.FUNDED

    amira.goto(f"/en/pitches/{case.pitch_id}/receipts")
    for kind, label, amount in (
        ("Record of what the organisation paid", "Training budget", "1000"),
        ("Receipt for what I paid", "Seat and train", "1000"),
    ):
        amira.get_by_label(kind).check()
        amira.get_by_label("What was it for?").fill(label)
        amira.get_by_label("Amount, tax included").fill(amount)
        amira.get_by_label("Date on it").fill(case.today.isoformat())
        press(amira, "Hand it in")
        expect(amira.locator("main")).to_contain_text("Your document is in.")
    press(amira, "These are all my documents")

    for _ in range(2):
        tove.goto("/en/finance")
        follow(tove, "Look at it")
        press(tove, "Verify")
        expect(tove.locator("main")).to_contain_text("The document is verified.")

    follow(tove, "Propose a payout")
    expect(tove.get_by_label("Amount")).to_have_value("500")
    tove.get_by_label("How it is paid").fill("Bank transfer")
    press(tove, "Propose it")
    expect(tove.locator("main")).to_contain_text("another treasurer must confirm it")
    remi.goto("/en/finance")
    follow(remi, "Look and confirm")
    remi.get_by_label("The bank’s reference of the transfer").fill("OUT 1")
    press(remi, "Confirm the payout of $500.00")
    expect(remi.locator("main")).to_contain_text("The payout is booked.")

    tove.goto("/en/finance")
    follow(tove, "Send them back")
    expect(tove.get_by_role("table").first).to_contain_text("$71.43")
    press(tove, "Propose to send $200.00 back")
    remi.goto("/en/finance")
    follow(remi, "Look and confirm")
    press(remi, "Confirm $200.00")
    remi.get_by_label("The bank’s reference").fill("BATCH 1")
    press(remi, "Record 3 refunds as sent")
    expect(remi.locator("main")).to_contain_text("3 refunds are booked as sent.")
    assert (case.held, case.payable) == (0, 0)
    all_agrees()

    remi.goto("/en/finance/ledger")
    expect(remi.locator("main")).to_contain_text("Refund sent")


def test_money_acts_ask_for_the_password_again(case, window, clock):
    case.weigh()
    page = window(case.first.id)
    page.goto("/en/finance/money")
    clock.forward(minutes=11)
    page.get_by_label("Reference code").fill(case.pledges[0].reference)
    page.get_by_label("Amount that came in").fill("250")
    page.get_by_label("Day it came in").fill(case.today.isoformat())
    page.get_by_label("The bank’s own reference").fill("EFT 1")
    press(page, "Record and book it")
    expect(page.get_by_label("Your password")).to_be_visible()
    assert case.held == 0
