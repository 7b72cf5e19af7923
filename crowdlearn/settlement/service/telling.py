"""Telling backers, pitchers and treasurers what happens to the money. tell() sees to it that nobody is told twice."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import transaction
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentAsked, PaymentCollected
from crowdlearn.people.queries import holders
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.settlement.models import Arrival, Claim, Document, Payout, Refund, RefundRound, Settlement
from crowdlearn.settlement.rules import (
    DocumentSubmitted,
    MoneyOwed,
    MoneyWaits,
    OrganisationMoneyNoted,
    PayoutConfirmed,
    PayoutProposed,
    PitchLocked,
    PledgeDropped,
    ReceiptVerified,
    RefundMade,
    RefundsProposed,
    ReminderDue,
    TopUpAsked,
)


def tell_of_lock(event: PitchLocked) -> None:
    """Tell the pitcher that the pitch is covered, and the treasurers that money will come."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        path, by_card = f"/pitches/{pitch.id}", _by_card(session, pitch.id)
        inform(session, event, pitch, [pitch.owner_id], "pitch_locked", path, due=event.due_at, by_card=by_card)
        if by_card:
            return  # nothing comes in that somebody has to record
        amount = _sum_asked(session, pitch)
        inform(session, event, pitch, treasurers_of(session, pitch), "money_expected", _money(pitch), amount=amount)


def tell_to_pay(event: PaymentAsked) -> None:
    """Ask a backer to pay: how much, with which code, until when."""
    with transaction() as session:
        if _by_card(session, event.pitch_id):
            return
        payment, pledge = _payment(session, event.payment_id)
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {"amount": _of(payment), "code": pledge.reference, "due": payment.due_at}
        inform(session, event, pitch, [event.person_id], "money_asked", f"/pledges/{pledge.id}/pay", **facts)


def tell_of_arrival(event: PaymentCollected) -> None:
    """Tell a backer that the money has arrived."""
    with transaction() as session:
        if _by_card(session, event.pitch_id):
            return
        payment, pledge = _payment(session, event.payment_id)
        pitch = session.get_one(Pitch, event.pitch_id)
        path = f"/pledges/{pledge.id}/pay"
        inform(session, event, pitch, [event.person_id], "money_arrived", path, amount=_of(payment))


def tell_of_waiting_money(event: MoneyWaits) -> None:
    """Tell a backer that something came in which does not make the pledge whole, or is too much."""
    with transaction() as session:
        arrival = session.get_one(Arrival, event.arrival_id)
        pitch, payment = session.get_one(Pitch, event.pitch_id), session.get_one(Payment, arrival.payment_id)
        facts = {"amount": Money(arrival.amount_cents, arrival.currency), "promised": _of(payment)}
        path = f"/pledges/{payment.pledge_id}/pay"
        inform(session, event, pitch, [event.person_id], "money_waits", path, **facts)


def tell_of_drop(event: PledgeDropped) -> None:
    """Tell a backer that the time to pay is over."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {"by_card": _by_card(session, pitch.id)}
        inform(session, event, pitch, [event.person_id], "money_dropped", f"/pitches/{pitch.id}", **facts)


def tell_of_top_up(event: TopUpAsked) -> None:
    """Ask the pitcher for what nobody else can add."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {"missing": Money(event.missing_cents, pitch.currency), "until": event.until}
        inform(session, event, pitch, [pitch.owner_id], "money_top_up", f"/pitches/{pitch.id}/top-up", **facts)


def tell_of_reminder(event: ReminderDue) -> None:
    """Remind whoever should pay, top up, or show receipts."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        facts: dict[str, Any] = {"until": event.until}
        if event.kind in ("pay", "card", "confirm"):
            payment, pledge = _payment_of(session, event.about_id)
            facts |= {"amount": _of(payment), "code": pledge.reference}
        path = {
            "pay": f"/pledges/{event.about_id}/pay",
            "card": f"/pledges/{event.about_id}/repair",
            "confirm": f"/pledges/{event.about_id}/repair",
            "top_up": f"/pitches/{pitch.id}/top-up",
            "receipts": f"/pitches/{pitch.id}/receipts",
        }[event.kind]
        inform(session, event, pitch, [event.person_id], f"money_remind_{event.kind}", path, **facts)


def tell_of_document(event: DocumentSubmitted) -> None:
    """Tell the treasurers that a document waits."""
    with transaction() as session:
        document = session.get_one(Document, event.document_id)
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {"label": document.label, "amount": Money(document.amount_cents, document.currency)}
        path = f"/finance/documents/{document.id}"
        inform(session, event, pitch, treasurers_of(session, pitch), "money_document", path, **facts)


def tell_of_verdict(event: ReceiptVerified) -> None:
    """Tell the pitcher what the treasurer said to a document."""
    with transaction() as session:
        document = session.get_one(Document, event.document_id)
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {"label": document.label, "amount": Money(document.amount_cents, document.currency)}
        kind = "money_verified" if event.verified else "money_refused"
        path = f"/pitches/{pitch.id}/receipts"
        inform(session, event, pitch, [pitch.owner_id], kind, path, reason=document.reason, **facts)


def tell_of_proposed_payout(event: PayoutProposed) -> None:
    """Ask the other treasurers to confirm."""
    with transaction() as session:
        payout, pitch = session.get_one(Payout, event.payout_id), session.get_one(Pitch, event.pitch_id)
        people = treasurers_of(session, pitch) - {event.by}
        amount = Money(payout.amount_cents, payout.currency)
        inform(session, event, pitch, people, "money_payout_proposed", f"/finance/payouts/{payout.id}", amount=amount)


def tell_of_payout(event: PayoutConfirmed) -> None:
    """Tell the pitcher that peers' part was paid, to her or to the provider."""
    with transaction() as session:
        payout, pitch = session.get_one(Payout, event.payout_id), session.get_one(Pitch, event.pitch_id)
        facts = {"amount": Money(payout.amount_cents, payout.currency), "payee": payout.payee.value}
        inform(session, event, pitch, [pitch.owner_id], "money_paid_out", f"/pitches/{pitch.id}/receipts", **facts)


