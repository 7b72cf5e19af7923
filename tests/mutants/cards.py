"""Five ways to get card money wrong, as they were measured to go wrong. Each is planted from outside."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.ledger.service import posting_of
from crowdlearn.payments.gateway import PaymentWanted, cards
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED, PaymentState, Wanted, keys
from crowdlearn.payments.service import moving, noting

Plant = Callable[[pytest.MonkeyPatch], None]


def random_keys(plant: pytest.MonkeyPatch) -> None:
    """Give every request a key of its own, so that the same words are said twice."""
    plant.setattr(keys, "of", lambda *_: str(uuid4()))


def charge_before_record(plant: pytest.MonkeyPatch) -> None:
    """Ask the bank before it is written down which payment it is."""

    def wrong(claim: moving.Claim) -> None:
        wanted = PaymentWanted(claim.customer, claim.pledge_id, claim.pitch_id, claim.amount_cents, claim.currency)
        made = claim.reference or cards().new_payment(wanted, claim.key("pi"))
        cards().hold(made, claim.card, claim.key("confirm", claim.attempt))
        with transaction() as session:
            lock(session, Payment, claim.payment_id).processor_reference = made
        moving.refresh(claim.payment_id)

    plant.setitem(moving._STEPS, Wanted.HOLD, wrong)  # type: ignore[arg-type]


def error_read_as_failure(plant: pytest.MonkeyPatch) -> None:
    """Take silence for a no."""

    def wrong(payment_id: UUID) -> None:
        with transaction() as session:
            payment = lock(session, Payment, payment_id)
            payment.claimed_until = None
            if payment.state is PaymentState.CHARGING:
                payment.state = PaymentState.CARD_FAILED

    plant.setattr(moving, "_wait", wrong)


def ledger_apart(plant: pytest.MonkeyPatch) -> None:
    """Book a capture in a transaction after the one that records it."""
    book, refresh = noting._book_capture, moving.refresh

    def late(payment_id: UUID, refused: str = "") -> str | None:
        asked = refresh(payment_id, refused)
        with transaction() as session:
            payment = lock(session, Payment, payment_id)
            if payment.state in CAPTURED and posting_of(session, f"capture {payment.pledge_id}") is None:
                book(session, payment)
        return asked

    plant.setattr(noting, "_book_capture", lambda *_: None)
    plant.setattr(moving, "refresh", late)


def decision_recomputed(plant: pytest.MonkeyPatch) -> None:
    """Decide again at every pass instead of once: is every payment of the pitch held now?"""
    carry_out = moving.carry_out

    def wrong(payment_id: UUID) -> bool:
        _decide_again(payment_id)
        return carry_out(payment_id)

    plant.setattr(moving, "carry_out", wrong)


def _decide_again(payment_id: UUID) -> None:
    with reading() as session:
        payment = session.get_one(Payment, payment_id)
        if payment.wanted is not Wanted.TAKE:
            return
        others = session.exec(select(Payment.state).where(Payment.pitch_id == payment.pitch_id)).all()
    if set(others) != {PaymentState.AUTHORISED}:
        with transaction() as session:
            still = select(Payment).where(Payment.pitch_id == payment.pitch_id, col(Payment.state).not_in(CAPTURED))
            for row in session.exec(still):
                row.wanted = Wanted.LET_GO


CARD_MUTANTS: tuple[Plant, ...] = (
    random_keys,
    charge_before_record,
    error_read_as_failure,
    ledger_apart,
    decision_recomputed,
)
