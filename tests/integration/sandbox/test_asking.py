"""How the pretended processor is asked: keys replay, unknown words are refused, test keys alone are known."""

from datetime import timedelta

import pytest
import stripe

from crowdlearn.sandbox.client import SandboxClient

WORDS = {"amount": 2500, "currency": "cad", "capture_method": "manual"}


def make(processor, key: str = "k1", **words):
    return processor.api.payment_intents.create({**WORDS, **words}, {"idempotency_key": key})


def test_the_same_key_is_the_same_request(processor):
    assert make(processor).id == make(processor).id
    assert len(processor.all("payment_intent")) == 1


def test_another_key_is_another_request(processor):
    assert make(processor, "k1").id != make(processor, "k2").id


def test_a_key_is_bound_to_its_parameters(processor):
    make(processor)
    with pytest.raises(stripe.IdempotencyError) as refused:
        make(processor, amount=2600)
    assert refused.value.http_status == 400
    assert len(processor.all("payment_intent")) == 1


def test_a_key_is_bound_to_its_address(processor):
    intent = make(processor)
    with pytest.raises(stripe.IdempotencyError):
        processor.api.payment_intents.cancel(intent.id, {}, {"idempotency_key": "k1"})


def test_a_banks_no_is_replayed_and_not_asked_again(processor):
    declines = {"customer": processor.api.customers.create({}).id, "payment_method": "pm_card_visa_chargeDeclined"}
    intent = make(processor, **declines)
    for _ in range(3):
        with pytest.raises(stripe.CardError) as refused:
            processor.api.payment_intents.confirm(intent.id, {"off_session": True}, {"idempotency_key": "c1"})
        assert refused.value.error.payment_intent.id == intent.id
    assert len(processor.all("charge")) == 1


def test_after_a_day_a_key_is_forgotten(processor, clock):
    first = make(processor)
    clock.forward(timedelta(hours=23, minutes=59))
    assert make(processor).id == first.id
    clock.forward(timedelta(minutes=2))
    assert make(processor).id != first.id


def test_what_nobody_understood_leaves_its_key_free(processor):
    with pytest.raises(stripe.InvalidRequestError):
        make(processor, colour="red")
    assert make(processor).id


@pytest.mark.parametrize(("words", "code", "param"), [
    ({"colour": "red"}, "parameter_unknown", "colour"),
    ({"payment_method_types": ["card"]}, "parameter_unknown", "payment_method_types"),
    ({"capture_method": "someday"}, "parameter_invalid", "capture_method"),
    ({"amount": "much"}, "parameter_invalid_integer", "amount"),
    ({"amount": 49}, "amount_too_small", "amount"),
    ({"amount": 100_000_000}, "amount_too_large", "amount"),
    ({"currency": "doubloon"}, "parameter_invalid", "currency"),
    ({"customer": "cus_nobody"}, "resource_missing", "customer"),
    ({"payment_method": "pm_nobody"}, "resource_missing", "payment_method"),
])  # fmt: skip
def test_what_stripe_would_not_take_is_refused(processor, words, code, param):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        make(processor, **words)
    assert (refused.value.code, refused.value.param) == (code, param)
    assert processor.all("payment_intent") == []


def test_what_is_needed_is_asked_for(processor):
    with pytest.raises(stripe.InvalidRequestError) as refused:
        processor.api.payment_intents.create({"amount": 2500})
    assert (refused.value.code, refused.value.param) == ("parameter_missing", "currency")


def test_a_live_key_is_not_known_here(processor):
    live = stripe.StripeClient("sk_live_real", http_client=SandboxClient(processor.store)).v1
    with pytest.raises(stripe.AuthenticationError):
        live.customers.create({})


def test_another_version_is_not_spoken_here(processor):
    with pytest.raises(stripe.InvalidRequestError, match="version"):
        processor.api.customers.create({}, {"stripe_version": "2020-08-27"})


def test_an_address_that_is_not_there_is_said_to_be_so(processor):
    client = stripe.StripeClient("sk_test_x", http_client=SandboxClient(processor.store))
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.raw_request("get", "/v1/nothing")
    assert refused.value.http_status == 404
