"""Reminders: to pay, to top up, to show receipts; and what follows when receipts do not come. Run by jobs."""

from functools import partial
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import gateway
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentState
from crowdlearn.people.rules import HoldReason
from crowdlearn.people.service.holds import hold
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.queries import WEIGHED_LOCKED, figures_of
from crowdlearn.settlement.rules import (
    REMIND_OF_RECEIPTS,
    REMIND_TO_PAY,
    REMIND_TO_TOP_UP,
    RefundReason,
    ReminderDue,
    end_of_day,
    reminders_due,
)

from .refunding import return_down_to


def remind() -> int:
    """Remind whoever should pay, top up or show receipts by now; return how many reminders went out."""
    with reading() as session:
        unpaid = col(Payment.state) == PaymentState.TO_CHARGE, col(Payment.provider) == gateway().name
        payments = list(session.scalars(sa.select(Payment.id).where(*unpaid)))
        pitches = list(
            session.scalars(
                sa.select(Settlement.pitch_id)
                .join(Pitch, col(Pitch.id) == col(Settlement.pitch_id))
                .where(col(Pitch.state).in_(WEIGHED_LOCKED | {PitchState.FUNDED}))
            )
        )
    reminders = [partial(_remind_to_pay, payment_id) for payment_id in payments]
    reminders += [partial(_remind_pitcher, pitch_id) for pitch_id in pitches]
    return for_each(reminders, lambda reminder: reminder())


def _remind_to_pay(payment_id: UUID) -> int:
    with transaction() as session:
        payment = lock(session, Payment, payment_id)
        due = reminders_due(payment.due_at, now(), REMIND_TO_PAY)
        if payment.state is not PaymentState.TO_CHARGE or now() >= payment.due_at or payment.reminders >= due:
            return 0
        payment.reminders = due
        _say(session, payment.pitch_id, "pay", payment.pledge_id, payment.person_id, payment.due_at)
        return 1


def _remind_pitcher(pitch_id: UUID) -> int:
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        settlement = session.exec(select(Settlement).where(Settlement.pitch_id == pitch_id)).one()
        if pitch.state in WEIGHED_LOCKED:
            return _remind_to_top_up(session, pitch, settlement)
        return _remind_of_receipts(session, pitch, settlement)


def _remind_to_top_up(session: Session, pitch: Pitch, settlement: Settlement) -> int:
    until = settlement.top_up_until
    if until is None or settlement.is_by_card or now() >= until or not figures_of(session, pitch.id).missing:
        return 0
    due = reminders_due(until, now(), REMIND_TO_TOP_UP)
    if settlement.top_up_reminders >= due:
        return 0
    settlement.top_up_reminders = due
    _say(session, pitch.id, "top_up", pitch.id, pitch.owner_id, until)
    return 1


def _remind_of_receipts(session: Session, pitch: Pitch, settlement: Settlement) -> int:
    """Remind of receipts; once they are overdue, hold new asks and send back what is not spent."""
    if settlement.receipts_due_on is None or settlement.receipts_complete_at is not None:
        return 0
    until = end_of_day(settlement.receipts_due_on, pitch.time_zone)
    due = reminders_due(until, now(), REMIND_OF_RECEIPTS) + (now() >= until)
    if settlement.receipts_reminders >= due:
        return 0
    settlement.receipts_reminders = due
    _say(session, pitch.id, "receipts", pitch.id, pitch.owner_id, until)
    if now() >= until:
        hold(session, pitch.owner_id, HoldReason.OVERDUE_RECEIPTS, pitch.id)
        payable = figures_of(session, pitch.id).outcome.payable
        return_down_to(session, pitch, RefundReason.UNSPENT, payable)
    return 1


def _say(session: Session, pitch_id: UUID, kind: str, about_id: UUID, person_id: UUID, until: object) -> None:
    emit(session, ReminderDue(pitch_id=pitch_id, kind=kind, about_id=about_id, person_id=person_id, until=until))  # type: ignore[arg-type]
