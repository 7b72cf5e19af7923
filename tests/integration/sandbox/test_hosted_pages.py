"""The pages of the pretended processor, as a person meets them: a card is saved, a bank asks."""

from datetime import timedelta
from uuid import uuid4

import pytest

from crowdlearn.app import create_app
from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import PageWanted, Standing, cards
from crowdlearn.sandbox.places import bank_at, checkout_at
from tests.support.cards import ASKS_LATER, NO_FUNDS, OK

pytestmark = pytest.mark.usefixtures("database")
ASKS_AT_ONCE, NO_TEST_NUMBER = "4000002500003155", "4111111111111111"
BACK, CANCEL = "http://localhost/en/how-it-works", "http://localhost/fr/"


def opened(language: str = "en", minutes: int = 31):
    """Open a hosted page of a new customer."""
    customer = cards().new_customer(uuid4(), language, str(uuid4()))
    until = now() + timedelta(minutes=minutes)
    return cards().open_page(PageWanted(customer, uuid4(), BACK, CANCEL, until, language, "CAD"), str(uuid4()))


def entered(number: str = OK, month: str = "12", year: str = "2034") -> dict[str, str]:
    return {"card_number": number, "month": month, "year": year}


def test_a_card_is_saved_and_the_person_is_back(browser, processor):
    page = opened()
    shown = browser.get(page.url)
    assert "No money moves here" in shown.text
    done = shown.form().submit(follow=False, **entered("4242 4242 4242 4242"))
    assert (done.status, done.response.location) == (303, "/en/how-it-works")
    card = cards().read_page(page.reference).card
    assert (card.brand, card.last_four, card.expires_month, card.expires_year) == ("visa", "4242", 12, 2034)


@pytest.mark.parametrize(("language", "words"), [
    ("en", {NO_FUNDS: "not enough money", NO_TEST_NUMBER: "Only the test numbers", "": "Fill this in"}),
    ("fr", {NO_FUNDS: "fonds sont insuffisants", NO_TEST_NUMBER: "Seuls les numéros d’essai", "": "Remplissez"}),
])  # fmt: skip
def test_a_refusal_stands_beside_its_field_and_no_number_is_kept(browser, processor, language, words):
    page = opened(language)
    assert page.url.startswith(f"/{language}/")
    for number, said in words.items():
        answer = browser.get(page.url).submit(**entered(number))
        field = next(one for one in answer.tree.iter("input") if one.get("name") == "card_number")
        assert (field.get("aria-invalid"), field.get("value", "")) == ("true", "")
        error = next(one for one in answer.tree.iter() if one.get("id") == "card_number-error")
        assert said in "".join(error.itertext())
        kept = next(one for one in answer.tree.iter("input") if one.get("name") == "year")
        assert kept.get("value") == "2034"
    assert cards().read_page(page.reference).card is None


def test_a_month_that_is_over_is_refused(browser, processor):
    answer = browser.get(opened().url).submit(**entered(year="2020"))
    assert "This month is over" in answer.text


def test_a_bank_that_asks_is_answered_on_its_own_page(browser, processor):
    page = opened("fr")
    asked = browser.get(page.url).form().submit(**entered(ASKS_AT_ONCE))
    assert "Est-ce bien vous" in asked.text
    assert "3155" in asked.text
    back = asked.form().submit(follow=False, answer="no")
    assert back.response.location == page.url
    assert "la carte n’a pas été enregistrée" in browser.get(page.url).text
    asked = browser.get(page.url).form().submit(**entered(ASKS_AT_ONCE))
    assert asked.form().submit(follow=False, answer="yes").response.location == "/en/how-it-works"
    assert cards().read_page(page.reference).card is not None


@pytest.mark.parametrize(("answer", "status", "standing"), [
    ("yes", "succeeded", Standing.HELD), ("no", "failed", Standing.ASKS),
])  # fmt: skip
def test_a_charge_with_its_customer_present_is_confirmed(browser, processor, answer, status, standing):
    customer = cards().new_customer(uuid4(), "en", str(uuid4()))
    wanted = {"amount": 2500, "currency": "cad", "customer": customer, "capture_method": "manual"}
    intent = processor.api.payment_intents.create(wanted)
    back = "http://localhost/fr/how-it-works?from=bank"  # who reads French now is asked in French
    cards().hold_with_customer(intent.id, "pm_card_authenticationRequired", back, str(uuid4()))
    ask_at = cards().read(intent.id).ask_at
    assert ask_at == bank_at(intent.id, "fr")
    page = browser.get(ask_at)
    assert "25,00" in page.text
    done = page.form().submit(follow=False, answer=answer)
    told = f"payment_intent={intent.id}&redirect_status={status}"
    assert done.response.location == f"/fr/how-it-works?from=bank&{told}"
    assert cards().read(intent.id).standing is standing
    assert "nothing left" in browser.get(bank_at(intent.id, "en")).text


def test_a_page_that_was_used_or_stood_open_too_long_leads_back(browser, processor, clock):
    used, stale = opened(), opened()
    browser.get(used.url).form().submit(follow=False, **entered())
    assert "This page is closed" in browser.get(checkout_at(used.reference, "en")).text
    shown = browser.get(stale.url)
    clock.forward(minutes=32)
    assert "This page is closed" in shown.submit(**entered()).text
    assert BACK.removeprefix("http://localhost") in browser.get(stale.url).response.text


@pytest.mark.parametrize("path", ["checkout/cs_test_nobody", "bank/pi_nobody", "bank/seti_nobody", "bank/cus_nobody"])
def test_what_nobody_knows_is_not_found(browser, processor, path):
    assert browser.get(f"/en/sandbox/{path}").status == 404


def test_cancelling_leads_where_it_was_asked_to(browser, processor):
    links = [link.get("href") for link in browser.get(opened().url).tree.iter("a")]
    assert "/fr/" in links


@pytest.mark.parametrize(("changes", "hosted", "control"), [
    ({}, True, True),
    ({"ENVIRONMENT": "development"}, True, False),
    ({"PAYMENTS": "offline"}, False, False),
])  # fmt: skip
def test_the_pages_are_only_where_cards_are_pretended(settings, processor, changes, hosted, control):
    elsewhere = create_app({**settings, **changes})
    rules = {rule.endpoint for rule in elsewhere.url_map.iter_rules()}
    assert ("sandbox.checkout" in rules, "sandbox_control.index" in rules) == (hosted, control)
    create_app(settings)  # what is bound to this process is that of the tests again


def test_a_number_that_asks_at_every_charge_is_saved_after_the_bank_was_answered(browser, processor):
    page = opened()
    asked = browser.get(page.url).form().submit(**entered(ASKS_LATER))
    asked.form().submit(follow=False, answer="yes")
    assert cards().read_page(page.reference).card.last_four == "3184"
