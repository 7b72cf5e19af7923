"""Asking the processor ourselves, so that its reports are only a convenience."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import Reading, Standing, Unanswered, cards, offers_cards
from crowdlearn.payments.models import CardPage, Payment
from crowdlearn.payments.rules import PageState, PaymentState, keys

from .cards import finish_card_page
from .moving import refresh

READ_EVERY = timedelta(minutes=10)
LOOK_BACK = timedelta(days=3)
_UNDECIDED = (PaymentState.CHARGING, PaymentState.NEEDS_ACTION, PaymentState.CARD_FAILED, PaymentState.AUTHORISED)
_log = logging.getLogger(__name__)


def reconcile() -> int:
    """Read again whatever the processor may have changed without our hearing of it; return how much was read."""
    if not offers_cards():
        return 0
    with reading() as session:
        old = sa.or_(col(Payment.read_at).is_(None), col(Payment.read_at) <= now() - READ_EVERY)
        query = select(Payment.id).where(
            col(Payment.processor_reference).is_not(None), col(Payment.state).in_(_UNDECIDED), old
        )
        payments = session.exec(query.order_by(col(Payment.id))).all()
        pages = session.exec(select(CardPage.id).where(CardPage.state == PageState.OPEN)).all()
    reads = [partial(_read, refresh, payment_id) for payment_id in payments]
    reads += [partial(_read, finish_card_page, page_id) for page_id in pages]
    return for_each(reads, lambda read: read())


def _read(read: Callable[[UUID], object], row_id: UUID) -> bool:
    try:
        read(row_id)
    except Unanswered as silence:
        _log.warning("%s could not be read: %s", row_id, silence)
        return False
    return True


def find_strangers() -> list[str]:
    """Look for payments at the processor that no row of ours names; return the references of those that stay unknown.

    One whose answer was lost is adopted: it is the only one that its pledge will ever have.
    """
    if not offers_cards():
        return []
    return [found.reference for found in cards().read_since(now() - LOOK_BACK) if not _known(found)]


def _known(found: Reading) -> bool:
    with reading() as session:
        if session.exec(select(Payment.id).where(Payment.processor_reference == found.reference)).first():
            return True
        query = select(Payment.id, Payment.processor_reference).where(Payment.pledge_id == found.pledge_id)
        ours = session.exec(query).first()
    if ours is not None and ours[1] is None:
        with transaction() as session:
            payment = lock(session, Payment, ours[0])
            payment.processor_reference = payment.processor_reference or found.reference
        return True
    if ours is not None and found.standing is not Standing.GONE:  # never confirmed: its pledge has another one
        cards().let_go(found.reference, keys.of("stranger", ours[0], found.reference))
    _log.error("payment %s at the processor belongs to no pledge of ours", found.reference)
    return False
