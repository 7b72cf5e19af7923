"""Whether the pitcher's half is proven, as cards and lists tell it."""

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Settlement


def own_is_proven() -> sa.ColumnElement[bool]:
    """Tell whether receipts have proven the own share of a pitch."""
    proven = sa.select(Settlement.id).where(
        col(Settlement.pitch_id) == col(Pitch.id), col(Settlement.own_proven_at).is_not(None)
    )
    exists: sa.ColumnElement[bool] = proven.correlate(Pitch).exists()
    return exists
