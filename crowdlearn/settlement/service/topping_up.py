"""What the pitcher adds when peers fall short. It never changes the shares that were agreed."""

from uuid import UUID

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.queries import WEIGHED_LOCKED, missing_of
from crowdlearn.settlement.rules import AmountMissing, TopUpAdded, check_top_up

from .locking import settlement_of
from .weighing import weigh_pitch
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
