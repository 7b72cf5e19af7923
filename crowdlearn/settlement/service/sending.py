"""Refunds on their way by hand: sent from the bank with its reference, failed and sent again."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.rules import Draft, move, payable_of
from crowdlearn.ledger.service import post_many, posting_of, reverse
from crowdlearn.payments import service as payments
from crowdlearn.payments.gateway import gateway
from crowdlearn.payments.models import Payment
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Refund, RefundRound
from crowdlearn.settlement.queries import by_hand
from crowdlearn.settlement.rules import (
    REFUND,
    Disputed,
    NotNow,
    OwnMoney,
    RefundMade,
    RefundState,
    RoundState,
)

from .completing import complete_when_settled
from .who import check_treasurer


def send_refund(person_id: UUID, refund_id: UUID, reference: str) -> UUID:
    """Record that one refund left the bank, and return its round's id.

    Raises NotNow before it is confirmed, and while the card processor is to send it.
    """
    with transaction() as session:
        known = session.get(Refund, refund_id)
        made, pitch = _held(session, person_id, known.round_id if known else refund_id)
        lock(session, Refund, refund_id)
        _send(session, person_id, pitch, made, _by_hand(session, col(Refund.id) == refund_id), reference)
        return made.id


def send_refunds(person_id: UUID, round_id: UUID, reference: str) -> int:
    """Record that all that is left of a round went out in one batch; return how many refunds that were."""
    with transaction() as session:
        made, pitch = _held(session, person_id, round_id)
        rows = _by_hand(session, col(Refund.round_id) == round_id)
        _send(session, person_id, pitch, made, rows, reference)
        return len(rows)


def _by_hand(session: Session, which: sa.ColumnElement[bool]) -> list[Refund]:
    query = sa.select(Refund).join(Payment, col(Payment.id) == col(Refund.payment_id)).where(which, by_hand())
    return list(session.scalars(query.order_by(col(Refund.id))))


def fail_refund(person_id: UUID, refund_id: UUID) -> UUID:
    """Record that a refund came back, a closed account perhaps; it waits to be sent another way. Returns the round.

    Raises NotNow for one on a card: the processor tells itself.
    """
    with transaction() as session:
        known = session.get(Refund, refund_id)
        made, pitch = _held(session, person_id, known.round_id if known else refund_id)
        refund = lock(session, Refund, refund_id)
        if refund.reference == refund.processor_reference:
            raise NotNow
        come_back(session, refund, by=person_id)
        record(session, "refund.failed", by=person_id, about=refund.id, pitch=pitch.id)
        return made.id


def come_back(session: Session, refund: Refund, *, by: UUID | None) -> None:
    """Take back that a held refund was sent. Raises MoveRefused for one that was not, NotNow without a posting."""
    refund.state = REFUND.move(refund.state, RefundState.FAILED)
    posting = posting_of(session, _cause(refund))
    if posting is None:
        raise NotNow
    reverse(session, posting, by=by, note="")
    note_refunded(session, [refund])


def _send(
    session: Session, person_id: UUID, pitch: Pitch, made: RefundRound, rows: list[Refund], reference: str
) -> None:
    if made.state is not RoundState.CONFIRMED or not rows:
        raise NotNow
    paid = session.exec(select(Payment).where(col(Payment.id).in_([row.payment_id for row in rows]))).all()
    if any(payment.person_id == person_id for payment in paid):
        raise OwnMoney
    if any(payment.disputed_at or payment.lost_at for payment in paid):
        raise Disputed
    book_as_sent(session, pitch, made, rows, reference=reference.strip(), account=gateway().account, by=person_id)
    say_sent(session, pitch, rows, by=person_id)
    record(session, "refund.send", by=person_id, about=made.id, pitch=pitch.id, refunds=len(rows))
    complete_when_settled(session, pitch)


def book_as_sent(
    session: Session,
    pitch: Pitch,
    made: RefundRound,
    rows: Sequence[Refund],
    *,
    reference: str,
    account: str,
    by: UUID | None = None,
) -> None:
    """Book held refunds of a round as sent from `account`. Raises MoveRefused for one that was sent before."""
    drafts = []
    for refund in rows:
        refund.state = REFUND.move(refund.state, RefundState.SENT)
        refund.reference, refund.sent_by, refund.sent_at = reference, by, now()
        refund.tries += 1
        session.add(refund)
        lines = move(Money(refund.amount_cents, made.currency), debit=payable_of(pitch.id), credit=account)
        drafts.append(Draft(_cause(refund), lines, pitch.id, pitch.organisation_id, by, refund.reference))
    post_many(session, drafts)
    note_refunded(session, rows)


def say_sent(session: Session, pitch: Pitch, rows: Sequence[Refund], *, by: UUID | None = None) -> None:
    """Tell that refunds are on their way to their backers."""
    query = sa.select(Payment.id, Payment.person_id).where(col(Payment.id).in_([row.payment_id for row in rows]))
    people = {row.id: row.person_id for row in session.execute(query)}
    for refund in rows:
        person_id = people[refund.payment_id]
        emit(session, RefundMade(pitch_id=pitch.id, refund_id=refund.id, person_id=person_id, by=by))


def note_refunded(session: Session, rows: Sequence[Refund]) -> None:
    """Keep what backers see of their payments true: what of each was sent in all."""
    session.flush()
    ids = [refund.payment_id for refund in rows]
    gone = (
        sa.select(Refund.payment_id, sa.func.sum(Refund.amount_cents))
        .where(col(Refund.payment_id).in_(ids), col(Refund.state) == RefundState.SENT)
        .group_by(col(Refund.payment_id))
    )
    sent = {payment_id: int(cents) for payment_id, cents in session.execute(gone)}
    for payment in session.exec(select(Payment).where(col(Payment.id).in_(ids))):
        payments.note_refunded(session, payment, sent.get(payment.id, 0))


def _cause(refund: Refund) -> str:
    return f"refund {refund.id}" if refund.tries <= 1 else f"refund {refund.id} {refund.tries}"


def _held(session: Session, person_id: UUID, round_id: UUID) -> tuple[RefundRound, Pitch]:
    known = session.get(RefundRound, round_id)
    pitch = lock(session, Pitch, known.pitch_id if known else round_id)
    check_treasurer(session, person_id, pitch)
    return lock(session, RefundRound, round_id), pitch
