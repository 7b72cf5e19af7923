"""The whole journey in real browsers: pitcher, manager, two peers, two treasurers, from promise to evidence."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from crowdlearn.commitments.models import Commitment
from crowdlearn.db.session import Database, reading
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.queries import impact
from crowdlearn.people.models import Person
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.settlement.service import run_checks
from tests import make
from tests.support.chromium import served
from tests.support.company import Company, company
from tests.support.databases import bound

pytestmark = pytest.mark.browser
POST = "Readers stop at the first sentence that makes them sigh, so we cut it and asked again. " * 6
ANSWERS = {
    "What would you like to learn or do?": "Letters that people finish",
    "What is in it for me": "I learn to test letters with readers.",
    "What is in it for my peers": "They get the templates.",
    "What is in it for my organisation": "Fewer calls.",
    "How I will use it at work": "I rewrite our ten most-sent letters.",
    "What help would you like?": "An hour with someone who tested letters",
    "What I will share back": "What readers told us",
}


@dataclass
class Cast:
    """Everyone the journey needs."""

    amira: Person
    manager: Person
    noor: Person
    bo: Person
    theo: Person
    mireille: Person


@pytest.fixture(params=["sqlite", "postgresql"])
def live(request):
    """Bind a database of this test's own, where commits are real."""
    with request.getfixturevalue(request.param).copy() as url:
        one = Database()
        one.connect(url)
        with bound(one):
            yield
        one.engine.dispose()


@pytest.fixture
def cast(live):
    us, them = make.organisation(name_en="Coastal Services"), make.organisation(name_en="Northern Housing")
    amira, manager = make.person("Amira Haddad", of=us, time_zone="UTC"), make.person("Max Roy", of=us)
    make.manages(manager, amira)
    theo, mireille = make.person("Theo Szabo", of=us), make.person("Mireille Tanguay", of=us)
    make.role(theo, Role.TREASURER)
    make.role(mireille, Role.TREASURER)
    return Cast(amira, manager, make.person("Noor Holm", of=them), make.person("Bo Chen", of=them), theo, mireille)


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def group(request, chromium, app, live):
    with company(chromium, app, served, java_script_enabled=request.param) as one:
        yield one


def the_pitch() -> Pitch:
    with reading() as session:
        return session.exec(select(Pitch)).one()


def press(page: Page, name: str) -> None:
    """Press the last button of this name: forms with lists begin with a hidden twin for the Enter key."""
    page.get_by_role("button", name=name).last.click()


def test_from_promise_to_evidence(group: Company, cast: Cast, clock):
    clock.stand()
    pitch = amira_pitches(group, cast)
    the_manager_clears(group, cast, pitch)
    peers_pledge(group, cast, pitch)
    assert the_pitch().state is PitchState.LOCKED
    money_comes_in(group, cast)
    assert the_pitch().state is PitchState.FUNDED
    clock.forward(days=62)
    the_peers_half_is_paid_out(group, cast, pitch)
    amira_shares_back(group, cast, pitch)
    peers_answer(group, cast, pitch)
    clock.forward(timedelta(days=32))
    it_was_used_at_work(group, cast, pitch)
    assert run_checks() == []


def amira_pitches(group: Company, cast: Cast) -> Pitch:
    page = group.window(cast.amira)
    page.goto("/en/pitches/quick")
    for label, words in ANSWERS.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("When does it take place?").fill(make.days(60).isoformat())
    page.get_by_label("Help is welcome until").fill(make.days(20).isoformat())
    page.get_by_label("Total cost").fill("400")
    press(page, "Publish my pitch")
    expect(page.get_by_text("Your pitch is live.")).to_be_visible()
    group.work()
    return the_pitch()


def the_manager_clears(group: Company, cast: Cast, pitch: Pitch) -> None:
    page = group.window(cast.manager)
    page.goto("/en/")
    expect(page.get_by_text(pitch.title).first).to_be_visible()
    page.goto(f"/en/approvals/{pitch.id}")
    expect(page.get_by_text("$200").first).to_be_visible()
    page.get_by_role("button", name="Clear", exact=True).click()
    group.work()
    assert the_pitch().clearance == "cleared"


def peers_pledge(group: Company, cast: Cast, pitch: Pitch) -> None:
    for peer in (cast.noor, cast.bo):
        page = group.window(peer, 390)
        page.goto(f"/en/pitches/{pitch.id}/pledge")
        page.get_by_label("Other amount").fill("100")
        page.get_by_label("What do you hope to get out of it?").fill("A checklist I can use on Monday")
        press(page, "Review my pledge")
        page.get_by_label("I agree").check()
        press(page, "Promise $100")
        expect(page.get_by_text("$100").first).to_be_visible()
    group.work()


