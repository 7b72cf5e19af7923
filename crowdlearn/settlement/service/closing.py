"""What happens when time is up: at the deadline, after the top-up window, after the time to pay. Run by jobs."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.service import is_cleared
from crowdlearn.audit.service import record
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pitches.service import move
from crowdlearn.pledges.service import promote_waitlist, recount
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.queries import WEIGHED_LOCKED, cover_of, figures_of
from crowdlearn.settlement.rules import (
    TOP_UP_WITHIN,
    end_of_day,
)

from . import pledged
from .ending import end_unfunded
from .locking import ask_top_up, settlement_of, weigh_money
from .weighing import weigh_pitch


def close_what_is_due() -> int:
    """Do what is due now: deadlines, top-up windows, times to pay; return how many pitches moved. Runs every minute."""
    with reading() as session:
        due = _due(session)
    return for_each(due, _close)


def _due(session: Session) -> list[UUID]:
    tomorrow = now().date() + timedelta(days=1)  # some zones are a day ahead; _close looks at the pitch's own
    deadline = sa.select(Pitch.id).where(
        col(Pitch.state).in_((PitchState.OPEN, PitchState.PAUSED)), col(Pitch.deadline) <= tomorrow
    )
    window = sa.select(Pitch.id).where(col(Pitch.state) == PitchState.TOP_UP, col(Pitch.top_up_until) <= now())
    paying = (
        sa.select(Pitch.id)
        .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id))
        .where(
            col(Pitch.state).in_(WEIGHED_LOCKED),
            col(Settlement.hold_from).is_(None),  # cards have a window of their own
            sa.func.coalesce(Settlement.top_up_until, Settlement.pay_until) <= now(),
        )
    )
    return sorted(set(session.scalars(sa.union(deadline, window, paying))))


def _close(pitch_id: UUID) -> bool:
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        before = pitch.state, pitch.version
        step = _STEPS.get(pitch.state)
        if step is not None:
            step(session, pitch)
        return before != (pitch.state, pitch.version)


def _after_deadline(session: Session, pitch: Pitch) -> None:
    """Row 39: not covered or not cleared at the deadline opens a week in which the pitcher can close the gap."""
    if pitch.deadline is None or now() < (end := end_of_day(pitch.deadline, pitch.time_zone)):
        return
    if pitch.state is PitchState.PAUSED:
        end_unfunded(session, pitch, PitchState.NOT_FUNDED)
        return
    weigh_pitch(session, pitch)
    if pitch.state is not PitchState.OPEN:
        return
    if pitch.peer_goal_cents:
        move(session, pitch, PitchState.TOP_UP)
        record(session, "settle.deadline", by=None, about=pitch.id)
        pitch.top_up_asked_cents = 0
        ask_top_up(session, pitch, cover_of(session, pitch).missing)
    elif now() >= end + TOP_UP_WITHIN:
        end_unfunded(session, pitch, PitchState.NOT_APPROVED)


def _after_top_up(session: Session, pitch: Pitch) -> None:
    if pitch.top_up_until is None or now() < pitch.top_up_until:
        return
    weigh_pitch(session, pitch)
    if pitch.state is not PitchState.TOP_UP:
        return
    uncleared = cover_of(session, pitch).is_full and not is_cleared(session, pitch)
    end_unfunded(session, pitch, PitchState.NOT_APPROVED if uncleared else PitchState.NOT_FUNDED)


def _after_paying(session: Session, pitch: Pitch) -> None:
    """Who did not pay in time is dropped, waiting pledges take the room, the pitcher may top up; then all goes back."""
    settlement = settlement_of(session, pitch.id)
    if settlement.is_by_card:
        return
    if settlement.top_up_until is not None:
        if now() >= settlement.top_up_until:
            end_unfunded(session, pitch, PitchState.NOT_FUNDED_AFTER_LOCK)
    elif now() >= settlement.pay_until:
        settlement.top_up_until = now() + TOP_UP_WITHIN
        dropped = pledged.drop_unpaid(session, pitch)
        promote_waitlist(session, pitch)
        pledged.ask_committed(session, pitch, settlement, settlement.top_up_until)
        recount(session, pitch)
        record(session, "settle.window", by=None, about=pitch.id, dropped=len(dropped))
        session.flush()
        pitch.top_up_asked_cents = 0
        ask_top_up(session, pitch, figures_of(session, pitch.id).missing, after_lock=True)
        weigh_money(session, pitch)


_STEPS: dict[PitchState, Callable[[Session, Pitch], None]] = {
    PitchState.OPEN: _after_deadline,
    PitchState.PAUSED: _after_deadline,
    PitchState.TOP_UP: _after_top_up,
    PitchState.LOCKED: _after_paying,
    PitchState.SETTLING: _after_paying,
}
