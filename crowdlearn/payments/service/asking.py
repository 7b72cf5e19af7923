"""Steps that expect money, and note that it came, went back or is not needed. Of cards, `noting` decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from crowdlearn.db.outbox import emit
from crowdlearn.kernel.clock import now
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PAYMENT, PaymentAsked, PaymentCollected, PaymentReleased, PaymentState


class Promised(Protocol):
    """A pledge that is due: what payments need to know of it. Cents."""

    id: UUID
    pitch_id: UUID
    peer_id: UUID
    accepted_cents: int
    currency: str


def ask(session: Session, pledges: Sequence[Promised], *, provider: str, due_at: datetime) -> list[Payment]:
    """Expect the money of each pledge until `due_at`; return the payments."""
    payments = [
        Payment(
            pledge_id=pledge.id,
            pitch_id=pledge.pitch_id,
            person_id=pledge.peer_id,
            provider=provider,
            amount_cents=pledge.accepted_cents,
            currency=pledge.currency,
            due_at=due_at,
        )
        for pledge in pledges
    ]
    session.add_all(payments)
    for payment in payments:
        emit(session, PaymentAsked(**names_of(payment)))
    return payments


def collect(session: Session, payment: Payment, *, by: UUID | None) -> None:
    """Note that the whole amount is with the host. Raises MoveRefused if it was already, or is not expected."""
    payment.state = PAYMENT.move(payment.state, PaymentState.COLLECTED)
    payment.collected_at = now()
    emit(session, PaymentCollected(by=by, **names_of(payment)))


def uncollect(session: Session, payment: Payment) -> None:
    """Expect the money again: it was recorded by mistake. Raises MoveRefused once something of it moved on."""
    payment.state = PAYMENT.move(payment.state, PaymentState.TO_CHARGE)
    payment.collected_at = None
    session.add(payment)


def release(session: Session, payment: Payment) -> None:
    """Stop expecting the money."""
    payment.state = PAYMENT.move(payment.state, PaymentState.RELEASED)
    payment.ended_at = now()
    emit(session, PaymentReleased(**names_of(payment)))


def note_refunded(session: Session, payment: Payment, refunded_cents: int) -> None:
    """Note that `refunded_cents` of a payment went back in all; fewer than before when a refund came back."""
    payment.refunded_cents = refunded_cents
    to = PaymentState.PART_REFUNDED if refunded_cents else PaymentState.COLLECTED
    if refunded_cents == payment.amount_cents:
        to = PaymentState.REFUNDED
    if to is not payment.state:
        payment.state = PAYMENT.move(payment.state, to)
    payment.ended_at = now() if to is PaymentState.REFUNDED else None
    session.add(payment)


def names_of(payment: Payment) -> dict[str, UUID]:
    """Return the ids that every event about a payment carries."""
    return {
        "payment_id": payment.id,
        "pledge_id": payment.pledge_id,
        "pitch_id": payment.pitch_id,
        "person_id": payment.person_id,
    }
