"""Locking a pitch whose whole cost is covered and cleared, and finding it funded when the money is there."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.approvals.service import is_cleared, seal
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.kernel.clock import now
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pitches.service import move
from crowdlearn.pledges.service import commit_all, recount, release_conflicting
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.queries import cover_of, figures_of
from crowdlearn.settlement.rules import (
    HOLD_WINDOW,
    NOTICE_BEFORE_HOLD,
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
from .providing import provider_of

WEIGHED_OPEN = frozenset({PitchState.OPEN, PitchState.TOP_UP})


def weigh_promises(session: Session, pitch: Pitch) -> None:
    """Weigh what is promised to an open pitch: G2."""
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
    move(session, pitch, PitchState.LOCKED)
    commit_all(session, pitch)
    settlement = _freeze_figures(session, pitch)
    session.add(settlement)
    due_at = settlement.hold_from or settlement.pay_until
    pledged.ask_committed(session, pitch, settlement, due_at)
    recount(session, pitch)
    record(session, "settle.lock", by=None, about=pitch.id, promised=cover.promised, top_up=pitch.top_up_cents)
    emit(session, PitchLocked(pitch_id=pitch.id, due_at=due_at))
    weigh_money(session, pitch)  # the pitcher may have topped up everything


def _freeze_figures(session: Session, pitch: Pitch) -> Settlement:
    """Write down what backers, pitcher and organisation agreed to. Cards are held after a notice, transfers awaited."""
    provider = provider_of(session, pitch)
    hold_from = now() + NOTICE_BEFORE_HOLD if provider.moves_money else None
    return Settlement(
        pitch_id=pitch.id,
        host_id=pitch.organisation_id,
        provider=provider.name,
        currency=pitch.currency,
        terms_version=pitch.terms_version,
        cost_cents=pitch.cost_cents,
        organisation_cents=pitch.organisation_cents,
        organisation_actual_cents=pitch.organisation_cents,
        base_cents=pitch.base_cents,
        own_share_cents=pitch.own_share_cents,
        peer_goal_cents=pitch.peer_goal_cents,
        top_up_cents=pitch.top_up_cents,
        pay_until=hold_from + HOLD_WINDOW if hold_from else now() + PAY_WITHIN,
        hold_from=hold_from,
    )


def weigh_money(session: Session, pitch: Pitch) -> bool:
    """Find a locked pitch funded when what came in and the top-up make the peer goal; tell whether they do."""
    session.flush()
    figures = figures_of(session, pitch.id)
    if figures.account.kept + figures.top_up < figures.plan.goal:
        return False
    if pitch.state is PitchState.LOCKED:
        move(session, pitch, PitchState.SETTLING)
        seal(session, pitch)
    pledged.keep_paid(session, pitch)
    _fund(session, pitch)
    settlement = settlement_of(session, pitch.id)
    settlement.top_up_cents = pitch.top_up_cents = figures.plan.goal - figures.account.kept  # no more than is needed
    settlement.receipts_due_on = receipts_due(pitch.ends_on or pitch.starts_on, now(), pitch.time_zone)
    return True


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
