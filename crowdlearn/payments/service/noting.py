"""The one writer of a card payment's state: always from a fresh reading of the processor, never from what it reports.

So order and repetition do not matter, and what is booked is booked with the state it belongs to.
"""

from datetime import datetime

from sqlmodel import Session

from crowdlearn.db.outbox import emit
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.rules import FEES, PROCESSOR, held_for, move
from crowdlearn.ledger.service import post, posting_of
from crowdlearn.payments.gateway import Reading, Standing
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import (
    CAPTURED,
    PAYMENT,
    PaymentFailed,
    PaymentHeld,
    PaymentNeedsAction,
    PaymentState,
)

from .asking import collect, names_of, release

_STATES = {
    Standing.NEW: PaymentState.TO_CHARGE,
    Standing.FAILED: PaymentState.CARD_FAILED,
    Standing.ASKS: PaymentState.NEEDS_ACTION,
    Standing.WORKING: PaymentState.CHARGING,
    Standing.HELD: PaymentState.AUTHORISED,
    Standing.TAKEN: PaymentState.COLLECTED,
    Standing.GONE: PaymentState.RELEASED,
}


class WrongReading(RuntimeError):  # noqa: N818 - a fact, and an alarm
    """What was read is not about this payment: somebody changed it at the processor, or we speak of another one."""


def note(session: Session, payment: Payment, found: Reading, read_at: datetime, refused: str = "") -> None:
    """Record what the processor says of a held payment; `read_at` is when it was asked.

    An older reading than the last changes nothing. `refused` is why the processor did not even ask a bank.
    """
    _check(payment, found)
    if payment.read_at is not None and read_at < payment.read_at:
        return
    payment.read_at = read_at
    payment.take_before, payment.charge_reference = found.take_before or payment.take_before, found.charge
    to = PaymentState.CARD_FAILED if found.standing is Standing.NEW and refused else _STATES[found.standing]
    if payment.state not in CAPTURED and PAYMENT.may(payment.state, to):
        _enter(session, payment, to, found, refused)
    _book_fee(session, payment, found)
    session.add(payment)


def _check(payment: Payment, found: Reading) -> None:
    expected = (payment.processor_reference, payment.amount_cents, payment.currency)
    if (found.reference, found.amount_cents, found.currency) != expected:
        raise WrongReading(f"{found.reference} is not payment {payment.id}")


def _enter(session: Session, payment: Payment, to: PaymentState, found: Reading, refused: str) -> None:
    if to is PaymentState.COLLECTED:
        _book_capture(session, payment)
        collect(session, payment, by=None)
    elif to is PaymentState.RELEASED:
        release(session, payment)
    else:
        payment.state = PAYMENT.move(payment.state, to)
        _say(session, payment, (found.failure or refused)[:60], asking_now=found.ask_at is not None)


def _say(session: Session, payment: Payment, failure: str, *, asking_now: bool) -> None:
    """Tell where a payment stands; who sits before the bank's question at this moment need not be told of it."""
    if payment.state is PaymentState.AUTHORISED:
        payment.held_at, payment.failure = now(), ""
        emit(session, PaymentHeld(**names_of(payment)))
    elif payment.state is PaymentState.CARD_FAILED:
        payment.failure = failure
        emit(session, PaymentFailed(failure=failure, **names_of(payment)))
    elif payment.state is PaymentState.NEEDS_ACTION:
        payment.failure = failure
        if not asking_now:
            emit(session, PaymentNeedsAction(**names_of(payment)))


def _book_capture(session: Session, payment: Payment) -> None:
    money = Money(payment.amount_cents, payment.currency)
    lines = move(money, debit=PROCESSOR, credit=held_for(payment.pitch_id))
    post(session, f"capture {payment.pledge_id}", lines, pitch_id=payment.pitch_id, host_id=payment.host_id)


def _book_fee(session: Session, payment: Payment, found: Reading) -> None:
    """Book what the processor kept, once it says how much: the host bears it, never the pitch."""
    if not found.fee_cents or found.charge is None or posting_of(session, f"fee {found.charge}") is not None:
        return
    lines = move(Money(found.fee_cents, payment.currency), debit=FEES, credit=PROCESSOR)
    post(session, f"fee {found.charge}", lines, pitch_id=payment.pitch_id, host_id=payment.host_id)
