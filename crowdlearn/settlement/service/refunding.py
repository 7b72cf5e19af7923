"""Money that goes back to backers: a row before anything moves, another person from the limit on, then the bank."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.rules import held_for, move, payable_of
from crowdlearn.ledger.service import post
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.models import Document, Payout, Refund, RefundRound, Settlement
from crowdlearn.settlement.queries import figures_of
from crowdlearn.settlement.rules import (
    ROUND,
    AmountMissing,
    Disputed,
    DocumentState,
    DocumentsUndecided,
    NothingToReturn,
    NotNow,
    OwnMoney,
    PayoutState,
    PayoutWaits,
    ReceiptsStillOpen,
    RefundReason,
    RefundsProposed,
    RefundState,
    RoundState,
    TooMuchToReturn,
    check_second,
    needs_second,
    refunds,
)

from .locking import settlement_of
from .who import check_treasurer

AFTER_FUNDING = frozenset({PitchState.FUNDED, PitchState.CANCELLED, PitchState.COMPLETED})


def kept_of(session: Session, pitch_id: UUID) -> dict[UUID, int]:
    """Return what is still kept of each collected payment, in cents, in the order of their pledges."""
    session.flush()
    gone = (
        sa.select(Refund.payment_id, sa.func.sum(Refund.amount_cents).label("cents"))
        .where(col(Refund.state) != RefundState.WITHDRAWN)
        .group_by(col(Refund.payment_id))
        .subquery()
    )
    query = (
        sa.select(Payment.id, Payment.amount_cents - sa.func.coalesce(gone.c.cents, 0))
        .join(gone, gone.c.payment_id == col(Payment.id), isouter=True)
        .where(col(Payment.pitch_id) == pitch_id, col(Payment.state).in_(CAPTURED))
        .order_by(col(Payment.pledge_id))
    )
    return {payment_id: int(kept) for payment_id, kept in session.execute(query)}


def open_round(
    session: Session, pitch: Pitch, reason: RefundReason, parts: Mapping[UUID, int], by: UUID | None = None
) -> UUID | None:
    """Write down what goes back of each payment, in cents, before anything moves; None when nothing does.

    `by` is the treasurer who proposes it, None when it follows from the rules alone.
    """
    rows = {payment_id: cents for payment_id, cents in parts.items() if cents}
    if not rows:
        return None
    made = RefundRound(
        pitch_id=pitch.id,
        reason=reason,
        amount_cents=sum(rows.values()),
        currency=pitch.currency,
        state=RoundState.PROPOSED if by else RoundState.OPENED,
        proposed_by=by,
    )
    session.add(made)
    session.flush()
    session.execute(
        sa.insert(Refund),
        [
            {"id": new_id(), "round_id": made.id, "payment_id": payment_id, "amount_cents": cents,
             "state": RefundState.OPEN, "reference": "", "tries": 0, "failure": "", "waits": 0}
            for payment_id, cents in rows.items()
        ],
    )  # fmt: skip
    record(session, "refund.propose", by=by, about=made.id, pitch=pitch.id, cents=made.amount_cents, why=reason)
    emit(session, RefundsProposed(pitch_id=pitch.id, round_id=made.id, by=by))
    return made.id


def return_all(session: Session, pitch: Pitch, reason: RefundReason) -> UUID | None:
    """Open the return of everything that is kept and not paid out."""
    return return_down_to(session, pitch, reason, 0)


def return_down_to(
    session: Session, pitch: Pitch, reason: RefundReason, keep: int, by: UUID | None = None
) -> UUID | None:
    """Open the return of everything above `keep` cents, or above what was paid out, split by what is still kept."""
    kept = kept_of(session, pitch.id)
    paid = figures_of(session, pitch.id).account.paid
    back = refunds(list(kept.values()), max(keep, paid))
    return open_round(session, pitch, reason, dict(zip(kept, back, strict=True)), by)


def propose_savings(person_id: UUID, pitch_id: UUID) -> UUID:
    """Propose to send back what peers need not carry, and return the round's id.

    All documents must be in and looked at. Raises ReceiptsStillOpen, DocumentsUndecided, NothingToReturn, NotNow.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_treasurer(session, person_id, pitch)
        if pitch.state not in AFTER_FUNDING:
            raise NotNow
        settlement = settlement_of(session, pitch_id)
        check_receipts_final(session, pitch, settlement)
        payable = figures_of(session, pitch_id).outcome.payable
        reason = RefundReason.CANCELLED if pitch.state is PitchState.CANCELLED else RefundReason.SAVED
        made = return_down_to(session, pitch, reason, payable, person_id)
        if made is None:
            raise NothingToReturn
        return made


