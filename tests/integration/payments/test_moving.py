"""Holds, captures and releases of card payments, with a processor that answers, falls silent and forgets."""

from datetime import timedelta

import pytest

from crowdlearn.kernel.clock import now
from crowdlearn.ledger.rules import FEES, PROCESSOR, held_for
from crowdlearn.payments import service
from crowdlearn.payments.rules import PaymentState, Wanted
from crowdlearn.sandbox import faults
from crowdlearn.sandbox.faults import Kind, Place
from tests import make
from tests.support.cards import (
    ASKS_LATER,
    DECLINES_LATER,
    Processor,
    stored,
    want,
)
from tests.support.clocks import held
from tests.support.money import booked

pytestmark = pytest.mark.usefixtures("database")
S = PaymentState


@pytest.fixture
def pitch():
    """Return a pitch that asks for money."""
    return make.money_pitch(make.person("Amira Haddad", of=make.organisation()))


@pytest.fixture
def payment(processor: Processor, pitch):
    """Return a payment whose hold is wanted."""
    return processor.expect(pitch, make.person("Bao Tran"), 2500, wanted=Wanted.HOLD)


def test_a_hold_is_taken_and_booked_with_its_fee(processor, pitch, payment):
    service.carry_out_what_is_wanted()
    assert stored(payment).state is S.AUTHORISED
    assert stored(payment).take_before > now() + timedelta(days=4)
    assert booked(PROCESSOR) == 0
    want(payment, Wanted.TAKE)
    service.carry_out_what_is_wanted()
    assert stored(payment).state is S.COLLECTED
    assert booked(held_for(pitch.id)) == -2500
    assert (booked(FEES), booked(PROCESSOR)) == (103, 2397)
    assert [intent["status"] for intent in processor.all("payment_intent")] == ["succeeded"]
    assert service.carry_out_what_is_wanted() == 0


def test_a_release_lets_the_hold_go_and_books_nothing(processor, pitch, payment):
    service.carry_out_what_is_wanted()
    want(payment, Wanted.LET_GO)
    service.carry_out_what_is_wanted()
    assert stored(payment).state is S.RELEASED
    assert booked(held_for(pitch.id)) == booked(PROCESSOR) == 0
    assert [intent["status"] for intent in processor.all("payment_intent")] == ["canceled"]


@pytest.mark.parametrize(("number", "state", "failure"), [
    (DECLINES_LATER, S.CARD_FAILED, "generic_decline"),
    (ASKS_LATER, S.NEEDS_ACTION, "authentication_required"),
])  # fmt: skip
def test_a_banks_answer_is_kept_and_not_asked_again(processor, pitch, number, state, failure):
    payment = processor.expect(pitch, make.person("Bao Tran"), 2500, number, wanted=Wanted.HOLD)
    service.carry_out_what_is_wanted()
    assert (stored(payment).state, stored(payment).failure) == (state, failure)
    assert service.carry_out_what_is_wanted() == 0
    assert len(processor.all("charge")) == 1


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("call", [
    ("POST", "/v1/payment_intents"), ("POST", "*/confirm"), ("GET", "/v1/payment_intents/*"), ("POST", "*/capture"),
], ids=["make", "confirm", "read", "capture"])  # fmt: skip
def test_a_fault_at_any_call_delays_and_never_doubles(processor, pitch, payment, call, kind, place):
    faults.plan(processor.store, kind, place, method=call[0], path=call[1])
    _until(payment, S.AUTHORISED)
    want(payment, Wanted.TAKE)
    _until(payment, S.COLLECTED)
    charges = processor.all("charge")
    assert [charge["amount_captured"] for charge in charges] == [2500]
    assert len(processor.all("payment_intent")) == 1
    assert booked(held_for(pitch.id)) == -2500


def _until(payment, state: PaymentState) -> None:
    """Let the worker go on until a payment is there; two more passes must be enough."""
    with held() as hands:
        for _ in range(3):
            service.carry_out_what_is_wanted()
            hands.forward(minutes=1)
    assert stored(payment).state is state
