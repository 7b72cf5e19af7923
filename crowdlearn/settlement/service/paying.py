"""Paying out what peers carry: one treasurer proposes, from the limit on another one pays, and never the pitcher."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.rules import held_for, move
from crowdlearn.ledger.service import post
from crowdlearn.payments.gateway import gateway
from crowdlearn.payments.models import Payment
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Payout
from crowdlearn.settlement.queries import figures_of
from crowdlearn.settlement.rules import (
    PAYOUT,
    AmountMissing,
    Disputed,
    Frozen,
    NotNow,
    Payee,
    PayoutConfirmed,
    PayoutProposed,
    PayoutState,
    PayoutWaits,
    check_payer,
    check_payout,
    check_second,
)

from .completing import complete_when_settled
from .documents import certifiers
from .locking import settlement_of
from .refunding import AFTER_FUNDING
from .who import check_treasurer


@dataclass(frozen=True)
class PayoutPlan:
    """A payout about to be proposed: whom, cents, how."""

    payee: Payee
    amount_cents: int
    method: str


def propose_payout(person_id: UUID, pitch_id: UUID, plan: PayoutPlan) -> UUID:
    """Propose a payout, and return its id. At most what G4 lets through; one at a time.

    Raises AmountMissing, a PayoutRefused, PayoutWaits, Frozen, Disputed, NotNow, NotAllowed.
    """
    if plan.amount_cents <= 0:
        raise AmountMissing
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_treasurer(session, person_id, pitch)
        waiting = select(Payout.id).where(Payout.pitch_id == pitch_id, Payout.state == PayoutState.PROPOSED)
        if session.exec(waiting).first() is not None:
            raise PayoutWaits
        _check(session, pitch, plan.payee, plan.amount_cents)
        payout = Payout(
            pitch_id=pitch_id,
            payee=plan.payee,
            amount_cents=plan.amount_cents,
            currency=pitch.currency,
            method=plan.method.strip(),
            proposed_by=person_id,
        )
        session.add(payout)
        record(session, "payout.propose", by=person_id, about=payout.id, pitch=pitch_id, cents=plan.amount_cents)
        emit(session, PayoutProposed(pitch_id=pitch_id, payout_id=payout.id, by=person_id))
        return payout.id


def confirm_payout(person_id: UUID, payout_id: UUID, reference: str) -> UUID:
    """Record that a proposed payout left the bank, with its reference; return the pitch's id.

    The gate is asked again. Raises MoveRefused the second time, SecondPerson, CertifierPays, NotYourPitch for the
    pitcher, and what proposing does.
    """
    with transaction() as session:
        payout, pitch = _held(session, person_id, payout_id)
        to = PAYOUT.move(payout.state, PayoutState.CONFIRMED)
        check_second(payout.amount_cents, payout.proposed_by, person_id)
        check_payer(payout.amount_cents, certifiers(session, pitch.id), person_id)
        _check(session, pitch, payout.payee, payout.amount_cents)
        payout.state, payout.confirmed_by, payout.ended_at = to, person_id, now()
        payout.reference = reference.strip()
        post(
            session,
            f"payout {payout.id}",
            move(Money(payout.amount_cents, payout.currency), debit=held_for(pitch.id), credit=gateway().account),
            pitch_id=pitch.id,
            host_id=pitch.organisation_id,
            by=person_id,
            note=payout.reference,
        )
        record(session, "payout.confirm", by=person_id, about=payout.id, pitch=pitch.id, cents=payout.amount_cents)
        emit(session, PayoutConfirmed(pitch_id=pitch.id, payout_id=payout.id, by=person_id))
        complete_when_settled(session, pitch)
        return pitch.id


def withdraw_payout(person_id: UUID, payout_id: UUID) -> UUID:
    """Take back a proposal that nobody confirmed; return the pitch's id. Raises MoveRefused."""
    with transaction() as session:
        payout, pitch = _held(session, person_id, payout_id)
        payout.state, payout.ended_at = PAYOUT.move(payout.state, PayoutState.WITHDRAWN), now()
        record(session, "payout.withdraw", by=person_id, about=payout.id, pitch=pitch.id)
        return pitch.id


def _check(session: Session, pitch: Pitch, payee: Payee, cents: int) -> None:
    if pitch.state not in AFTER_FUNDING:
        raise NotNow
    settlement = settlement_of(session, pitch.id)
    if settlement.frozen_at is not None:
        raise Frozen(why=settlement.frozen_why)
    disputed = select(Payment.id).where(Payment.pitch_id == pitch.id, Payment.disputed_at != None)  # noqa: E711
    if session.exec(disputed).first() is not None:
        raise Disputed
    figures = figures_of(session, pitch.id)
    check_payout(cents, figures.plan, figures.outlay, figures.account, payee)


def _held(session: Session, person_id: UUID, payout_id: UUID) -> tuple[Payout, Pitch]:
    known = session.get(Payout, payout_id)
    pitch = lock(session, Pitch, known.pitch_id if known else payout_id)
    check_treasurer(session, person_id, pitch)
    return lock(session, Payout, payout_id), pitch