def check_receipts_final(session: Session, pitch: Pitch, settlement: Settlement) -> None:
    """Raise unless every document is decided, the pitcher said that all are in or had the time, and no payout waits."""
    due = settlement.receipts_due_on
    if settlement.receipts_complete_at is None and due is not None and clock.today(pitch.time_zone) <= due:
        raise ReceiptsStillOpen(until=due)
    undecided = select(Document.id).where(
        Document.pitch_id == settlement.pitch_id, Document.state == DocumentState.SUBMITTED
    )
    waiting = select(Payout.id).where(Payout.pitch_id == settlement.pitch_id, Payout.state == PayoutState.PROPOSED)
    if session.exec(undecided).first() is not None:
        raise DocumentsUndecided
    if session.exec(waiting).first() is not None:
        raise PayoutWaits


def propose_refund(person_id: UUID, payment_id: UUID, cents: int) -> UUID:
    """Propose to send back `cents` of one backer's payment, and return the round's id.

    Raises AmountMissing, TooMuchToReturn, Disputed, OwnMoney, NotAllowed, and NotNow before the money is collected.
    """
    if cents <= 0:
        raise AmountMissing
    with transaction() as session:
        known = session.get(Payment, payment_id)
        pitch = lock(session, Pitch, known.pitch_id if known else payment_id)
        check_treasurer(session, person_id, pitch)
        payment = lock(session, Payment, payment_id)
        if payment.person_id == person_id:
            raise OwnMoney
        if payment.state not in CAPTURED or pitch.state not in AFTER_FUNDING:
            raise NotNow
        if payment.disputed_at is not None:
            raise Disputed
        figures = figures_of(session, pitch.id)
        left = min(kept_of(session, pitch.id)[payment_id], figures.account.kept - figures.account.paid)
        if cents > left:
            raise TooMuchToReturn(left=Money(max(0, left), payment.currency))
        made = open_round(session, pitch, RefundReason.ASKED, {payment_id: cents}, person_id)
        if made is None:
            raise NothingToReturn
        return made


def confirm_refunds(person_id: UUID, round_id: UUID) -> None:
    """Confirm a round: from now on its money is owed to the backers. From the limit on, by a second treasurer.

    A round that the rules opened is proposed by the first treasurer who confirms it, where a second one is needed.
    """
    with transaction() as session:
        made, pitch = _held_round(session, person_id, round_id)
        if person_id in _backers_of(session, round_id):
            raise OwnMoney
        if made.state is RoundState.OPENED and needs_second(made.amount_cents):
            made.state, made.proposed_by = ROUND.move(made.state, RoundState.PROPOSED), person_id
            record(session, "refund.propose", by=person_id, about=made.id, pitch=pitch.id, cents=made.amount_cents)
            emit(session, RefundsProposed(pitch_id=pitch.id, round_id=made.id, by=person_id))
            return
        check_second(made.amount_cents, made.proposed_by, person_id)
        made.state = ROUND.move(made.state, RoundState.CONFIRMED)
        made.confirmed_by, made.ended_at = person_id, now()
        lines = move(Money(made.amount_cents, made.currency), debit=held_for(pitch.id), credit=payable_of(pitch.id))
        post(session, f"refunds {made.id}", lines, pitch_id=pitch.id, host_id=pitch.organisation_id, by=person_id)
        record(session, "refund.confirm", by=person_id, about=made.id, pitch=pitch.id, cents=made.amount_cents)


def withdraw_refunds(person_id: UUID, round_id: UUID) -> None:
    """Take back a proposal that nobody confirmed. What the rules opened stays. Raises MoveRefused."""
    with transaction() as session:
        made, pitch = _held_round(session, person_id, round_id)
        made.state, made.ended_at = ROUND.move(made.state, RoundState.WITHDRAWN), now()
        session.execute(sa.update(Refund).where(col(Refund.round_id) == round_id).values(state=RefundState.WITHDRAWN))
        record(session, "refund.withdraw", by=person_id, about=made.id, pitch=pitch.id)


def _held_round(session: Session, person_id: UUID, round_id: UUID) -> tuple[RefundRound, Pitch]:
    known = session.get(RefundRound, round_id)
    pitch = lock(session, Pitch, known.pitch_id if known else round_id)
    check_treasurer(session, person_id, pitch)
    return lock(session, RefundRound, round_id), pitch


def _backers_of(session: Session, round_id: UUID) -> Sequence[UUID]:
    query = sa.select(Payment.person_id).join(Refund, col(Refund.payment_id) == col(Payment.id))
    return session.scalars(query.where(col(Refund.round_id) == round_id)).all()
