"""Who pledges by card to what."""

import pytest

from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import transaction
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import Wanted
from crowdlearn.people.rules import MoneyMode
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.reactions import AFTER
from tests import make


@pytest.fixture
def pitcher():
    return make.person("Amira", of=make.organisation(mode=MoneyMode.CARD))


@pytest.fixture
def peer():
    return make.person("Noor", of=make.organisation())


@pytest.fixture
def pitch(pitcher):
    return make.money_pitch(pitcher)  # asks peers for 700.00


@pytest.fixture
def as_peer(browser, processor, peer):
    browser.sign_in(peer.id)
    return browser


@pytest.fixture
def refused(processor, pitch, peer):
    """Return what makes a payment that the bank of a card has not held."""

    def make_one(number: str) -> Payment:
        payment = processor.expect(pitch, peer, 2500, number, wanted=Wanted.HOLD)
        with transaction() as session:
            session.get_one(MoneyPledge, payment.pledge_id).card_id = payment.card_id
        payments.carry_out_what_is_wanted()
        drain_all(AFTER)
        return payment

    return make_one
