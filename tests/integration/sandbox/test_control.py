"""The control page of a demo: what is pressed there happens at the processor, and the program hears of it."""

from datetime import timedelta

import pytest

from crowdlearn.kernel.clock import now
from crowdlearn.payments import service as payments
from crowdlearn.payments.gateway import Reading, RefundWanted, Standing, Unanswered, cards
from crowdlearn.payments.rules import PaymentState, Wanted
from crowdlearn.sandbox.faults import Kind
from tests import make
from tests.support.cards import stored, want
from tests.support.web import FilledForm

pytestmark = pytest.mark.usefixtures("database")
URL = "/en/sandbox/control"


@pytest.fixture
def backer():
    return make.person("Bao Tran")


@pytest.fixture
def payment(processor, backer):
    """Return a payment that is held."""
    pitch = make.money_pitch(make.person("Amira Haddad", of=make.organisation()))
    made = processor.expect(pitch, backer, 2500, wanted=Wanted.HOLD)
    payments.carry_out_what_is_wanted()
    return made


def test_an_empty_board_says_so(browser, processor):
    page = browser.get(URL)
    assert "Nobody has saved a card yet." in page.text
    assert "Nothing is held on a card." in page.text
    assert "Personne n’a encore enregistré de carte." in browser.get("/fr/sandbox/control").text


def test_a_hold_is_shown_with_its_owner_and_lapses(browser, processor, backer, payment):
    page = browser.get(URL)
    assert "Bao Tran · Visa •••• 4242" in page.text
    done = page.form(action=f"/lapse/{payment_reference(payment)}").submit()
    assert "It happened." in done.text
    assert "Nothing is held on a card." in done.text
    processor.save_card(backer, "378282246310005")
    assert "American Express •••• 0005" in browser.get(URL).text
    payments.refresh(payment.id)
    assert stored(payment).state is PaymentState.RELEASED


def payment_reference(payment) -> str:
    return stored(payment).processor_reference


def test_a_dispute_opens_and_closes(browser, payment):
    want(payment, Wanted.TAKE)
    payments.carry_out_what_is_wanted()
    charge = stored(payment).charge_reference
    page = browser.get(URL).form(action=f"/dispute/{charge}").submit()
    assert "Nothing was taken from a card." in page.text
    assert cards().read(payment_reference(payment)).disputed
    decided = next(form for form in map(page.form, range(9)) if "/win/" in form.element.get("action"))
    assert "Nobody disputes a charge." in decided.submit().text


def test_money_is_sent_to_the_bank_and_refused_there(browser, payment):
    want(payment, Wanted.TAKE)
    payments.carry_out_what_is_wanted()
    sent = browser.get(URL).form(action="/send/balance").submit()
    assert "Nothing stands on the account." in sent.text
    [transfer] = cards().transfers_since(now() - timedelta(minutes=1))
    assert (transfer.amount_cents, transfer.arrived) == (2397, None)
    refused = sent.form(action=f"/bounce/{transfer.reference}").submit()
    assert "Nothing stands on the account." not in refused.text
    assert cards().read_transfer(transfer.reference).arrived is False


def test_a_refund_comes_back(browser, processor, payment):
    want(payment, Wanted.TAKE)
    payments.carry_out_what_is_wanted()
    refund = cards().send_back(
        payment_reference(payment), RefundWanted(payment.id, 1000, now() + timedelta(minutes=1)), "refund-1"
    )
    page = browser.get(URL).form(action=f"/fail/{refund.reference}").submit()
    assert "Nothing was sent back to a card." in page.text
    assert cards().read_refund(refund.reference).failure


def test_a_bank_says_what_it_was_told_and_then_what_the_number_does(browser, processor, payment):
    card = processor.all("payment_method")[0]["id"]
    page = browser.get(f"{URL}/cards/{card}").submit(said="insufficient_funds")
    assert "No, not enough money" in page.text
    assert held_again(processor, card, "k1").failure == "insufficient_funds"
    browser.get(f"{URL}/cards/{card}").submit(said="")
    assert "What its number does" in browser.get(URL).text
    assert held_again(processor, card, "k2").standing is Standing.HELD


def held_again(processor, card: str, key: str) -> Reading:
    """Hold money of another payment on the same card, and read where it stands."""
    customer = processor.api.payment_methods.retrieve(card).customer
    wanted = {"amount": 2500, "currency": "cad", "customer": customer, "capture_method": "manual"}
    reference = processor.api.payment_intents.create(wanted).id
    cards().hold(reference, card, key)
    return cards().read(reference)


def test_answers_are_lost_as_often_as_was_said(browser, processor, payment):
    page = fault_form(browser).submit(calls="read", kind=Kind.TIMEOUT.value, place="before", times="2")
    assert "2 requests are planned to go wrong." in page.text
    for _ in range(2):
        with pytest.raises(Unanswered):
            cards().read(payment_reference(payment))
    assert cards().read(payment_reference(payment))


def fault_form(browser) -> FilledForm:
    return next(form for form in map(browser.get(URL).form, range(9)) if "calls" in form.values)


def test_everything_goes_well_again(browser, processor, payment):
    browser.send(URL, calls="all", kind="500", place="before", times="100")
    with pytest.raises(Unanswered):
        cards().read(payment_reference(payment))
    browser.get(URL).form(action="/clear").submit()
    assert cards().read(payment_reference(payment))


def test_what_was_planned_wrongly_stays_in_the_form(browser, processor):
    page = fault_form(browser).submit(calls="read", kind="timeout", place="after", times="1000")
    assert "from 1 to 100" in page.text


@pytest.mark.parametrize("path", ["lapse/pi_nobody", "dispute/ch_nobody", "win/du_nobody", "explode/pi_1"])
def test_what_nobody_knows_is_not_found(browser, processor, path):
    assert browser.send(f"{URL}/{path}").status == 404


def test_reports_are_handed_over_when_asked(browser, processor):
    processor.listen()
    processor.api.customers.create({})
    assert "1 report is on its way" in browser.get(URL).text
    page = browser.get(URL).form(action="/deliver").submit()
    assert "0 reports are on their way" in page.text
