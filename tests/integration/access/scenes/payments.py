"""Rows of the processor's reports: who speaks is known by the signature alone."""

import json
from datetime import timedelta

from stripe import WebhookSignature

from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import cards
from crowdlearn.payments.stripe_gateway import StripeGateway
from tests.support.access import Cast, Scene, prepare

AGES = timedelta(minutes=6)


def _report(*, live: bool = False, age: timedelta = timedelta()) -> Scene:
    """Return a report that is signed with the app's own secret, `age` ago."""
    processor = cards()
    assert isinstance(processor, StripeGateway)
    event = {"id": "evt_scene", "type": "customer.created", "data": {"object": {"id": "cus_scene"}}, "livemode": live}
    body = json.dumps(event)
    at = int((now() - age).timestamp())
    signature = WebhookSignature.generate_signature_header(body, processor.webhook_secrets[0], timestamp=at)
    return Scene("/webhooks/stripe", body=body.encode(), headers={"Stripe-Signature": signature}, prefixed=False)


@prepare("webhook.stripe")
def genuine(_cast: Cast) -> Scene:
    return _report()


@prepare("webhook.stripe_bad")
def stale(_cast: Cast) -> Scene:
    return _report(age=AGES)


@prepare("webhook.stripe_livemode")
def of_the_other_mode(_cast: Cast) -> Scene:
    return _report(live=True)
