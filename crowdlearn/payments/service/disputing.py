"""A backer's bank takes money back. The host bears it until it is decided; others' money is never asked for it."""

from sqlmodel import Session, select

from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.rules import FEES, LOSSES, PROCESSOR, move
from crowdlearn.ledger.service import post, posting_of, reverse
from crowdlearn.payments.gateway import cards
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import DisputeClosed, DisputeReading, PaymentDisputed

from .asking import names_of


def follow_dispute(reference: str) -> bool:
    """Read a dispute and record it; tell whether it is about a payment of ours. Doing it again changes nothing."""
    found = cards().read_dispute(reference)
    with reading() as session:
        payment_id = session.exec(select(Payment.id).where(Payment.processor_reference == found.payment)).first()
    if payment_id is None:
        return False
    with transaction() as session:
        payment = lock(session, Payment, payment_id)
        _open(session, payment, found)
        _book_fee(session, payment, found)
        if found.won is not None:
            _close(session, payment, found, won=found.won)
    return True


def _cause(found: DisputeReading) -> str:
    return f"dispute {found.reference}"


def _open(session: Session, payment: Payment, found: DisputeReading) -> None:
    if posting_of(session, _cause(found)) is not None:
        return
    lines = move(Money(found.amount_cents, payment.currency), debit=LOSSES, credit=PROCESSOR)
    post(session, _cause(found), lines, pitch_id=payment.pitch_id, host_id=payment.host_id)
    payment.disputed_at = now()
    emit(session, PaymentDisputed(**names_of(payment)))


def _book_fee(session: Session, payment: Payment, found: DisputeReading) -> None:
    """Book what the processor keeps for a dispute: the host bears it, like every fee."""
    cause = f"dispute-fee {found.reference}"
    if found.fee_cents and posting_of(session, cause) is None:
        lines = move(Money(found.fee_cents, payment.currency), debit=FEES, credit=PROCESSOR)
        post(session, cause, lines, pitch_id=payment.pitch_id, host_id=payment.host_id)


def _close(session: Session, payment: Payment, found: DisputeReading, *, won: bool) -> None:
    if payment.disputed_at is None:
        return
    posting = posting_of(session, _cause(found))
    if won and posting is not None:
        reverse(session, posting, by=None, note="")
    payment.disputed_at, payment.lost_at = None, None if won else now()
    session.add(payment)
    emit(session, DisputeClosed(won=won, **names_of(payment)))
