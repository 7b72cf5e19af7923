"""What settlement does to pledges: kept when they are paid, dropped when they are not, released when all ends."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.outbox import emit
from crowdlearn.kernel.clock import now
from crowdlearn.payments import service as payments
from crowdlearn.payments.gateway import gateway
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED, OUTSTANDING
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PLEDGE, PledgeState
from crowdlearn.pledges.service import expire_waitlist, recount, release, release_all
from crowdlearn.settlement.rules import PledgeDropped


def ask_committed(session: Session, pitch: Pitch, due_at: datetime) -> list[Payment]:
    """Ask every committed pledge that was not asked yet to be paid by `due_at`; return the payments."""
    asked = sa.exists().where(col(Payment.pledge_id) == col(MoneyPledge.id))
    new = _committed(session, pitch.id, ~asked)
    return payments.ask(session, new, provider=gateway().name, due_at=due_at)


def keep_paid(session: Session, pitch: Pitch) -> None:
    """Keep every pledge whose money is there; whoever has not paid need not any more, and nobody waits any longer."""
    let_go_of_unpaid(session, pitch.id)
    paid = set(session.exec(select(Payment.pledge_id).where(_of(pitch.id), col(Payment.state).in_(CAPTURED))))
    for pledge in _committed(session, pitch.id):
        if pledge.id in paid:
            pledge.state = PLEDGE.move(pledge.state, PledgeState.KEPT)
        else:
            release(session, pledge, "not_needed")
    expire_waitlist(session, pitch)
    recount(session, pitch)


def drop_unpaid(session: Session, pitch: Pitch) -> list[UUID]:
    """Drop every committed pledge that was not paid in time; return their ids."""
    unpaid = set(let_go_of_unpaid(session, pitch.id))
    dropped = [pledge for pledge in _committed(session, pitch.id) if pledge.id in unpaid]
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
    """Stop expecting what was not paid; return the pledges."""
    session.flush()
    unpaid = session.exec(select(Payment).where(_of(pitch_id), col(Payment.state).in_(OUTSTANDING))).all()
    for payment in unpaid:
        payments.release(session, payment)
    return [payment.pledge_id for payment in unpaid]


def _of(pitch_id: UUID) -> sa.ColumnElement[bool]:
    return col(Payment.pitch_id) == pitch_id


def _committed(session: Session, pitch_id: UUID, *where: sa.ColumnElement[bool]) -> Sequence[MoneyPledge]:
    session.flush()
    query = select(MoneyPledge).where(
        MoneyPledge.pitch_id == pitch_id, MoneyPledge.state == PledgeState.COMMITTED, *where
    )
    return session.exec(query.order_by(col(MoneyPledge.id))).all()
