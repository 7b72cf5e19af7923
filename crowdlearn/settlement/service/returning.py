"""Refunds that the card processor sends. The row is there first; one row is one request; a reading says what became.

What got no answer is looked for before it is asked for again, and a worker that slept past its lease says nothing:
so a refund leaves once, though the processor forgets its keys after a day. What a card does not take waits for a
treasurer. A payment that its bank took back for good is owed nothing more: what would go back covers the loss.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.ledger.rules import LOSSES
from crowdlearn.payments.gateway import NotTaken, RefundReading, RefundStanding, RefundWanted, Unanswered, cards
from crowdlearn.payments.gateway import offers_cards as cards_are_offered
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import RefundReported, keys
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Refund, RefundRound
from crowdlearn.settlement.queries import for_cards
from crowdlearn.settlement.rules import REFUND, RefundFailed, RefundState, RoundState

from .completing import complete_when_settled
from .sending import book_as_sent, come_back, say_sent

LEASE, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=1)
FOLLOWED_FOR, READ_EVERY = timedelta(days=30), timedelta(days=1)  # a card may give money back weeks later
_DISPUTED = "charge_disputed"
_log = logging.getLogger(__name__)


class WrongRefund(RuntimeError):  # noqa: N818 - a fact, and an alarm
    """What was read is not this refund: money may have left twice."""


@dataclass(frozen=True)
class Claim:
    """A refund that this worker alone speaks of until `before`. Cents."""

    refund_id: UUID
    payment: str
    cents: int
    reference: str | None
    asked_before: bool
    before: datetime


def send_refunds_to_cards(limit: int = 100) -> int:
    """Send confirmed refunds back to their cards, oldest first; return how many were spoken of. Runs every minute."""
    if not cards_are_offered():
        return 0
    with reading() as session:
        query = sa.select(Refund.id).join(RefundRound, col(RefundRound.id) == col(Refund.round_id))
        query = query.join(Payment, col(Payment.id) == col(Refund.payment_id)).where(for_cards(), _free())
        ids = list(session.scalars(query.order_by(col(Refund.id)).limit(limit)))
    return for_each(ids, send_to_card)


def _free() -> sa.ColumnElement[bool]:
    moment = now()
    return sa.and_(*(sa.or_(at.is_(None), at <= moment) for at in (col(Refund.claimed_until), col(Refund.try_at))))


def send_to_card(refund_id: UUID) -> bool:
    """Send one refund, or read what became of it; tell whether there was anything to do."""
    claim = _claim(refund_id)
    if claim is None:
        return False
    try:
        found = _spoken(claim)
    except Unanswered as silence:
        _log.warning("refund %s: no answer: %s", refund_id, silence)
        _wait(claim)
    except NotTaken as refused:
        if refused.code == _DISPUTED:  # the dispute is about to be reported
            _wait(claim)
        else:
            _record(refund_id, failure=refused.code)
    else:
        _record(refund_id, found)
    return True


def _claim(refund_id: UUID) -> Claim | None:
    with transaction() as session:
        pitch, made, refund = _held(session, refund_id)
        payment = lock(session, Payment, refund.payment_id)
        moment = now()
        busy = any(at is not None and at > moment for at in (refund.claimed_until, refund.try_at))
        if busy or made.state is not RoundState.CONFIRMED or payment.disputed_at is not None:
            return None
        if payment.lost_at is not None:
            _cover_loss(session, pitch, made, refund)
            return None
        if refund.state is not RefundState.OPEN or payment.processor_reference is None:
            return None
        asked_before = refund.asked_at is not None
        refund.asked_at, refund.claimed_until = refund.asked_at or moment, moment + LEASE
        return Claim(
            refund_id,
            payment.processor_reference,
            refund.amount_cents,
            refund.processor_reference,
            asked_before,
            moment + LEASE,
        )


def _spoken(claim: Claim) -> RefundReading:
    reference = claim.reference
    if reference is None:
        found = cards().find_refund(claim.payment, claim.refund_id) if claim.asked_before else None
        wanted = RefundWanted(claim.refund_id, claim.cents, claim.before)
        found = found or cards().send_back(claim.payment, wanted, keys.of("refund", claim.refund_id))
        reference = found.reference
    return cards().read_refund(reference)  # an answer may be a day old: the same key, the same words


def _wait(claim: Claim) -> None:
    with transaction() as session:
        refund = lock(session, Refund, claim.refund_id)
        if refund.claimed_until == claim.before:
            refund.claimed_until = None
            refund.waits += 1
            refund.try_at = now() + min(timedelta(seconds=15 * 2**refund.waits), LONGEST_WAIT)


def _record(refund_id: UUID, found: RefundReading | None = None, failure: str = "") -> None:
    with transaction() as session:
        pitch, made, refund = _held(session, refund_id)
        refund.claimed_until, refund.try_at, refund.waits = None, None, 0
        if refund.failure:  # the way by card has ended; a treasurer sees to it
            return
        if found is not None:
            _check(refund, found)
            refund.processor_reference, refund.read_at = found.reference, now()
            refund.asked_at = refund.asked_at or now()
            failure = (found.failure or "failed") if found.standing is RefundStanding.FAILED else ""
        if failure:
            _fail(session, pitch, refund, failure[:60])
        elif found is not None and found.standing is RefundStanding.WORKING:
            refund.try_at = now() + LONGEST_WAIT
        elif found is not None and refund.state is RefundState.OPEN:
            book_as_sent(session, pitch, made, [refund], reference=found.reference, account=cards().account)
            say_sent(session, pitch, [refund])
            record(session, "refund.send", by=None, about=made.id, pitch=pitch.id, refunds=1)
            complete_when_settled(session, pitch)


def _check(refund: Refund, found: RefundReading) -> None:
    known = refund.processor_reference or found.reference
    if (found.reference, found.amount_cents) != (known, refund.amount_cents):
        raise WrongRefund(f"{found.reference} is not refund {refund.id}")


def _fail(session: Session, pitch: Pitch, refund: Refund, failure: str) -> None:
    refund.failure = failure
    if refund.state is RefundState.SENT:
        come_back(session, refund, by=None)
    else:
        refund.state = REFUND.move(refund.state, RefundState.FAILED)
    person_id = session.get_one(Payment, refund.payment_id).person_id
    record(session, "refund.failed", by=None, about=refund.id, pitch=pitch.id)
    emit(session, RefundFailed(pitch_id=pitch.id, refund_id=refund.id, person_id=person_id))


def _cover_loss(session: Session, pitch: Pitch, made: RefundRound, refund: Refund) -> None:
    """The bank gave the backer everything; this part of it makes the host's loss smaller instead of leaving again."""
    if refund.state not in (RefundState.OPEN, RefundState.FAILED):
        return
    book_as_sent(session, pitch, made, [refund], reference="dispute", account=LOSSES)
    record(session, "refund.send", by=None, about=made.id, pitch=pitch.id, refunds=1)
    complete_when_settled(session, pitch)


