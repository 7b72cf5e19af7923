"""What the pretended processor reports: signed, to whoever listens, again and again until it is taken."""

from datetime import timedelta

import pytest
import stripe
from sqlmodel import select

from crowdlearn.db.inbox import Inbox
from crowdlearn.db.session import reading
from crowdlearn.payments.gateway import cards
from crowdlearn.sandbox import endpoints, line
from crowdlearn.sandbox.line import REPORTS
from crowdlearn.sandbox.reporting import deliver_reports

URL = "http://localhost/webhooks/stripe"


@pytest.fixture
def secret(processor) -> str:
    return endpoints.listener(processor.store, URL)


def delivered(processor, answer: bool = True) -> list[endpoints.Delivery]:
    found: list[endpoints.Delivery] = []
    endpoints.deliver(processor.store, lambda each: bool(found.append(each)) or answer)
    return found


def test_a_report_is_signed_so_that_the_library_believes_it(processor, secret):
    customer = processor.api.customers.create({})
    (report,) = delivered(processor)
    event = stripe.Webhook.construct_event(report.body, report.headers["Stripe-Signature"], secret)
    assert (event.type, event.data.object.id, event.livemode) == ("customer.created", customer.id, False)


def test_what_is_taken_is_not_told_again(processor, secret, clock):
    processor.api.customers.create({})
    assert len(delivered(processor)) == 1
    clock.forward(days=3)
    assert delivered(processor) == []


def test_what_is_not_taken_comes_again_later_each_time_until_it_is_given_up(processor, secret, clock):
    clock.stand()
    processor.api.customers.create({})
    waits = []
    while delivered(processor, answer=False):
        wait = timedelta()
        while not due(processor) and wait < timedelta(days=8):
            clock.forward(seconds=15)
            wait += timedelta(seconds=15)
        waits.append(int(wait.total_seconds()))
        if len(waits) == 6:
            break
    assert waits == [15, 30, 60, 120, 240, 480]
    for _ in range(endpoints.MOST_TRIES):
        clock.forward(days=10)
        delivered(processor, answer=False)
    clock.forward(days=10)
    assert delivered(processor) == []


def due(processor) -> bool:
    with processor.store.visit() as state:
        return bool(endpoints._due(state, 1))


def test_only_what_was_asked_for_is_told(processor):
    words = {"url": URL, "enabled_events": ["payment_intent.canceled"]}
    processor.api.webhook_endpoints.create(words)
    intent = processor.api.payment_intents.create({"amount": 2500, "currency": "cad"})
    processor.api.payment_intents.cancel(intent.id)
    assert ["payment_intent.canceled" in report.body for report in delivered(processor)] == [True]


def test_who_stopped_listening_hears_nothing(processor):
    made = processor.api.webhook_endpoints.create({"url": URL, "enabled_events": ["*"]})
    processor.api.webhook_endpoints.delete(made.id)
    processor.api.customers.create({})
    assert delivered(processor) == []


def test_an_installation_that_moved_listens_at_its_new_address_with_its_old_secret(processor, secret):
    assert endpoints.listener(processor.store, "http://127.0.0.1:9000/webhooks/stripe") == secret
    processor.api.customers.create({})
    assert [report.url for report in delivered(processor)] == ["http://127.0.0.1:9000/webhooks/stripe"]


def inbox() -> list[tuple[str, str]]:
    with reading() as session:
        return [(row.name, row.about) for row in session.exec(select(Inbox).order_by(Inbox.id))]


@pytest.mark.usefixtures("database")
def test_the_job_hands_reports_to_the_program_once(app):
    deliver_reports()  # what other tests left
    before = len(inbox())
    intent = cards()._api.payment_intents.create({"amount": 2500, "currency": "cad"})
    assert deliver_reports() == 1
    assert inbox()[before:] == [("payment_intent.created", intent.id)]
    assert deliver_reports() == 0


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("body", "signature"), [
    (b"{}", ""),
    (b"{}", "garbage"),
    (b"{}", "t=,v1="),
    (b"{}", "t=99999999999999999999,v1=00"),
    (b"\xff\xfe", "t=1,v1=00"),
    (b"", "t=1,v1=\xc3\xa9"),
])  # fmt: skip
def test_garbage_is_answered_400_and_leaves_nothing(browser, body, signature):
    before = inbox()
    assert browser.post(REPORTS, body, headers={"Stripe-Signature": signature}).status == 400
    assert inbox() == before


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("change", ["body", "secret", "minutes"])
def test_a_report_of_somebody_else_is_refused(browser, app, processor, secret, clock, change):
    line.pick_up(app.config)  # the program's own line again
    own = endpoints.listener(line.store(), app.config["PUBLIC_URL"] + REPORTS)
    body = '{"id": "evt_x", "type": "customer.created", "data": {"object": {"id": "cus_x"}}, "livemode": false}'
    at = int(clock.stand().timestamp())
    signed = stripe.WebhookSignature.generate_signature_header(
        body, own if change != "secret" else secret, timestamp=at
    )
    if change == "body":
        body = body.replace("cus_x", "cus_y")
    if change == "minutes":
        clock.forward(minutes=6)
    sent = browser.post(REPORTS, body.encode(), headers={"Stripe-Signature": signed})
    assert sent.status == 400
