"""Five ways to get card money wrong, as they were measured to go wrong. Each is planted from outside."""

from collections.abc import Callable
from enum import StrEnum
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from crowdlearn.db.session import lock, transaction
from crowdlearn.ledger.service import posting_of
from crowdlearn.payments.gateway import PaymentWanted, cards
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED, PaymentState, Wanted, keys
from crowdlearn.payments.service import moving, noting
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.rules import Decision
from crowdlearn.settlement.service import deciding, pledged, weighing
from crowdlearn.settlement.service.ending import is_taking

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
    """Whenever money came in, decide again from what is held just then, instead of once."""
    weigh = deciding.weigh_holds

    def wrong(session: Session, pitch: Pitch, settlement: Settlement) -> None:
        if settlement.decision is Decision.TAKE and is_taking(session, pitch.id):
            settlement.decision = settlement.decided_at = None
            for payment in pledged.unpaid_of(session, pitch.id):
                payment.wanted = Wanted.HOLD
            session.flush()
        weigh(session, pitch, settlement)

    plant.setattr(weighing, "weigh_holds", wrong)


class Fault(StrEnum):
    """What brings a wrong variant to light. While nothing goes wrong on the way, each of them does well."""

    KILLED = "killed after a commit"
    FOUND_LATE = "killed before a commit, found after a day"
    LOST_ANSWER = "an answer is lost"


CARD_MUTANTS: dict[Plant, Fault] = {
    random_keys: Fault.LOST_ANSWER,
    charge_before_record: Fault.FOUND_LATE,
    error_read_as_failure: Fault.LOST_ANSWER,
    ledger_apart: Fault.KILLED,
    decision_recomputed: Fault.KILLED,
}
