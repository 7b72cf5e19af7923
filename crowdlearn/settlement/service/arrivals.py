"""Money that came in, as a treasurer reads it on the bank statement.

Every arrival is booked at once: it is owed to its sender until it makes a pledge whole, then it is held for the pitch.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.approvals.service import seal
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.models import Posting
from crowdlearn.ledger.rules import held_for, move, payable_of
from crowdlearn.ledger.service import post, posting_of, reverse
from crowdlearn.payments import service as payments
from crowdlearn.payments.gateway import gateway
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED, PaymentState
from crowdlearn.pitches import service as pitches
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.settlement.models import Arrival
from crowdlearn.settlement.queries import WEIGHED_LOCKED
from crowdlearn.settlement.rules import (
    ARRIVAL,
    AmountMissing,
    ArrivalState,
    CannotUndo,
    InFuture,
    MoneyWaits,
    OwnMoney,
    RecordedBefore,
    UnknownCode,
    check_second,
)

from .locking import weigh_money
from .who import check_treasurer


@dataclass(frozen=True)
class Seen:
    """What the bank statement says: the code, cents, the day, and the bank's own reference."""

    code: str
    amount_cents: int
    came_on: date
    bank_reference: str


def record_money(person_id: UUID, seen: Seen) -> UUID:
    """Record money that came in for a pledge, and return the pitch's id.

    What makes the pledge whole is held for the pitch; too little waits for the rest; too much, too late or not expected
    waits to be sent back. Raises UnknownCode, RecordedBefore, InFuture, AmountMissing, NotAllowed, OwnMoney.
    """
    if seen.amount_cents <= 0:
        raise AmountMissing
    with transaction() as session:
        pitch, payment = _found(session, seen.code)
        check_treasurer(session, person_id, pitch)
        if payment.person_id == person_id:
            raise OwnMoney
        if seen.came_on > clock.today(pitch.time_zone):
            raise InFuture
        _check_new(session, payment, seen.bank_reference)
        _receive(session, person_id, pitch, payment, seen)
        if pitch.state in WEIGHED_LOCKED and payment.provider == gateway().name:
            weigh_money(session, pitch)
        return pitch.id


def _found(session: Session, code: str) -> tuple[Pitch, Payment]:
    """Return the held pitch and the payment that a code belongs to; the code may lack its dashes."""
    letters = "".join(filter(str.isalnum, code)).upper().removeprefix("CL")
    query = (
        sa.select(Payment.id, Payment.pitch_id)
        .join(MoneyPledge, col(MoneyPledge.id) == col(Payment.pledge_id))
        .where(sa.func.replace(MoneyPledge.reference, "-", "") == f"CL{letters}")
    )
    row = session.execute(query).first()
    if row is None:
        raise UnknownCode
    pitch = lock(session, Pitch, row.pitch_id)
    return pitch, lock(session, Payment, row.id)


def _check_new(session: Session, payment: Payment, bank_reference: str) -> None:
    query = select(Arrival.id).where(
        Arrival.payment_id == payment.id,
        Arrival.bank_reference == bank_reference.strip(),
        Arrival.state != ArrivalState.UNDONE,
    )
    if session.exec(query).first() is not None:
        raise RecordedBefore


def _receive(session: Session, person_id: UUID, pitch: Pitch, payment: Payment, seen: Seen) -> None:
    here = payment.provider == gateway().name  # a card is charged by its processor alone
    expected = here and payment.state is PaymentState.TO_CHARGE and pitch.state in WEIGHED_LOCKED
    waiting = _waiting(session, payment) if expected else []
    needed = payment.amount_cents - sum(arrival.amount_cents for arrival in waiting) if expected else 0
    whole = expected and seen.amount_cents >= needed
    counted = needed if whole else 0
    if counted:
        waiting.append(_arrive(session, person_id, pitch, payment, seen, counted))
    if whole:
        _count(session, person_id, pitch, payment, waiting)
    if rest := seen.amount_cents - counted:
        arrival = _arrive(session, person_id, pitch, payment, seen, rest)
        emit(session, MoneyWaits(pitch_id=pitch.id, arrival_id=arrival.id, person_id=payment.person_id, by=person_id))
    record(session, "settle.money", by=person_id, about=payment.pledge_id, cents=seen.amount_cents, counted=whole)


def _arrive(session: Session, person_id: UUID, pitch: Pitch, payment: Payment, seen: Seen, cents: int) -> Arrival:
    arrival = Arrival(
        payment_id=payment.id,
        pitch_id=pitch.id,
        amount_cents=cents,
        currency=payment.currency,
        came_on=seen.came_on,
        bank_reference=seen.bank_reference.strip(),
        state=ArrivalState.WAITING,
        recorded_by=person_id,
    )
    session.add(arrival)
    lines = move(Money(cents, payment.currency), debit=gateway().account, credit=payable_of(pitch.id))
    post(
        session,
        f"arrival {arrival.id}",
        lines,
        pitch_id=pitch.id,
        host_id=pitch.organisation_id,
        by=person_id,
        note=arrival.bank_reference,
    )
    return arrival


