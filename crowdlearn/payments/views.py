"""Where the processor reports. No session, no language; the signature says who speaks."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from crowdlearn.web.access import access

from . import service
from .gateway import BadReport, offers_cards

plain = Blueprint("payments_plain", __name__)


@plain.post("/webhooks/stripe")
@access("webhook.stripe")
def report() -> ResponseReturnValue:
    """Keep a report and answer at once; a report that came before is welcome too."""
    if not offers_cards():
        abort(404)
    try:
        service.hear(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except BadReport as bad:
        abort(400, str(bad))
    return "", 200
