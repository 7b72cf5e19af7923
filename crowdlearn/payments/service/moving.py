"""Carrying out what settlement wants of card payments: hold, take, let go.

Always in this order: a row says what will be done, it is committed, the processor is told, it is read again, the row
says what was found. A worker that dies anywhere is followed by one that goes on; two workers at once do it once.
Two steps to a hold: the payment is made known first, its reference stored where none is stored, and only the stored
one is ever confirmed. So a worker that slept for a day cannot charge a second time.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import NotTaken, PaymentWanted, Unanswered, cards, offers_cards
from crowdlearn.payments.models import Card, Customer, Payment
from crowdlearn.payments.queries import to_do
from crowdlearn.payments.rules import PAYMENT, TO_DO, PaymentState, Wanted, keys

from .asking import release
from .noting import note

LEASE, LONGEST_WAIT = timedelta(minutes=2), timedelta(minutes=30)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Claim:
    """A payment that this worker alone speaks of, for as long as its lease lasts. Cents."""

    payment_id: UUID
    pledge_id: UUID
    pitch_id: UUID
    wanted: Wanted
    attempt: int
    reference: str | None
    card: str
    customer: str
    amount_cents: int
    currency: str

    def key(self, *act: object) -> str:
        """Return the key of an act on this payment."""
        return keys.of("pledge", self.pledge_id, *act)


def carry_out_what_is_wanted(limit: int = 100) -> int:
    """Carry out what is wanted and not done, oldest first; return how many payments were spoken of."""
    if not offers_cards():
        return 0
    with reading() as session:
        query = select(Payment.id).where(to_do(), _free()).order_by(col(Payment.id)).limit(limit)
        ids = session.exec(query).all()
    return for_each(ids, carry_out)


def _free() -> sa.ColumnElement[bool]:
    moment = now()
    return sa.and_(*(sa.or_(at.is_(None), at <= moment) for at in (col(Payment.claimed_until), col(Payment.try_at))))


def carry_out(payment_id: UUID) -> bool:
    """Do what is wanted of one payment; tell whether there was anything to do. What is unknown waits for a reading."""
    claim = _claim(payment_id)
    if claim is None:
        return False
    try:
        _STEPS[claim.wanted](claim)
    except Unanswered as silence:
        _log.warning("payment %s: no answer: %s", payment_id, silence)
        _wait(payment_id)
    except NotTaken as refused:
        _log.error("payment %s: %s was refused: %s", payment_id, claim.wanted, refused.code)
        _wait(payment_id)
    return True


def _claim(payment_id: UUID) -> Claim | None:
    with transaction() as session:
        payment = lock(session, Payment, payment_id)
        moment = now()
        busy = any(at is not None and at > moment for at in (payment.claimed_until, payment.try_at))
        if busy or payment.state not in TO_DO.get(payment.wanted, ()):
            return None
        if payment.wanted is Wanted.HOLD and payment.card_id is None:
            return None  # its backer has yet to name a card
        if payment.wanted is Wanted.LET_GO and payment.processor_reference is None:
            release(session, payment)  # the processor never heard of it
            return None
        if payment.wanted is Wanted.HOLD and payment.state is PaymentState.TO_CHARGE:
            payment.state = PAYMENT.move(payment.state, PaymentState.CHARGING)
        payment.claimed_until = moment + LEASE
        return claimed(session, payment)


def claimed(session: Session, payment: Payment) -> Claim:
    """Return what a worker needs to know to speak of a payment that it claimed."""
    card = session.get(Card, payment.card_id) if payment.card_id else None
    customer = session.exec(select(Customer.reference).where(Customer.person_id == payment.person_id)).first()
    return Claim(
        payment_id=payment.id,
        pledge_id=payment.pledge_id,
        pitch_id=payment.pitch_id,
        wanted=payment.wanted,
        attempt=payment.attempt,
        reference=payment.processor_reference,
        card=card.reference if card else "",
        customer=customer or "",
        amount_cents=payment.amount_cents,
        currency=payment.currency,
    )


def _hold(claim: Claim) -> None:
    reference = claim.reference or make_known(claim)
    if not still_wanted(claim, reference):
        return
    refused = ""
    try:
        cards().hold(reference, claim.card, claim.key("confirm", claim.attempt))
    except NotTaken as error:
        refused = error.code
    refresh(claim.payment_id, refused)


def make_known(claim: Claim) -> str:
    """Make the payment known to the processor, and return the reference that is stored: the first one written wins."""
    wanted = PaymentWanted(claim.customer, claim.pledge_id, claim.pitch_id, claim.amount_cents, claim.currency)
    made = cards().new_payment(wanted, claim.key("pi"))
    with transaction() as session:
        payment = lock(session, Payment, claim.payment_id)
        payment.processor_reference = payment.processor_reference or made
        return payment.processor_reference


def still_wanted(claim: Claim, reference: str) -> bool:
    """Look again before a bank is asked: somebody may have decided otherwise while we spoke."""
    with reading() as session:
        payment = session.get_one(Payment, claim.payment_id)
        seen = (payment.processor_reference, payment.wanted, payment.state, payment.attempt)
        return seen == (reference, Wanted.HOLD, PaymentState.CHARGING, claim.attempt)


def _take(claim: Claim) -> None:
    cards().take(_known(claim), claim.key("capture"))
    refresh(claim.payment_id)


def _let_go(claim: Claim) -> None:
    cards().let_go(_known(claim), claim.key("cancel"))
    refresh(claim.payment_id)


def _known(claim: Claim) -> str:
    if claim.reference is None:
        raise RuntimeError(f"payment {claim.payment_id} is not known to the processor")
    return claim.reference


_STEPS: Mapping[Wanted, Callable[[Claim], None]] = {Wanted.HOLD: _hold, Wanted.TAKE: _take, Wanted.LET_GO: _let_go}


def refresh(payment_id: UUID, refused: str = "") -> str | None:
    """Read a payment at the processor and record what it says; return where its backer confirms, if the bank asks.

    Raises Unanswered when it cannot be read now.
    """
    with reading() as session:
        reference = session.get_one(Payment, payment_id).processor_reference
    if reference is None:
        return None
    asked_at = now()
    found = cards().read(reference)
    with transaction() as session:
        payment = lock(session, Payment, payment_id)
        note(session, payment, found, asked_at, refused)
        payment.claimed_until, payment.try_at, payment.tries = None, None, 0
    return found.ask_at


def _wait(payment_id: UUID) -> None:
    with transaction() as session:
        payment = lock(session, Payment, payment_id)
        payment.tries += 1
        payment.claimed_until = None
        payment.try_at = now() + min(timedelta(seconds=15 * 2**payment.tries), LONGEST_WAIT)
