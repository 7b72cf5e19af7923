"""Reports of the processor: kept at once, worked on later. A report only says what to read again."""

from collections.abc import Callable, Mapping

from sqlmodel import select

from crowdlearn.db import inbox
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import reading, transaction
from crowdlearn.payments.gateway import cards, offers_cards
from crowdlearn.payments.models import CardPage, Payment
from crowdlearn.payments.rules import RefundReported

from .cards import finish_card_page
from .disputing import follow_dispute
from .moving import refresh
from .transferring import follow_transfer


def hear(body: bytes, signature: str) -> bool:
    """Keep a report, and tell whether it is new. Raises BadReport for one that is not the processor's."""
    report = cards().understand(body, signature)
    return inbox.keep(cards().name, report.event_id, report.name, report.about)


def work_on_reports() -> int:
    """Work on the reports that wait; return how many were done. One about what we do not know yet goes on waiting."""
    return inbox.work_through(cards().name, _work_on) if offers_cards() else 0


def _work_on(name: str, about: str) -> bool:
    for prefix, follow in _FOLLOW.items():
        if name.startswith(prefix):
            return follow(about)
    return True  # nothing of ours


def _follow_page(reference: str) -> bool:
    with reading() as session:
        page_id = session.exec(select(CardPage.id).where(CardPage.reference == reference)).first()
    if page_id is not None:
        finish_card_page(page_id)
    return page_id is not None


def _follow_payment(reference: str) -> bool:
    with reading() as session:
        payment_id = session.exec(select(Payment.id).where(Payment.processor_reference == reference)).first()
    if payment_id is not None:
        refresh(payment_id)
    return payment_id is not None


def _follow_refund(reference: str) -> bool:
    with transaction() as session:
        emit(session, RefundReported(reference=reference))
    return True


_FOLLOW: Mapping[str, Callable[[str], bool]] = {
    "checkout.session.": _follow_page,
    "payment_intent.": _follow_payment,
    "refund.": _follow_refund,
    "charge.dispute.": follow_dispute,
    "payout.": follow_transfer,
}
