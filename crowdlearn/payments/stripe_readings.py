"""What Stripe answers, in our words. It knows the shapes of Stripe's objects, and not the library.

Source: docs.stripe.com/api, version 2026-10-28.endive. Optional fields may be absent: `in` asks first.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from .gateway import (
    CardReading,
    PageReading,
    PageStanding,
    Reading,
    RefundReading,
    RefundStanding,
    Standing,
)
from .rules import DisputeReading, TransferReading

_ASKS = ("authentication_required", "payment_intent_authentication_failure")
_STANDINGS = {
    "requires_confirmation": Standing.NEW,
    "requires_action": Standing.ASKS,
    "processing": Standing.WORKING,
    "requires_capture": Standing.HELD,
    "succeeded": Standing.TAKEN,
    "canceled": Standing.GONE,
}
_REFUNDS = {"succeeded": RefundStanding.SENT, "failed": RefundStanding.FAILED, "canceled": RefundStanding.FAILED}
_PAGES = {"open": PageStanding.OPEN, "complete": PageStanding.DONE, "expired": PageStanding.EXPIRED}
_ARRIVALS = {"paid": True, "failed": False, "canceled": False}
_DECISIONS = {"won": True, "lost": False}


def payment(intent: Any) -> Reading:
    """Read a PaymentIntent whose latest charge and balance transaction may be expanded."""
    charge = _expanded(intent, "latest_charge")
    booked = _expanded(charge, "balance_transaction")
    known = intent.metadata.to_dict() if intent.metadata else {}
    return Reading(
        reference=intent.id,
        standing=_standing(intent),
        amount_cents=intent.amount,
        currency=intent.currency.upper(),
        pledge_id=UUID(known["pledge"]) if "pledge" in known else None,
        failure=_failure(intent),
        take_before=_take_before(intent, charge),
        charge=charge.id if charge else None,
        fee_cents=booked.fee if booked else None,
        disputed=bool(charge and charge.disputed),
        ask_at=_ask_at(intent),
    )


def _expanded(body: Any, name: str) -> Any:
    """Return a link that was expanded, None where there is none or only its id."""
    found = getattr(body, name, None) if body else None
    return None if isinstance(found, str) else found


def _standing(intent: Any) -> Standing:
    if intent.status != "requires_payment_method":
        return _STANDINGS[intent.status]
    error = intent.last_payment_error
    if error is None:
        return Standing.NEW
    return Standing.ASKS if error.code in _ASKS else Standing.FAILED


def _failure(intent: Any) -> str:
    error = intent.last_payment_error
    if error is None:
        return ""
    return getattr(error, "decline_code", None) or getattr(error, "code", None) or "declined"


def _take_before(intent: Any, charge: Any) -> datetime | None:
    if intent.status != "requires_capture" or charge is None:
        return None
    seconds = getattr(charge.payment_method_details.card, "capture_before", None)
    return _moment(seconds) if seconds else None


def _ask_at(intent: Any) -> str | None:
    action = intent.next_action if intent.status == "requires_action" else None
    page = getattr(action, "redirect_to_url", None) if action else None
    return page.url if page else None


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def page(session: Any) -> PageReading:
    """Read a Checkout session whose setup intent and card may be expanded."""
    intent = _expanded(session, "setup_intent")
    saved = _expanded(intent, "payment_method") if intent and intent.status == "succeeded" else None
    return PageReading(
        reference=session.id,
        standing=_PAGES[session.status],
        url=session.url,
        expires_at=_moment(session.expires_at),
        card=_card(saved) if saved else None,
    )


def _card(method: Any) -> CardReading:
    card = method.card
    return CardReading(method.id, card.brand, card.last4, card.exp_year, card.exp_month, card.fingerprint or "")


def refund(found: Any) -> RefundReading:
    """Read a refund."""
    standing = _REFUNDS.get(found.status, RefundStanding.WORKING)
    known = found.metadata.to_dict() if found.metadata else {}
    return RefundReading(
        reference=found.id,
        standing=standing,
        amount_cents=found.amount,
        failure=getattr(found, "failure_reason", None) or "",
        refund_id=UUID(known["refund"]) if "refund" in known else None,
    )


def dispute(found: Any) -> DisputeReading:
    """Read a dispute."""
    kept = sum(line.fee for line in found.balance_transactions)
    return DisputeReading(found.id, found.payment_intent, found.amount, _DECISIONS.get(found.status), kept)


def transfer(found: Any) -> TransferReading:
    """Read a payout: so the processor calls what it sends to the bank."""
    return TransferReading(found.id, found.amount, found.currency.upper(), _ARRIVALS.get(found.status))
