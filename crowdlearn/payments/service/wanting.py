"""Steps that write down what is wanted of a payment; the worker that speaks to the processor carries it out."""

from sqlmodel import Session

from crowdlearn.kernel.clock import now
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED, PAYMENT, PaymentState, Wanted

from .asking import release


class TakenAlready(RuntimeError):  # noqa: N818 - a fact, and an alarm
    """Somebody wants to let go of money that is being taken: what is decided is not decided again."""


def want(session: Session, payment: Payment, wanted: Wanted) -> None:
    """Want a hold, or that held money is taken."""
    if payment.wanted is not wanted:
        payment.wanted, payment.wanted_at = wanted, now()
        payment.try_at, payment.tries = None, 0
        session.add(payment)


def let_go(session: Session, payment: Payment) -> None:
    """Stop expecting money that was not taken: at once where no processor heard of it, else as soon as it was told.

    Does nothing where it is over. Raises TakenAlready once it is to be taken.
    """
    if payment.state in CAPTURED or payment.state is PaymentState.RELEASED:
        return
    if payment.wanted is Wanted.TAKE:
        raise TakenAlready(payment.id)
    want(session, payment, Wanted.LET_GO)
    if payment.state is PaymentState.TO_CHARGE and payment.processor_reference is None:
        release(session, payment)


def try_again(session: Session, payment: Payment) -> None:
    """Ask the bank once more about a card that it refused. Raises MoveRefused unless it did."""
    payment.state = PAYMENT.move(payment.state, PaymentState.TO_CHARGE)
    payment.attempt += 1
    payment.try_at, payment.tries = None, 0
    session.add(payment)
