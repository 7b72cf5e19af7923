"""Reports of the processor: twice, in any order, late, lost, before its own answer, or forged. They only say what to
read again; what they do not tell, reconciliation asks.
"""

import json
import random
from datetime import timedelta
from uuid import UUID

import pytest
import stripe
from sqlmodel import select

from crowdlearn import jobs
from crowdlearn.db import inbox
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.ledger.rules import PROCESSOR, held_for
from crowdlearn.payments import gateway, service
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentState, Wanted
from crowdlearn.people.rules import Role
from crowdlearn.sandbox import endpoints, faults
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.settlement.queries.cards import cards_page
from tests import make
from tests.support.cards import Processor, hear, stored
from tests.support.clocks import held
from tests.support.figures import Say
from tests.support.money import booked, told

pytestmark = pytest.mark.usefixtures("database")
SEED = 20261123


@pytest.fixture
def pitch(processor: Processor):
    """Return a pitch that asks for money; the processor reports."""
    processor.listen()
    return make.money_pitch(make.person("Amira Haddad", of=make.organisation()))


def taken_behind_our_back(processor: Processor, pitch, number: int) -> list[Payment]:
    """Return payments that are held, as far as we know, and taken, as the processor knows."""
    payments = [processor.expect(pitch, make.person(), 2500, wanted=Wanted.HOLD) for _ in range(number)]
    service.carry_out_what_is_wanted(limit=number)
    for payment in payments:
        processor.api.payment_intents.capture(stored(payment).processor_reference)
    return payments


def collected(processor: Processor) -> list[endpoints.Delivery]:
    """Take every report that is due out of the processor's hands, without reading it."""
    kept: list[endpoints.Delivery] = []
    while endpoints.deliver(processor.store, lambda each: kept.append(each) or True, most=1000):
        pass
    return kept


def work() -> None:
    """Work on the reports that wait, now and when they are due again."""
    with held() as hands:
        for _ in range(3):
            while service.work_on_reports():
                pass
            hands.forward(minutes=2)


