"""Weighing a pitch: it locks when the whole cost is covered and cleared, and is funded when the money is there."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.approvals.service import is_cleared
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments.gateway import gateway
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pitches.service import move
from crowdlearn.pledges.rules import AboutPitch
from crowdlearn.pledges.service import commit_all, recount, release_conflicting
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.queries import WEIGHED_LOCKED, cover_of, figures_of
from crowdlearn.settlement.rules import (
    PAY_WITHIN,
    Cover,
    NotNow,
    PitchFunded,
    PitchLocked,
    TopUpAsked,
    Verdict,
    receipts_due,
    verdict,
)

from . import pledged

WEIGHED_OPEN = frozenset({PitchState.OPEN, PitchState.TOP_UP})


def weigh(event: AboutPitch) -> None:
    """After anything that may make a pitch whole: lock it, or find it funded. Does nothing where nothing changed."""
    with transaction() as session:
        weigh_pitch(session, lock(session, Pitch, event.pitch_id))


def weigh_pitch(session: Session, pitch: Pitch) -> None:
    """Weigh a pitch whose row the caller holds."""
    if pitch.state in WEIGHED_OPEN:
        _weigh_promises(session, pitch)
    elif pitch.state in WEIGHED_LOCKED:
        weigh_money(session, pitch)


def _weigh_promises(session: Session, pitch: Pitch) -> None:
    cover = cover_of(session, pitch)
    said = verdict(cover, cleared=is_cleared(session, pitch))
    if said is Verdict.LOCK and release_conflicting(session, pitch):
        cover = cover_of(session, pitch)  # waiting pledges have moved up, and were looked at too
        said = verdict(cover, cleared=True)
    if said is Verdict.LOCK:
        _lock_pitch(session, pitch, cover)
    elif said is Verdict.FUND:
        _fund(session, pitch)
    elif said is Verdict.ASK_TOP_UP:
        ask_top_up(session, pitch, cover.missing)


def ask_top_up(session: Session, pitch: Pitch, missing: int, *, after_lock: bool = False) -> None:
    """Ask the pitcher for what nobody else can add; the same sum is asked for once."""
    if missing in (0, pitch.top_up_asked_cents):
        return
    pitch.top_up_asked_cents = missing
    until = settlement_of(session, pitch.id).top_up_until if after_lock else pitch.top_up_until
    emit(session, TopUpAsked(pitch_id=pitch.id, missing_cents=missing, until=until, after_lock=after_lock))


def _lock_pitch(session: Session, pitch: Pitch, cover: Cover) -> None:
    """Commit every pledge, freeze the figures, and ask backers to pay."""
    pitch.top_up_cents = max(0, cover.goal - cover.promised)
    due_at = now() + PAY_WITHIN
    move(session, pitch, PitchState.LOCKED)
    commit_all(session, pitch)
    session.add(
        Settlement(
            pitch_id=pitch.id,
            host_id=pitch.organisation_id,
            provider=gateway().name,
            currency=pitch.currency,
            terms_version=pitch.terms_version,
            cost_cents=pitch.cost_cents,
            organisation_cents=pitch.organisation_cents,
            organisation_actual_cents=pitch.organisation_cents,
            base_cents=pitch.base_cents,
            own_share_cents=pitch.own_share_cents,
            peer_goal_cents=pitch.peer_goal_cents,
            top_up_cents=pitch.top_up_cents,
            pay_until=due_at,
        )
    )
    pledged.ask_committed(session, pitch, due_at)
    recount(session, pitch)
    record(session, "settle.lock", by=None, about=pitch.id, promised=cover.promised, top_up=pitch.top_up_cents)
    emit(session, PitchLocked(pitch_id=pitch.id, due_at=due_at))
    weigh_money(session, pitch)  # the pitcher may have topped up everything


def weigh_money(session: Session, pitch: Pitch) -> None:
    """Find a locked pitch funded when what came in and the top-up make the peer goal."""
    session.flush()
    figures = figures_of(session, pitch.id)
    if figures.account.kept + figures.top_up < figures.plan.goal:
        return
    if pitch.state is PitchState.LOCKED:
        move(session, pitch, PitchState.SETTLING)
    pledged.keep_paid(session, pitch)
    _fund(session, pitch)
    settlement = settlement_of(session, pitch.id)
    settlement.top_up_cents = pitch.top_up_cents = figures.plan.goal - figures.account.kept  # no more than is needed
    settlement.receipts_due_on = receipts_due(pitch.ends_on or pitch.starts_on, now(), pitch.time_zone)


def _fund(session: Session, pitch: Pitch) -> None:
    move(session, pitch, PitchState.FUNDED)
    record(session, "settle.fund", by=None, about=pitch.id)
    emit(session, PitchFunded(pitch_id=pitch.id))


def settlement_of(session: Session, pitch_id: UUID) -> Settlement:
    """Return what the lock of a pitch froze. Raises NotNow for a pitch that was never locked."""
    row = session.exec(select(Settlement).where(Settlement.pitch_id == pitch_id)).one_or_none()
    if row is None:
        raise NotNow
    return row
