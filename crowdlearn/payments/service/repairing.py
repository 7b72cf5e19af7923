"""Mending a hold that a bank refused: another card, or its customer's word to the bank."""

import logging
from uuid import UUID

from sqlmodel import Session

from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.payments.gateway import NotTaken, cards
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import NEVER_AGAIN, NOT_HELD, PAYMENT, PaymentState, Wanted

from .moving import LEASE, Claim, claimed, make_known, refresh, still_wanted

_log = logging.getLogger(__name__)


def use_card(session: Session, payment: Payment, card_id: UUID) -> None:
    """Let a payment that is not held try another card. Raises MoveRefused while a bank is being asked, and after."""
    if payment.state is not PaymentState.TO_CHARGE:
        payment.state = PAYMENT.move(payment.state, PaymentState.TO_CHARGE)
    payment.card_id, payment.failure = card_id, ""
    payment.attempt += 1
    payment.try_at, payment.tries = None, 0
    session.add(payment)


def confirm_with_customer(person_id: UUID, payment_id: UUID, back_url: str) -> str | None:
    """Ask the bank again for a hold, its customer present; return where the bank asks, None when it need not.

    Raises MoveRefused unless the payment waits for its backer, NotFound for another's, and Unanswered.
    """
    claim = _claim(person_id, payment_id)
    reference = claim.reference or make_known(claim)
    if not still_wanted(claim, reference):
        raise MoveRefused
    refused = ""
    try:
        # a key of its own: if no answer comes, the worker asks the bank of the same attempt without its customer
        cards().hold_with_customer(reference, claim.card, back_url, claim.key("confirm", claim.attempt, "present"))
    except NotTaken as error:
        refused = error.code
        _log.warning("payment %s: %s", payment_id, refused)
    return refresh(payment_id, refused)


def _claim(person_id: UUID, payment_id: UUID) -> Claim:
    with transaction() as session:
        payment = lock(session, Payment, payment_id)
        if payment.person_id != person_id:
            raise NotFound("Payment")
        may = payment.state in NOT_HELD and payment.failure not in NEVER_AGAIN
        if payment.wanted is not Wanted.HOLD or not may:
            raise MoveRefused
        payment.state = PAYMENT.move(payment.state, PaymentState.CHARGING)
        payment.attempt += 1
        payment.claimed_until, payment.try_at = now() + LEASE, None
        return claimed(session, payment)