def _waiting(session: Session, payment: Payment) -> list[Arrival]:
    query = select(Arrival).where(Arrival.payment_id == payment.id, Arrival.state == ArrivalState.WAITING)
    return list(session.exec(query.order_by(col(Arrival.id))))


def _count(session: Session, person_id: UUID, pitch: Pitch, payment: Payment, arrivals: Sequence[Arrival]) -> None:
    """Hold a pledge's money for the pitch: it is whole."""
    for arrival in arrivals:
        arrival.state = ARRIVAL.move(arrival.state, ArrivalState.COUNTED)
    payments.collect(session, payment, by=person_id)
    if pitch.state is PitchState.LOCKED:
        pitches.move(session, pitch, PitchState.SETTLING)
        seal(session, pitch)
    lines = move(Money(payment.amount_cents, payment.currency), debit=payable_of(pitch.id), credit=held_for(pitch.id))
    cause = capture_cause(session, payment.pledge_id)
    post(session, cause, lines, pitch_id=pitch.id, host_id=pitch.organisation_id, by=person_id)


def capture_cause(session: Session, pledge_id: UUID) -> str:
    """Return the cause under which a pledge's money is booked; one that was taken back is followed by "… 2"."""
    cause = f"capture {pledge_id}"
    times = sa.select(sa.func.count()).where(col(Posting.cause).startswith(cause))
    number = int(session.execute(times).scalar_one()) + 1
    return cause if number == 1 else f"{cause} {number}"


def undo_money(person_id: UUID, arrival_id: UUID) -> UUID:
    """Take back what was recorded by mistake, while the pitch still settles; return the pitch's id.

    The postings are reversed, never changed. Raises CannotUndo once the money has moved on, NotAllowed.
    """
    with transaction() as session:
        arrival, pitch = _held(session, person_id, arrival_id)
        if arrival.state is ArrivalState.COUNTED:
            _uncount(session, person_id, pitch, lock(session, Payment, arrival.payment_id))
        if arrival.state is not ArrivalState.WAITING:
            raise CannotUndo
        _end(arrival, ArrivalState.UNDONE, person_id)
        _reverse(session, f"arrival {arrival.id}", person_id)
        record(session, "settle.undo", by=person_id, about=arrival.id, pitch=pitch.id)
        return pitch.id


def _uncount(session: Session, person_id: UUID, pitch: Pitch, payment: Payment) -> None:
    if pitch.state not in WEIGHED_LOCKED or payment.state not in CAPTURED:
        raise CannotUndo
    payments.uncollect(session, payment)
    query = select(Arrival).where(Arrival.payment_id == payment.id, Arrival.state == ArrivalState.COUNTED)
    for counted in session.exec(query):
        counted.state = ARRIVAL.move(counted.state, ArrivalState.WAITING)
    reversed_ = sa.select(Posting.reverses).where(col(Posting.reverses).is_not(None))
    standing = select(Posting.id).where(
        col(Posting.cause).startswith(f"capture {payment.pledge_id}"), col(Posting.id).not_in(reversed_)
    )
    reverse(session, session.exec(standing).one(), by=person_id, note="")


def send_back(person_id: UUID, arrival_id: UUID, reference: str) -> UUID:
    """Record that money which counts for no pledge was sent back to its sender; return the pitch's id.

    From the limit on, not by who recorded it. Raises CannotUndo for money that counts, SecondPerson, NotAllowed.
    """
    with transaction() as session:
        arrival, pitch = _held(session, person_id, arrival_id)
        if arrival.state is not ArrivalState.WAITING:
            raise CannotUndo
        check_second(arrival.amount_cents, arrival.recorded_by, person_id)
        _end(arrival, ArrivalState.SENT_BACK, person_id, reference.strip())
        lines = move(
            Money(arrival.amount_cents, arrival.currency), debit=payable_of(pitch.id), credit=gateway().account
        )
        post(
            session,
            f"send-back {arrival.id}",
            lines,
            pitch_id=pitch.id,
            host_id=pitch.organisation_id,
            by=person_id,
            note=arrival.ended_reference,
        )
        record(session, "settle.send_back", by=person_id, about=arrival.id, pitch=pitch.id)
        return pitch.id


def _held(session: Session, person_id: UUID, arrival_id: UUID) -> tuple[Arrival, Pitch]:
    """Return an arrival and its pitch, both held, the pitch first."""
    known = session.get(Arrival, arrival_id)
    pitch = lock(session, Pitch, known.pitch_id if known else arrival_id)
    check_treasurer(session, person_id, pitch)
    return lock(session, Arrival, arrival_id), pitch


def _end(arrival: Arrival, to: ArrivalState, person_id: UUID, reference: str = "") -> None:
    arrival.state = ARRIVAL.move(arrival.state, to)
    arrival.ended_by, arrival.ended_at, arrival.ended_reference = person_id, now(), reference


def _reverse(session: Session, cause: str, person_id: UUID) -> None:
    posting = posting_of(session, cause)
    if posting is None:
        raise CannotUndo
    reverse(session, posting, by=person_id, note="")
