"""Pledging by card in a real browser, the pages of processor and bank included: with script and without, in French."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from crowdlearn.db.session import reading, transaction
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Card, Payment
from crowdlearn.payments.rules import PaymentState, Wanted
from crowdlearn.people.rules import MoneyMode
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.sandbox.line import store
from tests import make
from tests.support.cards import Processor
from tests.support.chromium import go

pytestmark = pytest.mark.browser
OK, ASKS_AT_SAVING, ASKS_LATER = "4242 4242 4242 4242", "4000002500003155", "4000002760003184"


class People:
    """Amira pitches where money comes by card, Noor backs."""

    def __init__(self):
        coast = make.organisation(name_en="Coastal Services", mode=MoneyMode.CARD)
        self.amira = make.person("Amira Haddad", of=coast, time_zone="UTC")
        self.noor = make.person("Noor Bakker", of=make.organisation(), time_zone="UTC")
        self.pitch = make.money_pitch(self.amira, cost=140_000, organisation=0)
        make.planned(self.pitch)


@pytest.fixture
def people(app, live):
    return People()


def rows(table):
    with reading() as session:
        return session.exec(select(table)).all()


def fill_in(page: Page, number: str) -> None:
    """Fill in the processor's page."""
    page.locator("[name=card_number]").fill(number)
    page.locator("[name=month]").fill("12")
    page.locator("[name=year]").fill("2034")
    go(page.locator("main form button[type=submit]").first)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_peer_pledges_by_card_and_the_bank_asks(window, people, script):
    page = window(people.noor, 390, java_script_enabled=script)
    page.goto(f"/en/pitches/{people.pitch.id}/pledge")
    page.get_by_label("$50", exact=True).check()
    go(page.get_by_role("button", name="Review my pledge"))
    page.get_by_label("I agree: at most $50").check()
    go(page.get_by_role("button", name="Go on to the card"))
    fill_in(page, ASKS_AT_SAVING)
    go(page.get_by_role("button", name="Yes, it is me"))
    expect(page.get_by_role("heading", name="Thank you. Your pledge is in.")).to_be_visible()
    [pledge] = rows(MoneyPledge)
    assert (pledge.accepted_cents, pledge.state) == (5_000, PledgeState.PLEDGED)
    page.goto("/en/me/cards")
    expect(page.get_by_text("Visa •••• 3155")).to_be_visible()


def test_a_peer_leaves_the_card_page_comes_back_and_ends_in_french(window, people):
    page = window(people.noor, 390, locale="fr-CA")
    page.goto(f"/fr/pitches/{people.pitch.id}/pledge?amount=5000")
    go(page.get_by_role("button", name="Vérifier ma promesse"))
    page.get_by_role("checkbox").check()
    go(page.get_by_role("button", name="Continuer vers la carte"))
    go(page.get_by_role("link", name="Revenir sans"))
    expect(page.get_by_text("Rien n’est encore promis.")).to_be_visible()
    go(page.get_by_role("button", name="Continuer"))
    fill_in(page, OK)
    expect(page.get_by_text("Visa •••• 4242")).to_be_visible()
    assert [row.state for row in rows(MoneyPledge)] == [PledgeState.PLEDGED]
    page.goto(f"/fr/pledges/{rows(MoneyPledge)[0].id}/card")
    go(page.get_by_role("button", name="Continuer"))
    fill_in(page, "5555555555554444")
    expect(page.get_by_text("Mastercard •••• 4444")).to_be_visible()
    assert len([card for card in rows(Card) if card.removed_at is None]) == 1


@pytest.fixture
def refused(app, people):
    """Return a payment whose bank wants its customer to confirm."""
    payment = Processor(store()).expect(people.pitch, people.noor, 2500, ASKS_LATER, wanted=Wanted.HOLD)
    with transaction() as session:
        session.get_one(MoneyPledge, payment.pledge_id).card_id = payment.card_id
    payments.carry_out_what_is_wanted()
    return payment


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_what_a_bank_refused_is_confirmed_with_it(window, people, refused, script):
    page = window(people.noor, 390, java_script_enabled=script)
    page.goto(f"/en/pledges/{refused.pledge_id}")
    go(page.get_by_role("link", name="Mend it"))
    go(page.get_by_role("button", name="Confirm with my bank"))
    go(page.get_by_role("button", name="Yes, it is me"))
    expect(page.get_by_text("$25.00 is held on your card.")).to_be_visible()
    assert [row.state for row in rows(Payment)] == [PaymentState.AUTHORISED]
