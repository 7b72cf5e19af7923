"""Asking the processor ourselves, so that its reports are only a convenience."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col, select

from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import Reading, Standing, Unanswered, cards, offers_cards
from crowdlearn.payments.models import CardPage, Look, Payment
from crowdlearn.payments.rules import LookKind, PageState, PaymentState, StrangersFound, keys

from .cards import finish_card_page
from .disputing import follow_dispute
from .moving import refresh
from .transferring import book_fee, follow_transfer, new_fees, transfers_with_news

READ_EVERY = timedelta(minutes=10)
LOOK_BACK, DISPUTES_LAST = timedelta(days=3), timedelta(days=120)
Row = TypeVar("Row")
_UNDECIDED = (PaymentState.CHARGING, PaymentState.NEEDS_ACTION, PaymentState.CARD_FAILED, PaymentState.AUTHORISED)
_log = logging.getLogger(__name__)


def reconcile() -> int:
    """Read again whatever the processor may have changed without our hearing of it; return how much was read."""
    if not offers_cards():
        return 0
    payments, pages = _undecided()
    reads = [partial(_read, refresh, payment_id) for payment_id in payments]
    reads += [partial(_read, finish_card_page, page_id) for page_id in pages]
    reads += [partial(_read, follow_dispute, reference) for reference in _listed(_disputes)]
    reads += [partial(_read, follow_transfer, reference) for reference in _listed(transfers_with_news)]
    reads += [partial(_read, book_fee, fee) for fee in _listed(new_fees)]
    done = for_each(reads, lambda read: read())
    with transaction() as session:
        session.add(Look(kind=LookKind.RECONCILED, read=done, silent=len(reads) - done))
    return done


def _undecided() -> tuple[Sequence[UUID], Sequence[UUID]]:
    """Return the payments and the card pages that may have changed."""
    with reading() as session:
        old = sa.or_(col(Payment.read_at).is_(None), col(Payment.read_at) <= now() - READ_EVERY)
        query = select(Payment.id).where(
            col(Payment.processor_reference).is_not(None), col(Payment.state).in_(_UNDECIDED), old
        )
        pages = select(CardPage.id).where(CardPage.state == PageState.OPEN)
        return session.exec(query.order_by(col(Payment.id))).all(), session.exec(pages).all()


def _disputes() -> list[str]:
    """Return the disputes that may have news, old and new."""
    return [found.reference for found in cards().disputes_since(now() - DISPUTES_LAST)]


def _listed(ask: Callable[[], list[Row]]) -> list[Row]:
    """Return what the processor lists, nothing while it is silent."""
    try:
        return ask()
    except Unanswered:
        return []


def _read(read: Callable[[Row], object], row: Row) -> bool:
    try:
        read(row)
    except Unanswered as silence:
        _log.warning("%s could not be read: %s", row, silence)
        return False
    return True


def find_strangers() -> list[str]:
    """Look for payments at the processor that no row of ours names; return the references of those that stay unknown.

    One whose answer was lost is adopted: it is the only one that its pledge will ever have.
    """
    if not offers_cards():
        return []
    found = list(cards().read_since(now() - LOOK_BACK))
    strangers = [each.reference for each in found if not _known(each)]
    with transaction() as session:
        last = select(Look).where(Look.kind == LookKind.STRANGERS).order_by(col(Look.looked_at).desc()).limit(1)
        before = session.exec(last).first()
        new = sorted(set(strangers) - set(before.strangers if before else ()))
        session.add(Look(kind=LookKind.STRANGERS, read=len(found), strangers=strangers))
        if new:
            emit(session, StrangersFound(number=len(new), first=new[0]))
    return strangers


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
