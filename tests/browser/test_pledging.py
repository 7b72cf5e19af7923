"""Backing a pitch and clearing it in a real browser: with script and without, by keyboard, in French, on a phone."""

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from crowdlearn.approvals import service as approvals
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading, transaction
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchPublished
from crowdlearn.pitches.service.keeping import note_version
from crowdlearn.pledges import service
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.reactions import AFTER
from tests import make
from tests.support.chromium import go

pytestmark = pytest.mark.browser


class People:
    """Amira pitches, Mika leads her, Noor and Étienne back."""

    def __init__(self):
        coast, north = make.organisation(name_en="Coastal Services"), make.organisation(name_en="Northern Housing")
        self.amira = make.person("Amira Haddad", of=coast, time_zone="UTC")
        self.mika = make.person("Mika Roy", of=coast)
        make.manages(self.mika, self.amira)
        self.noor = make.person("Noor Bakker", of=north, time_zone="UTC")
        self.pitch = make.money_pitch(self.amira, cost=140_000, organisation=0, takes_work_time=True)
        make.planned(self.pitch)
        self.need = make.need(self.pitch, title="Readability testing", detail="Sit in on two reading sessions")
        with transaction() as session:
            note_version(session, session.get_one(Pitch, self.pitch.id), self.amira.id)
        approvals.ask_for_clearance(PitchPublished(pitch_id=self.pitch.id))


@pytest.fixture
def people(live):
    return People()


def rows(table):
    with reading() as session:
        return session.exec(select(table)).all()


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_peer_promises_money_after_a_review(window, people, script):
    page = window(people.noor, 390, java_script_enabled=script)
    page.goto(f"/en/pitches/{people.pitch.id}/pledge")
    page.get_by_label("$50", exact=True).check()
    page.get_by_label("What do you hope to get out of it?").fill("Your test script")
    go(page.get_by_role("button", name="Review my pledge"))
    expect(page.get_by_text("Nothing is promised until you confirm below.")).to_be_visible()
    go(page.get_by_role("link", name="Change something"))
    expect(page.get_by_label("What do you hope to get out of it?")).to_have_value("Your test script")
    page.get_by_label("Other amount").fill("62.50")
    go(page.get_by_role("button", name="Review my pledge"))
    page.get_by_label("I agree: at most $62.50").check()
    go(page.get_by_role("button", name="Promise $62.50"))
    expect(page.get_by_role("heading", name="Thank you. Your pledge is in.")).to_be_visible()
    [pledge] = rows(MoneyPledge)
    assert (pledge.accepted_cents, pledge.wish, pledge.state) == (6_250, "Your test script", PledgeState.PLEDGED)


def test_a_promise_needs_only_the_keyboard(window, people):
    page = window(people.noor)
    page.goto(f"/en/pitches/{people.pitch.id}/pledge")
    page.get_by_label("Other amount").focus()
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Review your pledge")).to_be_visible()
    page.get_by_role("button", name="Promise $30").focus()
    page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: Review your pledge – CrowdLearn")
    summary.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("I agree")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you. Your pledge is in.")).to_be_visible()


def test_a_promise_is_made_changed_and_withdrawn_in_french(window, people):
    page = window(people.noor, 390, locale="fr-CA")
    page.goto(f"/fr/pitches/{people.pitch.id}/pledge")
    page.get_by_label("100\N{NO-BREAK SPACE}$", exact=True).check()
    go(page.get_by_role("button", name="Vérifier ma promesse"))
    page.get_by_role("checkbox").check()
    go(page.locator("form button").last)
    page.goto("/fr/me/pledges")
    go(page.get_by_role("link", name="100\N{NO-BREAK SPACE}$"))
    go(page.locator("a[href$='/withdraw']"))
    go(page.locator("form button").last)
    expect(page.get_by_role("status")).to_be_visible()
    assert rows(MoneyPledge)[0].state is PledgeState.WITHDRAWN
    assert "Withdraw" not in page.locator("main").inner_text()


def test_a_newcomers_first_offer_is_answered_scheduled_and_confirmed(window, people):
    helper = window(people.noor, 390)
    helper.goto(f"/en/pitches/{people.pitch.id}/offer")
    helper.get_by_label("Readability testing").check()
    helper.get_by_label("How much time can you give?").fill("1.5")
    go(helper.get_by_role("button", name="Offer this"))
    expect(helper.get_by_text("Thank you. Amira Haddad has been told")).to_be_visible()
    pitcher = window(people.amira)
    pitcher.goto(f"/en/pitches/{people.pitch.id}/supporters")
    go(pitcher.get_by_role("link", name="Readability testing"))
    go(pitcher.get_by_role("button", name="Accept the offer"))
    pitcher.get_by_label("Day").fill(make.days(4).isoformat())
    pitcher.get_by_label("Time", exact=True).fill("12:30")
    pitcher.get_by_label("Place or link").fill("Room 2")
    go(pitcher.get_by_role("button", name="Set the appointment"))
    expect(pitcher.get_by_text("12:30").first).to_be_visible()
    for page in (pitcher, helper):
        page.goto(f"/en/offers/{rows(ExpertiseOffer)[0].id}")
        page.get_by_label("How much time did it take?").fill("1.5")
        go(page.get_by_role("button", name="Confirm", exact=True))
    expect(helper.get_by_text("confirmed by both sides. Thank you.")).to_be_visible()
    assert rows(ExpertiseOffer)[0].confirmed_minutes == 90


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_manager_asks_for_changes_and_clears_what_changed(window, people, script):
    page = window(people.mika, java_script_enabled=script)
    page.goto("/en/approvals")
    go(page.get_by_role("link", name="Decide"))
    page.get_by_text("Ask for changes first").click()
    page.get_by_label("What should change?").fill("A school that is nearer.")
    go(page.get_by_role("button", name="Ask for changes"))
    expect(page.get_by_text("The pitcher has been asked for changes.")).to_be_visible()
    service.change_open_pitch(people.amira.id, people.pitch.id, {"provider": "The school next door"})
    drain_all(AFTER)
    page.goto("/en/approvals")
    go(page.get_by_role("link", name="Decide"))
    expect(page.get_by_role("heading", name="What is new since the last decision")).to_be_visible()
    page.get_by_label("Conditions").fill("Tell the branch what you learned.")
    go(page.get_by_role("button", name="Clear", exact=True))
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    with reading() as session:
        assert approvals.is_cleared(session, session.get_one(Pitch, people.pitch.id))
