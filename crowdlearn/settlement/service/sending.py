"""Refunds on their way: sent with the bank's reference, failed and sent again."""

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
from crowdlearn.settlement.rules import (
    REFUND,
    TO_SEND,
    NotNow,
    OwnMoney,
    RefundMade,
    RefundState,
    RoundState,
)

from .completing import complete_when_settled
from .who import check_treasurer


def send_refund(person_id: UUID, refund_id: UUID, reference: str) -> UUID:
    """Record that one refund left the bank, and return its round's id. Raises NotNow before it is confirmed."""
    with transaction() as session:
        known = session.get(Refund, refund_id)
        made, pitch = _held(session, person_id, known.round_id if known else refund_id)
        _send(session, person_id, pitch, made, [lock(session, Refund, refund_id)], reference)
        return made.id


def send_refunds(person_id: UUID, round_id: UUID, reference: str) -> int:
    """Record that all that is left of a round went out in one batch; return how many refunds that were."""
    with transaction() as session:
        made, pitch = _held(session, person_id, round_id)
        query = select(Refund).where(Refund.round_id == round_id, col(Refund.state).in_(TO_SEND))
        rows = list(session.exec(query.order_by(col(Refund.id))))
        _send(session, person_id, pitch, made, rows, reference)
        return len(rows)


def fail_refund(person_id: UUID, refund_id: UUID) -> UUID:
    """Record that a refund came back, a closed account perhaps; it waits to be sent another way. Returns the round."""
    with transaction() as session:
        known = session.get(Refund, refund_id)
        made, pitch = _held(session, person_id, known.round_id if known else refund_id)
        refund = lock(session, Refund, refund_id)
        refund.state = REFUND.move(refund.state, RefundState.FAILED)
        posting = posting_of(session, _cause(refund))
        if posting is None:
            raise NotNow
        reverse(session, posting, by=person_id, note="")
        _note_refunded(session, [refund])
        record(session, "refund.failed", by=person_id, about=refund.id, pitch=pitch.id)
        return made.id


def _send(
    session: Session, person_id: UUID, pitch: Pitch, made: RefundRound, rows: list[Refund], reference: str
) -> None:
    if made.state is not RoundState.CONFIRMED or not rows:
        raise NotNow
    people = _people(session, rows)
    if person_id in people.values():
        raise OwnMoney
    drafts = []
    for refund in rows:
        refund.state = REFUND.move(refund.state, RefundState.SENT)
        refund.reference, refund.sent_by, refund.sent_at = reference.strip(), person_id, now()
        refund.tries += 1
        lines = move(Money(refund.amount_cents, made.currency), debit=payable_of(pitch.id), credit=gateway().account)
        drafts.append(Draft(_cause(refund), lines, pitch.id, pitch.organisation_id, person_id, refund.reference))
        person = people[refund.payment_id]
        emit(session, RefundMade(pitch_id=pitch.id, refund_id=refund.id, person_id=person, by=person_id))
    post_many(session, drafts)
    _note_refunded(session, rows)
    record(session, "refund.send", by=person_id, about=made.id, pitch=pitch.id, refunds=len(rows))
    complete_when_settled(session, pitch)


def _note_refunded(session: Session, rows: list[Refund]) -> None:
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


def _people(session: Session, rows: list[Refund]) -> dict[UUID, UUID]:
    query = sa.select(Payment.id, Payment.person_id).where(col(Payment.id).in_([row.payment_id for row in rows]))
    return {row.id: row.person_id for row in session.execute(query)}


def _cause(refund: Refund) -> str:
    return f"refund {refund.id}" if refund.tries <= 1 else f"refund {refund.id} {refund.tries}"


def _held(session: Session, person_id: UUID, round_id: UUID) -> tuple[RefundRound, Pitch]:
    known = session.get(RefundRound, round_id)
    pitch = lock(session, Pitch, known.pitch_id if known else round_id)
    check_treasurer(session, person_id, pitch)
    return lock(session, RefundRound, round_id), pitch
