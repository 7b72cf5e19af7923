"""The one decision about the holds of a pitch: all of it is taken, or everybody is let go.

It is stored, with what it means for every payment, before the processor hears of it, and never made again. A worker
that dies is followed by one that carries out what is stored.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.service import is_cleared, seal
from crowdlearn.audit.service import record
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentFailed, PaymentHeld, PaymentNeedsAction, PaymentReleased, Wanted
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.service import recount, release
from crowdlearn.settlement.models import Settlement
from crowdlearn.settlement.queries import figures_of
from crowdlearn.settlement.rules import COVER_LAPSED_WITHIN, Decision, Holding, RefundReason, decide

from . import pledged
from .ending import end_unfunded, is_taking
from .holding import Holds, holds_of, note_first_answer, open_last_days, repair
from .locking import ask_top_up, settlement_of, weigh_money
from .refunding import kept_of, open_round


def follow_hold(event: PaymentHeld | PaymentFailed | PaymentNeedsAction | PaymentReleased) -> None:
    """After a bank answered: show what is held now, and decide if that was the last answer."""
    with transaction() as session:
        pitch = lock(session, Pitch, event.pitch_id)
        if pitch.state is not PitchState.SETTLING:
            return
        settlement = settlement_of(session, pitch.id)
        if settlement.is_by_card:
            pitch.version += 1  # the public total is what is held
            weigh_holds(session, pitch, settlement)


def follow_holds() -> int:
    """Remind, retry, decide and finish whatever is due by now; return how many pitches ended. Runs every minute."""
    with reading() as session:
        query = (
            sa.select(Pitch.id)
            .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id))
            .where(col(Pitch.state) == PitchState.SETTLING, col(Settlement.hold_from).is_not(None))
        )
        settling = sorted(session.scalars(query))
    return for_each(settling, _follow)


def _follow(pitch_id: UUID) -> bool:
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        if pitch.state is not PitchState.SETTLING:
            return False
        weigh_holds(session, pitch, settlement_of(session, pitch_id))
        return pitch.state is not PitchState.SETTLING


def weigh_holds(session: Session, pitch: Pitch, settlement: Settlement) -> None:
    """Weigh a held pitch that is settled by card: decide when it is time, finish when all that was decided is done."""
    if pitch.state is not PitchState.SETTLING:
        return
    if settlement.decision is None:
        _look(session, pitch, settlement)
    elif settlement.decision is Decision.TAKE and not is_taking(session, pitch.id):
        _finish(session, pitch, settlement)


def _look(session: Session, pitch: Pitch, settlement: Settlement) -> None:
    holds = holds_of(session, pitch)
    since = note_first_answer(settlement, holds)
    cleared = is_cleared(session, pitch)
    if since is None:
        if not cleared or now() >= holds.consent_ends:
            _let_go(session, pitch, cleared=cleared)
        return
    waits = holds.window(since)
    settlement.pay_until = waits.ends_at
    for payment in holds.standing:
        payment.due_at = waits.repair_until
    holding = holds.holding(settlement)
    said = decide(holding, waits, now(), cleared=cleared)
    if said is Decision.TAKE:
        _take(session, pitch, settlement, holds, holding)
    elif said is Decision.LET_GO:
        _let_go(session, pitch, cleared=cleared)
    elif now() >= waits.repair_until:
        open_last_days(session, pitch, settlement, holds, waits)
    else:
        repair(session, holds, waits)


def _let_go(session: Session, pitch: Pitch, *, cleared: bool) -> None:
    end_unfunded(session, pitch, PitchState.NOT_FUNDED_AFTER_LOCK if cleared else PitchState.NOT_APPROVED)


def _take(session: Session, pitch: Pitch, settlement: Settlement, holds: Holds, holding: Holding) -> None:
    """Store that all that is held is taken; who is not held need not pay any more. The clearance is final now."""
    settlement.decision, settlement.decided_at, settlement.top_up_until = Decision.TAKE, now(), None
    taken = {payment.pledge_id for payment in holds.held}
    for payment in holds.held:
        payments.want(session, payment, Wanted.TAKE)
    for payment in pledged.unpaid_of(session, pitch.id):
        if payment.pledge_id not in taken:
            payments.let_go(session, payment)
    for pledge in pledged.committed(session, pitch.id):
        if pledge.id not in taken:
            release(session, pledge, "not_needed")
    recount(session, pitch)
    seal(session, pitch)
    facts = {"held": holding.held, "top_up": holding.top_up, "payments": len(taken)}
    record(session, "settle.decide", by=None, about=pitch.id, decision=Decision.TAKE, **facts)
    weigh_holds(session, pitch, settlement)  # the pitcher may have added all of it


def _finish(session: Session, pitch: Pitch, settlement: Settlement) -> None:
    """All that was decided is done. Funded if the whole goal is here; what lapsed must be covered, or all goes back."""
    _return_what_was_withdrawn(session, pitch)
    if not is_cleared(session, pitch):
        end_unfunded(session, pitch, PitchState.NOT_APPROVED)
    elif weigh_money(session, pitch):
        return
    elif settlement.top_up_until is None:
        settlement.top_up_until = settlement.pay_until = now() + COVER_LAPSED_WITHIN
        record(session, "settle.lapsed", by=None, about=pitch.id, missing=figures_of(session, pitch.id).missing)
        pitch.top_up_asked_cents = 0
        ask_top_up(session, pitch, figures_of(session, pitch.id).missing, after_lock=True)
    elif now() >= settlement.top_up_until:
        end_unfunded(session, pitch, PitchState.NOT_FUNDED_AFTER_LOCK)


def _return_what_was_withdrawn(session: Session, pitch: Pitch) -> None:
    """Open the return of what was taken of a pledge that ended after the decision."""
    standing = {pledge.id for pledge in pledged.committed(session, pitch.id)}
    query = sa.select(Payment.id).where(col(Payment.pitch_id) == pitch.id, col(Payment.pledge_id).not_in(standing))
    ended = set(session.scalars(query))
    parts = {payment_id: kept for payment_id, kept in kept_of(session, pitch.id).items() if payment_id in ended}
    open_round(session, pitch, RefundReason.ASKED, parts)
