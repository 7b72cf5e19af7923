"""Rows of money that is owed or was paid."""

from datetime import timedelta
from typing import Any

from crowdlearn.kernel.clock import now
from crowdlearn.payments.models import Payment
from crowdlearn.pledges.models import MoneyPledge

from .people import kept


def payment(of: MoneyPledge, **fields: Any) -> Payment:
    """Return what is to be paid of a committed pledge: outside the program, within 14 days."""
    defaults: dict[str, Any] = {
        "pledge_id": of.id,
        "pitch_id": of.pitch_id,
        "person_id": of.peer_id,
        "provider": "offline",
        "amount_cents": of.accepted_cents,
        "currency": of.currency,
        "due_at": now() + timedelta(days=14),
    }
    return kept(Payment(**(defaults | fields)))  # type: ignore[no-any-return]