def money_comes_in(group: Company, cast: Cast) -> None:
    with reading() as session:
        codes = session.exec(select(MoneyPledge.reference)).all()
    page = group.window(cast.theo)
    for number, code in enumerate(codes):
        page.goto("/en/finance/money")
        page.get_by_label("Reference code").fill(code)
        page.get_by_label("Amount that came in").fill("100.00")
        page.get_by_label("Day it came in").fill(make.days(0).isoformat())
        page.get_by_label("The bank’s own reference").fill(f"STATEMENT-{number}")
        press(page, "Record and book it")
        expect(page.get_by_role("alert")).to_have_count(0)
    group.work()


def the_peers_half_is_paid_out(group: Company, cast: Cast, pitch: Pitch) -> None:
    group.work()
    page = group.window(cast.amira)
    page.goto(f"/en/pitches/{pitch.id}/receipts")
    page.get_by_label("What was it for?").fill("Workshop seat")
    page.get_by_label("Amount, tax included").fill("400.00")
    page.get_by_label("Date on it").fill(make.days(-1).isoformat())
    page.get_by_label("Receipt for what I paid").check()
    press(page, "Hand it in")
    press(page, "These are all my documents")
    group.work()
    page = group.window(cast.theo)
    page.goto("/en/finance")
    page.get_by_role("link", name="Look at it").first.click()
    press(page, "Verify $400.00")
    page.goto(f"/en/finance/pitches/{pitch.id}/payouts")
    page.get_by_label("Pitcher").check()
    page.get_by_label("Amount", exact=True).fill("200.00")
    page.get_by_label("How it is paid").fill("Bank transfer")
    press(page, "Propose it")
    group.work()
    page = group.window(cast.mireille)
    page.goto("/en/finance")
    page.get_by_role("link", name="Confirm").first.click()
    page.get_by_label("The bank’s reference of the transfer").fill("PAYOUT-1")
    press(page, "Confirm the payout of $200.00")
    group.work()


def amira_shares_back(group: Company, cast: Cast, pitch: Pitch) -> None:
    page = group.window(cast.amira)
    page.goto("/en/sharebacks/write")
    page.get_by_role("link", name="Keep it").first.click()
    page.get_by_label("Title").fill("What readers told us")
    page.get_by_label("Your text").fill(POST)
    press(page, "Save and look it over")
    press(page, "Publish")
    expect(page.get_by_text("Published.")).to_be_visible()
    group.work()


def peers_answer(group: Company, cast: Cast, pitch: Pitch) -> None:
    page = group.window(cast.noor)
    page.goto(f"/en/pitches/{pitch.id}/wishes")
    page.get_by_role("radio", name="Yes", exact=True).check()
    press(page, "Send my answer")
    with reading() as session:
        commitment = session.exec(select(Commitment)).one()
    page.goto(f"/en/commitments/{commitment.id}")
    press(page, "Yes, it was delivered")
    page.goto("/en/sharebacks")
    page.get_by_role("link", name="What readers told us").click()
    for criterion in ("clear", "useful", "usable"):
        page.locator(f"#{criterion}-3").check()
    page.get_by_label("What do you take away?").fill("I will read my letters aloud.")
    press(page, "Send my review")
    press(page, "I learned from this")
    expect(page.get_by_text("You learned from this.")).to_be_visible()
    group.work()
    page = group.window(cast.amira)
    page.goto(f"/en/pitches/{pitch.id}/thanks")
    page.get_by_label("Your thanks").first.fill("You read every letter with me.")
    press(page, "Send my thanks")
    group.work()


def it_was_used_at_work(group: Company, cast: Cast, pitch: Pitch) -> None:
    group.work()
    with reading() as session:
        first = session.exec(select(CheckIn).where(CheckIn.after_days == 30)).one()
    page = group.window(cast.amira)
    page.goto(f"/en/checkins/{first.id}")
    page.get_by_role("radio", name="Yes, I use it").check()
    page.get_by_label("What did you use, or why not yet?").fill("We rewrote ten letters; calls fell by a third.")
    press(page, "Send my answer")
    group.work()
    page = group.window(cast.manager)
    page.goto(f"/en/checkins/{first.id}")
    press(page, "Yes, I confirm it")
    page.goto(f"/en/pitches/{pitch.id}/impact")
    expect(page.get_by_text("We rewrote ten letters")).to_be_visible()
    found = impact(pitch.id)
    assert (found.own_cents, found.peers_cents, found.reached) == (20_000, 20_000, 1)
    assert (found.promises.part, found.applied.part) == (1, 1)
