"""Mending what a bank refused, in a browser."""

from urllib.parse import urlsplit

import pytest

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentState
from crowdlearn.sandbox import faults, intents
from crowdlearn.sandbox.faults import Kind, Place
from tests.support.card_pledges import MASTERCARD, enter_card, waiting
from tests.support.cards import ASKS_LATER, DECLINES_LATER


def test_the_first_page_says_what_a_bank_refused_and_asks_nobody_to_pay_by_hand(as_peer, processor, refused):
    payment = refused(ASKS_LATER)
    assert "Your bank has not held the money of your pledge for" in waiting(as_peer)
    with transaction() as session:
        payments.use_card(session, session.get_one(Payment, payment.id), payment.card_id)
    assert "Pay your pledge" not in waiting(as_peer)


def state_of(payment):
    with reading() as session:
        return session.get_one(Payment, payment.id).state


@pytest.mark.parametrize(("says_yes", "state"), [(True, PaymentState.AUTHORISED), (False, PaymentState.NEEDS_ACTION)])
def test_row_42_a_bank_that_asks_is_answered_without_script(as_peer, processor, refused, says_yes, state):
    payment = refused(ASKS_LATER)
    page = as_peer.get(f"/en/pledges/{payment.pledge_id}/repair")
    assert "Your bank wants you to confirm that it is you." in page.text
    answer = page.form().submit(follow=False)
    [intent] = processor.all("payment_intent")
    assert intent["next_action"]["redirect_to_url"]["url"].endswith(answer.response.location)
    back = urlsplit(intent["next_action"]["redirect_to_url"]["return_url"]).path
    with processor.store.visit() as store:
        intents.answer_bank(store, intent["id"], yes=says_yes)
    after = as_peer.get(back)
    assert state_of(payment) is state
    assert ("Nothing needs mending" in after.text) is says_yes
    assert len(processor.all("payment_intent")) == 1


def test_row_41_another_card_mends_what_a_bank_refused(as_peer, processor, refused):
    payment = refused(DECLINES_LATER)
    assert "Your bank has not held the money" in as_peer.get(f"/en/pledges/{payment.pledge_id}").text
    page = as_peer.get(f"/en/pledges/{payment.pledge_id}/repair")
    assert "Your bank said no" in page.text
    as_peer.get(f"/en/pledges/{payment.pledge_id}/card").form().submit(follow=False)
    after = as_peer.get(enter_card(processor, MASTERCARD))
    assert state_of(payment) is PaymentState.TO_CHARGE
    assert "Mastercard" in after.text
    payments.carry_out_what_is_wanted()
    assert state_of(payment) is PaymentState.AUTHORISED
    mended = as_peer.get(f"/en/pledges/{payment.pledge_id}/repair")
    assert "is held on your card" in mended.text


def test_a_bank_that_does_not_answer_is_asked_again_later(as_peer, processor, refused):
    payment = refused(ASKS_LATER)
    faults.plan(processor.store, Kind.TIMEOUT, Place.AFTER, method="POST", path="*/confirm")
    page = as_peer.get(f"/en/pledges/{payment.pledge_id}/repair").submit()
    assert "does not answer at the moment" in page.text
    assert state_of(payment) is PaymentState.CHARGING  # nobody knows: the worker reads it again
    with transaction() as session:
        session.get_one(Payment, payment.id).claimed_until = now()
    payments.carry_out_what_is_wanted()
    assert state_of(payment) is not PaymentState.CHARGING
    assert len(processor.all("payment_intent")) == 1