def tell_of_proposed_refunds(event: RefundsProposed) -> None:
    """Ask the treasurers to confirm a round."""
    with transaction() as session:
        made, pitch = session.get_one(RefundRound, event.round_id), session.get_one(Pitch, event.pitch_id)
        people = treasurers_of(session, pitch) - {event.by}
        facts = {"amount": Money(made.amount_cents, made.currency), "reason": made.reason.label}
        inform(session, event, pitch, people, "money_refunds_proposed", f"/finance/refunds/{made.id}", **facts)


def tell_of_refund(event: RefundMade) -> None:
    """Tell a backer what comes back, and why."""
    with transaction() as session:
        refund, pitch = session.get_one(Refund, event.refund_id), session.get_one(Pitch, event.pitch_id)
        made = session.get_one(RefundRound, refund.round_id)
        facts = {"amount": Money(refund.amount_cents, made.currency), "reason": made.reason.label}
        path = f"/pitches/{pitch.id}"
        inform(session, event, pitch, [event.person_id], "money_refunded", path, **facts)


def tell_of_organisation_money(event: OrganisationMoneyNoted) -> None:
    """Tell the other side: the treasurers what the pitcher declared, the pitcher what a treasurer noted."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        by_pitcher = event.by == pitch.owner_id
        people = treasurers_of(session, pitch) if by_pitcher else {pitch.owner_id}
        path = _money(pitch) if by_pitcher else f"/pitches/{pitch.id}/receipts"
        facts = {"amount": Money(abs(event.amount_cents), pitch.currency), "more": event.amount_cents > 0}
        inform(session, event, pitch, people, "money_organisation", path, **facts)


def tell_of_claim(event: MoneyOwed) -> None:
    """Tell the pitcher what she owes, and the treasurers."""
    with transaction() as session:
        claim, pitch = session.get_one(Claim, event.claim_id), session.get_one(Pitch, event.pitch_id)
        amount = Money(claim.amount_cents, claim.currency)
        inform(session, event, pitch, [pitch.owner_id], "money_owed", f"/pitches/{pitch.id}/receipts", amount=amount)
        path = f"/finance/claims/{claim.id}"
        inform(session, event, pitch, treasurers_of(session, pitch), "money_claimed", path, amount=amount)


def inform(
    session: Session, event: Event, pitch: Pitch, people: Iterable[UUID | None], kind: str, path: str, **facts: Any
) -> None:
    """Tell some people of something that happened to a pitch; nobody twice."""
    facts = {"title": Passage(pitch.title, pitch.language), **{name: said(value) for name, value in facts.items()}}
    for person_id in people:
        if person_id is not None:
            tell(session, person_id, kind, event_id=event.id, facts=facts, path=path)


def said(value: Any) -> Any:
    """Return a fact as letters test it: "" for what is not, "yes" for what is so."""
    return "" if value is None or value is False else "yes" if value is True else value


def _by_card(session: Session, pitch_id: UUID) -> bool:
    query = sa.select(Settlement.id).where(col(Settlement.pitch_id) == pitch_id, col(Settlement.hold_from).is_not(None))
    return session.execute(query).first() is not None


def treasurers_of(session: Session, pitch: Pitch) -> set[UUID | None]:
    """Return who keeps the money of a pitch's host, but never its own pitcher."""
    found: set[UUID | None] = set(holders(session, Role.TREASURER, pitch.organisation_id))
    return found - {pitch.owner_id}


def _money(pitch: Pitch) -> str:
    return f"/finance/pitches/{pitch.id}"


def _of(payment: Payment) -> Money:
    return Money(payment.amount_cents, payment.currency)


def _payment(session: Session, payment_id: UUID) -> tuple[Payment, MoneyPledge]:
    payment = session.get_one(Payment, payment_id)
    return payment, session.get_one(MoneyPledge, payment.pledge_id)


def _payment_of(session: Session, pledge_id: UUID) -> tuple[Payment, MoneyPledge]:
    payment = session.scalars(sa.select(Payment).where(col(Payment.pledge_id) == pledge_id)).one()
    return payment, session.get_one(MoneyPledge, pledge_id)


def _sum_asked(session: Session, pitch: Pitch) -> Money:
    query = sa.select(sa.func.coalesce(sa.func.sum(Payment.amount_cents), 0)).where(col(Payment.pitch_id) == pitch.id)
    return Money(int(session.execute(query).scalar_one()), pitch.currency)
