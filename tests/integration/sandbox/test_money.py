"""What the pretended processor does with money: banks say no or ask, holds lapse, nothing is sent back twice."""

from datetime import timedelta

import pytest
import stripe

from crowdlearn.sandbox import intents, refunds
from crowdlearn.sandbox.books import DISPUTE_FEE_CENTS, fee

A_HOLD_ON_VISA, A_HOLD_ELSEWHERE = timedelta(days=4, hours=18), timedelta(days=7)


@pytest.fixture
def customer(processor):
    return processor.api.customers.create({"preferred_locales": ["en"]}).id


def held(processor, customer: str, card: str = "pm_card_visa", cents: int = 2500):
    words = {"amount": cents, "currency": "cad", "customer": customer, "capture_method": "manual"}
    intent = processor.api.payment_intents.create(words)
    return processor.api.payment_intents.confirm(intent.id, {"payment_method": card, "off_session": True})


def taken(processor, customer: str, card: str = "pm_card_visa", cents: int = 2500):
    return processor.api.payment_intents.capture(held(processor, customer, card, cents).id)


def status(processor, intent) -> str:
    return processor.api.payment_intents.retrieve(intent.id).status


@pytest.mark.parametrize(("card", "code", "decline"), [
    ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
    ("pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
    ("pm_card_chargeDeclinedExpiredCard", "expired_card", None),
    ("pm_card_authenticationRequired", "authentication_required", "authentication_required"),
])  # fmt: skip
def test_a_refusal_carries_the_payment_intent(processor, customer, card, code, decline):
    with pytest.raises(stripe.CardError) as refused:
        held(processor, customer, card)
    error = refused.value.error
    assert (error.code, getattr(error, "decline_code", None)) == (code, decline)
    intent = error.payment_intent
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error.code == code


def test_after_a_refusal_another_card_is_held(processor, customer):
    words = {"amount": 2500, "currency": "cad", "customer": customer, "capture_method": "manual"}
    intent = processor.api.payment_intents.create(words)
    with pytest.raises(stripe.CardError):
        processor.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa_chargeDeclined"})
    again = processor.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_visa", "off_session": True})
    assert (again.id, again.status, again.amount_capturable) == (intent.id, "requires_capture", 2500)


def test_a_card_that_asks_when_saved_is_charged_without_its_owner_later(processor, customer):
    assert held(processor, customer, "pm_card_authenticationRequiredOnSetup").status == "requires_capture"


@pytest.mark.parametrize(("card", "lasts"), [
    ("pm_card_visa", A_HOLD_ON_VISA), ("pm_card_mastercard", A_HOLD_ELSEWHERE),
])  # fmt: skip
def test_a_hold_lapses_when_its_network_says(processor, customer, clock, card, lasts):
    clock.stand()
    intent = held(processor, customer, card)
    clock.forward(lasts - timedelta(seconds=1))
    assert status(processor, intent) == "requires_capture"
    clock.forward(seconds=1)
    gone = processor.api.payment_intents.retrieve(intent.id)
    assert (gone.status, gone.cancellation_reason) == ("canceled", "automatic")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        processor.api.payment_intents.capture(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"


@pytest.mark.parametrize("act", ["capture", "cancel", "confirm"])
def test_what_was_done_is_not_done_again(processor, customer, act):
    intent = taken(processor, customer)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        getattr(processor.api.payment_intents, act)(intent.id)
    assert refused.value.code == "payment_intent_unexpected_state"
    assert refused.value.error.payment_intent.status == "succeeded"


def test_no_more_is_taken_than_is_held(processor, customer):
    intent = held(processor, customer)
    with pytest.raises(stripe.InvalidRequestError):
        processor.api.payment_intents.capture(intent.id, {"amount_to_capture": 2501})
    assert status(processor, intent) == "requires_capture"


def test_no_more_is_sent_back_than_was_taken(processor, customer):
    intent = taken(processor, customer)
    assert processor.api.refunds.create({"payment_intent": intent.id, "amount": 2000}).status == "succeeded"
    with pytest.raises(stripe.InvalidRequestError, match="greater than"):
        processor.api.refunds.create({"payment_intent": intent.id, "amount": 501})
    processor.api.refunds.create({"payment_intent": intent.id})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        processor.api.refunds.create({"payment_intent": intent.id})
    assert refused.value.code == "charge_already_refunded"
    assert sum(refund["amount"] for refund in processor.all("refund")) == 2500


def test_what_was_not_taken_is_not_sent_back(processor, customer):
    with pytest.raises(stripe.InvalidRequestError):
        processor.api.refunds.create({"payment_intent": held(processor, customer).id})


def balance(processor) -> int:
    return sum(part.amount for part in processor.api.balance.retrieve().available)


def test_a_refund_that_fails_brings_the_money_back(processor, customer):
    intent = taken(processor, customer, "pm_card_refundFail")
    before = balance(processor)
    refund = processor.api.refunds.create({"payment_intent": intent.id})
    assert processor.api.refunds.retrieve(refund.id).status == "failed"
    assert balance(processor) == before == 2500 - fee(2500)


@pytest.mark.parametrize(("won", "left"), [(True, 2500), (False, 0)])
def test_a_dispute_holds_the_money_until_it_is_decided(processor, customer, won, left):
    intent = taken(processor, customer, "pm_card_createDispute")
    (dispute,) = processor.api.disputes.list({"payment_intent": intent.id}).data
    assert balance(processor) == -fee(2500) - DISPUTE_FEE_CENTS
    with pytest.raises(stripe.InvalidRequestError) as refused:
        processor.api.refunds.create({"payment_intent": intent.id})
    assert refused.value.code == "charge_disputed"
    with processor.store.visit() as state:
        refunds.close_dispute(state, state.find(dispute.id), won=won)
        refunds.close_dispute(state, state.find(dispute.id), won=not won)  # it stays as decided
    assert processor.api.disputes.retrieve(dispute.id).status == ("won" if won else "lost")
    assert balance(processor) == left - fee(2500) - DISPUTE_FEE_CENTS


def test_any_taken_charge_may_be_disputed(processor, customer):
    intent = taken(processor, customer)
    with processor.store.visit() as state:
        intents.open_dispute(state, state.find(intent.latest_charge))
    assert processor.api.charges.retrieve(intent.latest_charge).disputed


def test_a_detached_card_is_never_charged_again(processor, customer):
    card = held(processor, customer).payment_method
    processor.api.payment_methods.detach(card)
    with pytest.raises(stripe.InvalidRequestError, match="may not be used again"):
        held(processor, customer, card)


def test_a_card_belongs_to_its_customer(processor, customer):
    card = held(processor, customer).payment_method
    other = processor.api.customers.create({}).id
    with pytest.raises(stripe.InvalidRequestError) as refused:
        held(processor, other, card)
    assert refused.value.code == "resource_missing"
