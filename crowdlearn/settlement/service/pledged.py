"""What settlement does to pledges: kept when they are paid, dropped when they are not, released when all ends."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.outbox import emit
from crowdlearn.kernel.clock import now
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED, OUTSTANDING, PaymentState, Wanted
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PLEDGE, PledgeState
from crowdlearn.pledges.service import expire_waitlist, recount, release, release_all
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.rules import PledgeDropped

UNPAID = OUTSTANDING | {PaymentState.AUTHORISED}


def ask_committed(session: Session, pitch: Pitch, settlement: Settlement, due_at: datetime) -> list[Payment]:
    """Ask every committed pledge that was not asked yet to be paid by `due_at`; return the payments.

    While cards are held, those of the new ones are too.
    """
    asked = sa.exists().where(col(Payment.pledge_id) == col(MoneyPledge.id))
    new = committed(session, pitch.id, ~asked)
    made = payments.ask(session, new, provider=settlement.provider, due_at=due_at)
    for payment, pledge in zip(made, new, strict=True):
        payment.host_id = settlement.host_id
        payment.card_id = pledge.card_id if settlement.is_by_card else None
        if settlement.is_by_card and pitch.state is PitchState.SETTLING and settlement.decision is None:
            payments.want(session, payment, Wanted.HOLD)
    return made


def keep_paid(session: Session, pitch: Pitch) -> None:
    """Keep every pledge whose money is there; whoever has not paid need not any more, and nobody waits any longer."""
    let_go_of_unpaid(session, pitch.id)
    paid = set(session.exec(select(Payment.pledge_id).where(_of(pitch.id), col(Payment.state).in_(CAPTURED))))
    for pledge in committed(session, pitch.id):
        if pledge.id in paid:
            pledge.state = PLEDGE.move(pledge.state, PledgeState.KEPT)
        else:
            release(session, pledge, "not_needed")
    expire_waitlist(session, pitch)
    recount(session, pitch)


def drop_unpaid(session: Session, pitch: Pitch) -> list[UUID]:
    """Drop every committed pledge that was not paid in time; return their ids."""
    return drop(session, pitch, set(let_go_of_unpaid(session, pitch.id)))


def drop(session: Session, pitch: Pitch, pledge_ids: Collection[UUID]) -> list[UUID]:
    """Drop these of the committed pledges: their time is over; return their ids."""
    dropped = [pledge for pledge in committed(session, pitch.id) if pledge.id in pledge_ids]
    for pledge in dropped:
        pledge.state = PLEDGE.move(pledge.state, PledgeState.DROPPED)
        pledge.ended_at, pledge.ended_why = now(), "not_paid"
        emit(session, PledgeDropped(pitch_id=pitch.id, pledge_id=pledge.id, person_id=pledge.peer_id))
    return [pledge.id for pledge in dropped]


def let_all_go(session: Session, pitch: Pitch, why: str) -> None:
    """End every pledge of a pitch that ends: nobody has to pay any more. What was paid is sent back by refunds."""
    let_go_of_unpaid(session, pitch.id)
    release_all(session, pitch, why)


def let_go_of_unpaid(session: Session, pitch_id: UUID) -> list[UUID]:
    """Stop expecting what was not paid, and let go of what is only held; return the pledges."""
    unpaid = unpaid_of(session, pitch_id)
    for payment in unpaid:
        payments.let_go(session, payment)
    return [payment.pledge_id for payment in unpaid]


def unpaid_of(session: Session, pitch_id: UUID) -> Sequence[Payment]:
    """Return what is expected or held of a pitch and not over, freshly read and held, in the order of the pledges."""
    session.flush()
    query = select(Payment).where(_of(pitch_id), col(Payment.state).in_(UNPAID)).order_by(col(Payment.pledge_id))
    return session.exec(query.with_for_update().execution_options(populate_existing=True)).all()


def let_go_of_ended(session: Session, pitch_id: UUID) -> None:
    """Stop expecting, and let go of, what belongs to pledges that ended."""
    standing = {pledge.id for pledge in committed(session, pitch_id)}
    for payment in unpaid_of(session, pitch_id):
        if payment.pledge_id not in standing:
            payments.let_go(session, payment)


def _of(pitch_id: UUID) -> sa.ColumnElement[bool]:
    return col(Payment.pitch_id) == pitch_id


def committed(session: Session, pitch_id: UUID, *where: sa.ColumnElement[bool]) -> Sequence[MoneyPledge]:
    """Return the committed pledges of a pitch, first come first."""
    session.flush()
    query = select(MoneyPledge).where(
        MoneyPledge.pitch_id == pitch_id, MoneyPledge.state == PledgeState.COMMITTED, *where
    )
    return session.exec(query.order_by(col(MoneyPledge.id))).all()
