"""What the pitcher adds when peers fall short. It never changes the shares that were agreed."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.queries import figures_of
from crowdlearn.settlement.rules import AmountMissing, TopUpAdded, check_top_up

from .locking import WEIGHED_LOCKED, cover_of, settlement_of, weigh_pitch
from .who import check_owner


def add_top_up(person_id: UUID, pitch_id: UUID, cents: int) -> None:
    """Add `cents` to one's own pitch where peers fell short: in a window for it, or where less than a pledge misses.

    The pitch is weighed at once. Raises AmountMissing, NoTopUpNow, TopUpTooMuch, NotAllowed.
    """
    if cents <= 0:
        raise AmountMissing
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_owner(person_id, pitch)
        check_top_up(cents, missing_of(session, pitch))
        pitch.top_up_cents += cents
        if pitch.state in WEIGHED_LOCKED:
            settlement_of(session, pitch_id).top_up_cents = pitch.top_up_cents
        record(session, "pitch.top_up", by=person_id, about=pitch_id, cents=cents)
        emit(session, TopUpAdded(pitch_id=pitch_id, amount_cents=cents, by=person_id))
        weigh_pitch(session, pitch)


def missing_of(session: Session, pitch: Pitch) -> int:
    """Return what only the pitcher can add now, in cents; zero while peers still can."""
    if pitch.state in WEIGHED_LOCKED:
        return figures_of(session, pitch.id).missing
    cover = cover_of(session, pitch)
    asked = pitch.state is PitchState.TOP_UP or (pitch.state is PitchState.OPEN and cover.room_too_small)
    return cover.missing if asked and cover.goal else 0
