"""The worker moves money by itself, and a report of the processor wakes it."""

import pytest

from crowdlearn import jobs
from crowdlearn.db.outbox import take_emitted
from crowdlearn.payments import service
from crowdlearn.payments.rules import PaymentState, Wanted
from crowdlearn.sandbox import faults
from crowdlearn.sandbox.faults import Kind, Place
from tests import make
from tests.support.cards import Processor, stored

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def payments(processor: Processor):
    """Return three payments whose holds are wanted."""
    pitch = make.money_pitch(make.person("Amira Haddad", of=make.organisation()))
    return [processor.expect(pitch, make.person(), 2500, wanted=Wanted.HOLD) for _ in range(3)]


def test_the_worker_holds_what_is_wanted_without_being_asked_twice(payments):
    jobs.work_until_quiet()
    assert {stored(payment).state for payment in payments} == {PaymentState.AUTHORISED}
    assert jobs.work_until_quiet() == 0


def test_one_payment_in_trouble_holds_up_nobody(processor, payments):
    faults.plan(processor.store, Kind.TIMEOUT, Place.BEFORE, method="POST", path="/v1/payment_intents")
    jobs.work_until_quiet()
    assert sorted(stored(payment).state for payment in payments) == ["authorised", "authorised", "charging"]


def test_a_report_wakes_the_worker(processor, payments):
    processor.listen()
    service.carry_out_what_is_wanted()
    take_emitted()
    assert processor.report() > 0
    assert take_emitted()
    assert service.work_on_reports() > 0
