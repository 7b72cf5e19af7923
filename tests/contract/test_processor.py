"""What we rely on a card processor to do: the same sentences for the stand-in, always, and for Stripe's test mode.

Stripe is asked when STRIPE_TEST_SECRET_KEY is set; the README says how. Everything goes through our own adapter and the
unmodified library; no hosted page is filled in, since nobody may automate Stripe's.
"""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import stripe

from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import (
    NotTaken,
    PageStanding,
    PageWanted,
    PaymentWanted,
    RefundStanding,
    RefundWanted,
    Standing,
)
from crowdlearn.payments.stripe_gateway import StripeGateway
from tests.support.contract import Kind, a_gateway, saved

CENTS = 2500
BACK = "https://learn.example/back"


@pytest.fixture(params=[Kind.SANDBOX, pytest.param(Kind.STRIPE, marks=pytest.mark.stripe)])
def gateway(request, tmp_path):
    """Return our adapter, with the stand-in at its other end, or Stripe itself."""
    with a_gateway(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def customer(gateway: StripeGateway) -> str:
    return gateway.new_customer(uuid4(), "fr", key())


def key() -> str:
    return f"contract-{uuid4()}"


def wanted(customer: str, cents: int = CENTS, pledge_id: UUID | None = None) -> PaymentWanted:
    return PaymentWanted(customer, pledge_id or uuid4(), uuid4(), cents, "CAD")


def page(customer: str) -> PageWanted:
    return PageWanted(customer, uuid4(), BACK, BACK, now() + timedelta(minutes=40), "fr", "CAD")


def part(cents: int, refund_id: UUID | None = None) -> RefundWanted:
    return RefundWanted(refund_id or uuid4(), cents, now() + timedelta(minutes=1))


def held(gateway: StripeGateway, customer: str) -> str:
    card = saved(gateway, customer, "pm_card_visa")
    reference = gateway.new_payment(wanted(customer), key())
    gateway.hold(reference, card, key())
    return reference


def taken(gateway: StripeGateway, customer: str) -> str:
    reference = held(gateway, customer)
    gateway.take(reference, key())
    return reference


def test_a_person_is_made_known_once_per_key(gateway):
    one, person = key(), uuid4()
    assert gateway.new_customer(person, "en", one) == gateway.new_customer(person, "en", one)


def test_a_page_that_saves_a_card_opens_and_is_closed(gateway, customer):
    opened = gateway.open_page(page(customer), key())
    assert opened.standing is PageStanding.OPEN
    assert opened.url
    assert timedelta(minutes=35) < opened.expires_at - now() < timedelta(minutes=45)
    assert gateway.read_page(opened.reference).card is None
    gateway.close_page(opened.reference)
    gateway.close_page(opened.reference)
    assert gateway.read_page(opened.reference).standing is PageStanding.EXPIRED


def test_a_page_that_closes_too_soon_is_refused(gateway, customer):
    soon = PageWanted(customer, uuid4(), BACK, BACK, now() + timedelta(minutes=20), "en", "CAD")
    with pytest.raises(NotTaken):
        gateway.open_page(soon, key())


def test_a_payment_is_made_held_and_taken(gateway, customer):
    pledge_id = uuid4()
    card = saved(gateway, customer, "pm_card_visa")
    reference = gateway.new_payment(wanted(customer, pledge_id=pledge_id), key())
    new = gateway.read(reference)
    assert (new.standing, new.amount_cents, new.currency, new.pledge_id) == (Standing.NEW, CENTS, "CAD", pledge_id)
    gateway.hold(reference, card, key())
    hold = gateway.read(reference)
    assert hold.standing is Standing.HELD
    assert hold.take_before is not None
    assert timedelta(days=1) < hold.take_before - now() < timedelta(days=8)
    gateway.take(reference, key())
    done = gateway.read(reference)
    assert done.standing is Standing.TAKEN
    assert done.charge
    assert done.fee_cents is None or 0 < done.fee_cents < CENTS


def test_the_same_key_makes_the_same_payment_and_no_other_may_be_asked_with_it(gateway, customer):
    asked, one = wanted(customer), key()
    first = gateway.new_payment(asked, one)
    assert gateway.new_payment(asked, one) == first
    with pytest.raises(stripe.IdempotencyError):
        gateway._api.payment_intents.create({"amount": CENTS + 1, "currency": "cad"}, {"idempotency_key": one})


def test_a_hold_is_let_go_and_cannot_be_taken_then(gateway, customer):
    reference = held(gateway, customer)
    gateway.let_go(reference, key())
    assert gateway.read(reference).standing is Standing.GONE
    gateway.take(reference, key())  # already decided: a reading tells
    gateway.let_go(reference, key())
    assert gateway.read(reference).standing is Standing.GONE


def test_what_is_taken_twice_is_taken_once(gateway, customer):
    reference = taken(gateway, customer)
    gateway.take(reference, key())
    gateway.hold(reference, saved(gateway, customer, "pm_card_visa"), key())
    found = gateway.read(reference)
    assert (found.standing, found.amount_cents) == (Standing.TAKEN, CENTS)


def test_a_bank_that_says_no_leaves_a_payment_that_another_card_can_hold(gateway, customer):
    reference = gateway.new_payment(wanted(customer), key())
    gateway.hold(reference, saved(gateway, customer, "pm_card_chargeCustomerFail"), key())
    refused = gateway.read(reference)
    assert (refused.standing, refused.failure) == (Standing.FAILED, "generic_decline")
    gateway.hold(reference, saved(gateway, customer, "pm_card_mastercard"), key())
    assert gateway.read(reference).standing is Standing.HELD


def test_a_bank_that_wants_to_ask_says_so_and_says_where(gateway, customer):
    card = saved(gateway, customer, "pm_card_authenticationRequired", confirmed=False)
    reference = gateway.new_payment(wanted(customer), key())
    gateway.hold(reference, card, key())
    assert gateway.read(reference).standing is Standing.ASKS
    gateway.hold_with_customer(reference, card, BACK, key())
    asked = gateway.read(reference)
    assert asked.standing is Standing.ASKS
    assert asked.ask_at


def test_money_goes_back_in_parts_and_never_more_than_came(gateway, customer):
    reference = taken(gateway, customer)
    first = gateway.send_back(reference, part(1000), key())
    assert (first.amount_cents, first.standing) == (1000, RefundStanding.SENT)
    assert gateway.read_refund(first.reference).amount_cents == 1000
    with pytest.raises(NotTaken):
        gateway.send_back(reference, part(1501), key())
    gateway.send_back(reference, part(1500), key())
    with pytest.raises(NotTaken):
        gateway.send_back(reference, part(1), key())


def test_a_refund_is_sent_once_per_key(gateway, customer):
    reference, refund_id, one = taken(gateway, customer), uuid4(), key()
    first = gateway.send_back(reference, part(500, refund_id), one)
    assert gateway.send_back(reference, part(500, refund_id), one).reference == first.reference


def test_what_is_too_small_is_refused(gateway, customer):
    with pytest.raises(NotTaken) as refused:
        gateway.new_payment(wanted(customer, cents=49), key())
    assert refused.value.code == "amount_too_small"


def test_what_nobody_knows_is_refused(gateway):
    for read in (gateway.read, gateway.read_page, gateway.read_refund):
        with pytest.raises(NotTaken) as refused:
            read("pi_nobody")
        assert refused.value.code == "resource_missing"


def test_a_word_that_the_interface_does_not_know_is_refused(gateway):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        gateway._api.payment_intents.create({"amount": CENTS, "currency": "cad", "colour": "red"})
    assert refused.value.code == "parameter_unknown"


def test_a_forgotten_card_is_never_charged_again(gateway, customer):
    card = saved(gateway, customer, "pm_card_visa")
    gateway.forget_card(card)
    gateway.forget_card(card)
    reference = gateway.new_payment(wanted(customer), key())
    with pytest.raises(NotTaken):
        gateway.hold(reference, card, key())
    assert gateway.read(reference).standing is Standing.NEW


def test_what_was_made_since_a_moment_is_found_again(gateway, customer):
    since = now() - timedelta(minutes=5)
    made = {gateway.new_payment(wanted(customer), key()) for _ in range(3)}
    assert made <= {found.reference for found in gateway.read_since(since)}


def test_the_balance_and_what_went_to_the_bank_are_read(gateway):
    assert isinstance(gateway.balance_cents("CAD"), int)
    for sent in gateway.transfers_since(now() - timedelta(days=40)):
        assert gateway.read_transfer(sent.reference).amount_cents == sent.amount_cents
