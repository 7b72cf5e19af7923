"""When things come otherwise: clearance lost, a pledge gone, the event cancelled, the pitcher unable to go on."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.approvals.service import is_cleared
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED
from crowdlearn.people.queries import holds
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pitches.service import move
from crowdlearn.pledges.rules import AboutPitch, PledgeReleased, PledgeWithdrawn
from crowdlearn.pledges.service import promote_waitlist, recount
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.queries import WEIGHED_LOCKED, figures_of
from crowdlearn.settlement.rules import (
    RECEIPTS_WITHIN,
    NotNow,
    PitchCancelled,
    PitchFrozen,
    ReasonMissing,
    RefundReason,
)

from . import pledged
from .ending import end_unfunded
from .locking import settlement_of
from .refunding import kept_of, open_round, return_all
from .weighing import weigh_pitch
from .who import check_owner


def lose_clearance(event: AboutPitch) -> None:
    """After a clearance was taken back: a locked pitch ends and everything goes back; so does a funded one of which

    nothing was paid out. After a payout nothing can be undone.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, event.pitch_id)
        if is_cleared(session, pitch):
            return
        if pitch.state in WEIGHED_LOCKED:
            if settlement_of(session, pitch.id).decision is None:  # what is being taken is looked at when it is here
                end_unfunded(session, pitch, PitchState.NOT_APPROVED)
        elif pitch.state is PitchState.FUNDED and not _paid_out(session, pitch):
            _cancel(session, pitch, "not_approved", RefundReason.CANCELLED)


def follow_pledge(event: PledgeWithdrawn | PledgeReleased) -> None:
    """After a committed pledge ended without the pitch: nobody waits for its money, and a waiting pledge moves up."""
    with transaction() as session:
        pitch = lock(session, Pitch, event.pitch_id)
        payment = session.exec(select(Payment).where(Payment.pledge_id == event.pledge_id)).one_or_none()
        if payment is None or pitch.state not in WEIGHED_LOCKED:
            return
        settlement = settlement_of(session, pitch.id)
        if payment.state in CAPTURED:
            if kept := kept_of(session, pitch.id).get(payment.id):
                open_round(session, pitch, RefundReason.ASKED, {payment.id: kept})
        elif settlement.decision is None:
            payments.let_go(session, payment)
        if settlement.decision is None:
            _let_move_up(session, pitch, settlement)
        weigh_pitch(session, pitch)


def _let_move_up(session: Session, pitch: Pitch, settlement: Settlement) -> None:
    """Give room that became free to whoever waits, and ask them to pay, each as the pitch stands."""
    promote_waitlist(session, pitch)
    due_at = settlement.top_up_until or settlement.pay_until
    if settlement.hold_from is not None:
        due_at = max(settlement.hold_from, clock.now())
    pledged.ask_committed(session, pitch, settlement, due_at)
    recount(session, pitch)


def report_cancelled(person_id: UUID, pitch_id: UUID, why: str) -> None:
    """Say that the learning of one's own funded pitch does not take place.

    What the provider keeps is shared like any cost once its documents are in (rows 32 and 33). Raises ReasonMissing,
    NotNow.
    """
    if not why.strip():
        raise ReasonMissing
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_owner(person_id, pitch)
        if pitch.state is not PitchState.FUNDED:
            raise NotNow
        settlement = session.exec(select(Settlement).where(Settlement.pitch_id == pitch_id)).one_or_none()
        if settlement is not None:
            settlement.receipts_due_on = clock.today(pitch.time_zone) + RECEIPTS_WITHIN
            settlement.receipts_complete_at, settlement.receipts_reminders = None, 0
        move(session, pitch, PitchState.CANCELLED, words=why.strip())
        record(session, "pitch.report_cancelled", by=person_id, about=pitch_id)
        emit(session, PitchCancelled(pitch_id=pitch_id, why=why.strip(), by=person_id))


def freeze(person_id: UUID, pitch_id: UUID, why: str) -> None:
    """Freeze a pitch whose pitcher left, is away for long, or has died: everything unspent goes back, no penalty.

    By a treasurer of the host or a steward. Raises ReasonMissing, NotNow for a pitch that ended, NotAllowed.
    """
    if not why.strip():
        raise ReasonMissing
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        if person_id == pitch.owner_id or not any(
            holds(session, person_id, role, pitch.organisation_id) for role in (Role.TREASURER, Role.STEWARD)
        ):
            raise NotAllowed
        _freeze(session, pitch, why.strip())
        record(session, "settle.freeze", by=person_id, about=pitch_id)
        emit(session, PitchFrozen(pitch_id=pitch_id, why=why.strip(), by=person_id))


def _freeze(session: Session, pitch: Pitch, why: str) -> None:
    if pitch.state is PitchState.OPEN:
        move(session, pitch, PitchState.PAUSED)
    elif pitch.state is PitchState.TOP_UP:
        end_unfunded(session, pitch, PitchState.NOT_FUNDED)
    elif pitch.state in WEIGHED_LOCKED:
        end_unfunded(session, pitch, PitchState.NOT_FUNDED_AFTER_LOCK)
    elif pitch.state is PitchState.FUNDED:
        settlement = session.exec(select(Settlement).where(Settlement.pitch_id == pitch.id)).one_or_none()
        if settlement is not None:
            settlement.frozen_at, settlement.frozen_why = clock.now(), why[:300]
            return_all(session, pitch, RefundReason.FROZEN)
        move(session, pitch, PitchState.CANCELLED, words=why)
    else:
        raise NotNow


def cancel_for(session: Session, pitch: Pitch, why: str) -> None:
    """Cancel a held funded pitch without the pitcher's word; what is not paid out goes back."""
    _cancel(session, pitch, why, RefundReason.CANCELLED)


def _cancel(session: Session, pitch: Pitch, why: str, reason: RefundReason) -> None:
    if session.exec(select(Settlement.id).where(Settlement.pitch_id == pitch.id)).first() is not None:
        return_all(session, pitch, reason)
    move(session, pitch, PitchState.CANCELLED, words=why)
    record(session, "settle.cancel", by=None, about=pitch.id, why=why)
    emit(session, PitchCancelled(pitch_id=pitch.id, why=why))


def _paid_out(session: Session, pitch: Pitch) -> bool:
    known = session.exec(select(Settlement.id).where(Settlement.pitch_id == pitch.id)).first()
    return known is not None and figures_of(session, pitch.id).paid_out > 0