def follow_refund(event: RefundReported) -> None:
    """After a report about a refund: read it and record what it says. One that is not ours is logged."""
    found = cards().read_refund(event.reference)
    with reading() as session:
        named = sa.or_(col(Refund.processor_reference) == found.reference, col(Refund.id) == found.refund_id)
        refund_id = session.scalars(sa.select(Refund.id).where(named)).first()
    if refund_id is None:
        _log.error("refund %s at the processor is none of ours", event.reference)
    else:
        _record(refund_id, found)


def follow_refunds() -> int:
    """Read again the refunds that were sent to cards not long ago; return how many. Runs daily."""
    if not cards_are_offered():
        return 0
    moment = now()
    with reading() as session:
        query = sa.select(Refund.id, Refund.processor_reference).where(
            col(Refund.state) == RefundState.SENT,
            col(Refund.reference) == col(Refund.processor_reference),
            col(Refund.sent_at) > moment - FOLLOWED_FOR,
            col(Refund.read_at) <= moment - READ_EVERY,
        )
        rows = [(row.id, row.processor_reference) for row in session.execute(query.order_by(col(Refund.id)))]
    return for_each(rows, lambda row: _read(*row))


def _read(refund_id: UUID, reference: str) -> bool:
    try:
        _record(refund_id, cards().read_refund(reference))
    except Unanswered as silence:
        _log.warning("refund %s could not be read: %s", refund_id, silence)
        return False
    return True


def _held(session: Session, refund_id: UUID) -> tuple[Pitch, RefundRound, Refund]:
    known = session.get_one(Refund, refund_id)
    made = session.get_one(RefundRound, known.round_id)
    pitch = lock(session, Pitch, made.pitch_id)
    return pitch, lock(session, RefundRound, made.id), lock(session, Refund, refund_id)