@pytest.mark.parametrize("events", [200, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_storm_of_reports_leaves_the_books_equal(processor, pitch, events, clock, say: Say):
    clock.stand()  # a signature ages, and ten thousand take longer than it may
    dice = random.Random(SEED)
    payments = taken_behind_our_back(processor, pitch, events // 10)
    reports = collected(processor)
    storm = [each for each in reports if dice.random() >= 0.1]  # 10 % never arrive
    storm += [each for each in storm if dice.random() < 0.3]
    dice.shuffle(storm)
    assert all(hear(each) for each in storm)
    work()
    with held() as hands:
        hands.forward(minutes=11)
        service.reconcile()
    assert {stored(payment).state for payment in payments} == {PaymentState.COLLECTED}
    assert booked(held_for(pitch.id)) == -2500 * len(payments)
    assert booked(PROCESSOR) == processor.api.balance.retrieve().available[0].amount
    assert told("payments.PaymentCollected") == len(payments)
    say(reports=len(storm), payments=len(payments), seed=SEED, lost=0, twice=0)


def test_without_any_report_reconciliation_finds_out(processor, pitch):
    (payment,) = taken_behind_our_back(processor, pitch, 1)
    collected(processor)
    service.reconcile()
    assert stored(payment).state is PaymentState.AUTHORISED  # read a moment ago
    with held() as hands:
        hands.forward(minutes=11)
        service.reconcile()
    assert stored(payment).state is PaymentState.COLLECTED


def test_a_report_that_comes_three_days_late_is_welcome(processor, pitch):
    (payment,) = taken_behind_our_back(processor, pitch, 1)
    with held() as hands:
        hands.forward(days=3)
        assert processor.report() > 0
        work()
    assert stored(payment).state is PaymentState.COLLECTED


def test_a_report_before_our_own_answer_waits_until_we_know(processor, pitch):
    payment = processor.expect(pitch, make.person(), 2500, wanted=Wanted.HOLD)
    faults.plan(processor.store, Kind.RESET, Place.AFTER, method="POST", path="/v1/payment_intents")
    service.carry_out_what_is_wanted()
    assert stored(payment).processor_reference is None
    processor.report()
    service.work_on_reports()
    assert waiting() == 1
    auditor = make.person()
    make.role(auditor, Role.AUDITOR)
    with held() as hands:
        hands.forward(minutes=31)
        assert cards_page(auditor.id).reports.late == 1  # somebody should look
        service.carry_out_what_is_wanted()
        service.work_on_reports()
        assert cards_page(auditor.id).reports.late == 0
    assert stored(payment).state is PaymentState.AUTHORISED


def waiting() -> int:
    with reading() as session:
        return len(session.exec(select(inbox.Inbox.id).where(inbox.Inbox.done_at == None)).all())  # noqa: E711


def test_a_report_in_trouble_holds_up_no_other(processor, pitch):
    first, second = taken_behind_our_back(processor, pitch, 2)
    processor.report()
    path = f"/v1/payment_intents/{stored(first).processor_reference}"
    faults.plan(processor.store, Kind.ERROR_500, Place.BEFORE, method="GET", path=path, times=-1)
    work()
    assert stored(first).state is PaymentState.AUTHORISED
    assert stored(second).state is PaymentState.COLLECTED
    faults.clear(processor.store)
    with held() as hands:
        hands.forward(hours=2)
        jobs.work_until_quiet()
    assert stored(first).state is PaymentState.COLLECTED


@pytest.fixture
def report(processor, pitch):
    """Return one report, as it would be posted: body and the moment of its signature."""
    taken_behind_our_back(processor, pitch, 1)
    each = next(each for each in collected(processor) if '"payment_intent.succeeded"' in each.body)
    return each.body


def signed(body: str, secret: str, at: timedelta = timedelta()) -> str:
    """Return the signature of a body with a secret, made at a moment from now."""
    stamp = int((now() + at).timestamp())
    return stripe.WebhookSignature.generate_signature_header(body, secret, timestamp=stamp)


def secret() -> str:
    return gateway.cards().webhook_secrets[0]


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_report_and_one_from_the_future_are_refused(report, minutes):
    with pytest.raises(gateway.BadReport):
        service.hear(report.encode(), signed(report, secret(), timedelta(minutes=minutes)))


@pytest.mark.parametrize("header", [
    "", "t=1", "v1=abc", "t=,v1=", "t=abc,v1=abc", "t=99999999999999999999,v1=abc", "é", "t=1,v1=" + "0" * 64, "\x00",
])  # fmt: skip
def test_garbage_for_a_signature_is_refused_and_breaks_nothing(report, header):
    with pytest.raises(gateway.BadReport):
        service.hear(report.encode(), header)


def test_a_report_signed_by_anybody_else_is_refused(report):
    with pytest.raises(gateway.BadReport):
        service.hear(report.encode(), signed(report, "whsec_of_somebody_else"))


def test_a_changed_report_is_refused(report):
    header = signed(report, secret())
    with pytest.raises(gateway.BadReport):
        service.hear(report.replace("2500", "2501").encode(), header)


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null", b"\xff\xfe", b'{"id": "evt_1", "type": "x"}'])
def test_a_signed_body_that_is_no_event_is_refused(report, body):
    header = signed(body.decode("latin-1"), secret())
    with pytest.raises(gateway.BadReport):
        service.hear(body, header)


def test_a_report_of_real_money_is_refused_where_there_is_none(report):
    live = json.dumps({**json.loads(report), "livemode": True})
    with pytest.raises(gateway.BadReport):
        service.hear(live.encode(), signed(live, secret()))


def test_while_a_secret_is_replaced_both_hold(report):
    gateway.cards().webhook_secrets = ("whsec_new", "whsec_old")
    for each in ("whsec_new", "whsec_old"):
        body = json.dumps({**json.loads(report), "id": f"evt_{each}"})
        assert service.hear(body.encode(), signed(body, each)) is True


def test_a_report_that_comes_again_is_kept_once(report):
    header = signed(report, secret())
    assert [service.hear(report.encode(), header) for _ in range(3)] == [True, False, False]


def test_a_stranger_is_told_and_what_lost_its_answer_is_adopted(processor, pitch):
    payment = processor.expect(pitch, make.person(), 2500, wanted=Wanted.HOLD)
    faults.plan(processor.store, Kind.RESET, Place.AFTER, method="POST", path="/v1/payment_intents")
    service.carry_out_what_is_wanted()
    unknown = processor.api.payment_intents.create({"amount": 900, "currency": "cad"})
    assert service.find_strangers() == [unknown.id]
    assert stored(payment).processor_reference is not None
    assert isinstance(stored(payment).pledge_id, UUID)
