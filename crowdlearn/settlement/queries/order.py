"""Is everything in its order? The checks of money.md section 8 on states, waits and the figures shown on pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.kernel.clock import now
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import CAPTURED
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import HOLDS_ROOM, OPEN_OFFERS, OfferState
from crowdlearn.settlement.models import Arrival, Claim, Document, Payout, Refund, RefundRound, Settlement
from crowdlearn.settlement.rules import (
    JOBS_GRACE,
    LONGEST_WAIT,
    OWED,
    TO_SEND,
    ArrivalState,
    DocumentState,
    Finding,
    PayoutState,
    RoundState,
)

_SETTLING = (PitchState.LOCKED, PitchState.SETTLING)


def nothing_came_too_early(session: Session) -> Iterator[Finding]:
    """5. Money was collected only for a locked pitch with a declared own share, cleared for its terms."""
    query = (
        sa.select(Payment.pitch_id, Payment.id)
        .join(Settlement, col(Settlement.pitch_id) == col(Payment.pitch_id), isouter=True)
        .where(
            col(Payment.state).in_(CAPTURED),
            sa.or_(col(Settlement.id).is_(None), col(Settlement.own_share_cents) < col(Settlement.peer_goal_cents)),
        )
    )
    for pitch_id, payment_id in session.execute(query):
        yield Finding(5, pitch_id, payment_id)
    of_terms = sa.and_(
        col(Clearance.pitch_id) == col(Pitch.id), col(Clearance.terms_version) == col(Pitch.terms_version)
    )
    uncleared = (
        sa.select(Pitch.id, Pitch.clearance)
        .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id))
        .join(Clearance, of_terms, isouter=True)
        .where(
            col(Pitch.state).in_(_SETTLING),
            sa.or_(
                col(Pitch.terms_version) != col(Settlement.terms_version),
                col(Clearance.state).not_in((ClearanceState.NOT_ASKED, ClearanceState.CLEARED)),
                sa.and_(col(Clearance.id).is_(None), col(Settlement.locked_at) < now() - JOBS_GRACE),
            ),
        )
    )
    for pitch_id, clearance in session.execute(uncleared):
        yield Finding(5, pitch_id, facts={"clearance": clearance})


def nothing_waits_too_long(session: Session) -> Iterator[Finding]:
    """8. Nothing stays in a state that should pass."""
    moment = now()
    late = moment - JOBS_GRACE
    until = sa.func.coalesce(Settlement.top_up_until, Settlement.pay_until)
    moved = (
        sa.select(Pitch.id, Pitch.id)
        .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id))
        .where(col(Pitch.state).in_(_SETTLING), until < late)
    )
    window = sa.select(Pitch.id, Pitch.id).where(col(Pitch.state) == PitchState.TOP_UP, col(Pitch.top_up_until) < late)
    waits: dict[str, sa.Select[tuple[UUID, UUID]]] = {"settlement": moved, "top_up": window}
    waits |= _waiting(moment)
    for kind, query in waits.items():
        for pitch_id, row_id in session.execute(query):
            yield Finding(8, pitch_id, row_id, {"kind": kind})


def _waiting(moment: datetime) -> dict[str, sa.Select[tuple[UUID, UUID]]]:
    def since(kind: str) -> datetime:
        return moment - LONGEST_WAIT[kind]

    return {
        "money": sa.select(Arrival.pitch_id, Arrival.id).where(
            col(Arrival.state) == ArrivalState.WAITING, col(Arrival.recorded_at) < since("money")
        ),
        "document": sa.select(Document.pitch_id, Document.id).where(
            col(Document.state) == DocumentState.SUBMITTED, col(Document.added_at) < since("document")
        ),
        "payout": sa.select(Payout.pitch_id, Payout.id).where(
            col(Payout.state) == PayoutState.PROPOSED, col(Payout.proposed_at) < since("payout")
        ),
        "refunds": sa.select(RefundRound.pitch_id, RefundRound.id).where(
            col(RefundRound.state).in_((RoundState.OPENED, RoundState.PROPOSED)),
            col(RefundRound.opened_at) < since("refunds"),
        ),
        "refund": sa.select(RefundRound.pitch_id, Refund.id)
        .join(RefundRound, col(RefundRound.id) == col(Refund.round_id))
        .where(
            col(RefundRound.state) == RoundState.CONFIRMED,
            col(Refund.state).in_(TO_SEND),
            col(RefundRound.ended_at) < since("refund"),
        ),
        "claim": sa.select(Claim.pitch_id, Claim.id).where(
            col(Claim.state).in_(OWED), col(Claim.opened_at) < since("claim")
        ),
    }


@dataclass(frozen=True)
class Counted:
    """What a pitch shows and what there really is: cents, backers, helpers."""

    pitch_id: UUID
    shown: tuple[int, int, int]
    counted: tuple[int, int, int]


def miscounted(session: Session) -> list[Counted]:
    """10. Return the pitches whose displayed counters differ from what they count."""
    money = (
        sa.select(
            MoneyPledge.pitch_id,
            sa.func.sum(MoneyPledge.accepted_cents).label("cents"),
            sa.func.count(sa.distinct(col(MoneyPledge.peer_id))).label("backers"),
        )
        .where(col(MoneyPledge.state).in_(HOLDS_ROOM))
        .group_by(col(MoneyPledge.pitch_id))
        .subquery()
    )
    helping = (
        sa.select(ExpertiseOffer.pitch_id, sa.func.count(sa.distinct(col(ExpertiseOffer.helper_id))).label("helpers"))
        .where(col(ExpertiseOffer.state).in_(OPEN_OFFERS | {OfferState.CONFIRMED}))
        .group_by(col(ExpertiseOffer.pitch_id))
        .subquery()
    )
    real = [sa.func.coalesce(part, 0) for part in (money.c.cents, money.c.backers, helping.c.helpers)]
    shown = [col(Pitch.promised_cents), col(Pitch.backers), col(Pitch.helpers)]
    query = (
        sa.select(col(Pitch.id), *shown, *real)
        .join(money, money.c.pitch_id == col(Pitch.id), isouter=True)
        .join(helping, helping.c.pitch_id == col(Pitch.id), isouter=True)
        .where(sa.or_(*(a != b for a, b in zip(shown, real, strict=True))))
    )
    rows = session.execute(query)
    return [Counted(row[0], (row[1], row[2], row[3]), (int(row[4]), row[5], row[6])) for row in rows]
