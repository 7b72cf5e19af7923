"""Telling backers what happens on their card: before it is held, when it is not, and when it is charged."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.db.session import transaction
from crowdlearn.kernel.cards import card_name
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.payments.models import Card, Payment
from crowdlearn.payments.rules import (
    OUTSTANDING,
    PaymentAsked,
    PaymentCollected,
    PaymentFailed,
    PaymentNeedsAction,
    PaymentState,
)
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.rules import LAST_DAYS

from .telling import said


def tell_of_debit(event: PaymentAsked) -> None:
    """Tell a backer when how much is held on which card, three days before where the pitch locks with it."""
    with transaction() as session:
        if _settlement(session, event.pitch_id).is_by_card:
            payment = session.get_one(Payment, event.payment_id)
            _tell(session, event, payment, "money_card_notice", due=payment.due_at)


def tell_of_refused_card(event: PaymentFailed) -> None:
    """Tell a backer that the bank said no, and how to repair it; nobody whom it does not concern any more."""
    with transaction() as session:
        payment = session.get_one(Payment, event.payment_id)
        settlement = _settlement(session, event.pitch_id)
        if payment.state is PaymentState.CARD_FAILED and settlement.decision is None:
            until = settlement.top_up_until or max(now(), settlement.pay_until - LAST_DAYS)
            _tell(session, event, payment, "money_card_failed", "repair", until=until)


def tell_to_confirm_card(event: PaymentNeedsAction) -> None:
    """Tell a backer that the bank asks for their word."""
    with transaction() as session:
        payment = session.get_one(Payment, event.payment_id)
        settlement = _settlement(session, event.pitch_id)
        if payment.state in OUTSTANDING and settlement.decision is None:
            _tell(session, event, payment, "money_card_confirm", "repair", until=settlement.pay_until)


def tell_of_charge(event: PaymentCollected) -> None:
    """Tell a backer that the card was charged."""
    with transaction() as session:
        if _settlement(session, event.pitch_id).is_by_card:
            _tell(session, event, session.get_one(Payment, event.payment_id), "money_taken")


def _settlement(session: Session, pitch_id: UUID) -> Settlement:
    return session.exec(select(Settlement).where(Settlement.pitch_id == pitch_id)).one()


def _tell(session: Session, event: Event, payment: Payment, kind: str, page: str = "", **more: Any) -> None:
    pitch = session.get_one(Pitch, payment.pitch_id)
    facts = {
        "title": Passage(pitch.title, pitch.language),
        "amount": Money(payment.amount_cents, payment.currency),
        "card": card_words(session, payment),
        **{name: said(fact) for name, fact in more.items()},
    }
    path = "/".join(filter(None, (f"/pledges/{payment.pledge_id}", page)))
    tell(session, payment.person_id, kind, event_id=event.id, facts=facts, path=path)


def card_words(session: Session, payment: Payment) -> str:
    """Return a payment's card as its owner knows it, "Visa •••• 4242"; empty while there is none."""
    card = session.get(Card, payment.card_id) if payment.card_id else None
    return card_name(card.brand, card.last_four) if card else ""
