"""What a learner notes while the learning is under way."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, link, promise
from crowdlearn.kernel.clock import now


class LiveNote(Table, table=True):
    """A short dated note on a pitch, with a picture if there is one. One taken back keeps its place without words."""

    __table_args__ = (
        promise("picture_has_words", "picture_id IS NULL OR picture_words <> ''"),
        promise("removed_says_nothing", "removed_at IS NULL OR (text = '' AND picture_id IS NULL)"),
        sa.Index("ix_livenote_pitch", "pitch_id", "id"),
    )

    pitch_id: UUID = link("pitch.id", indexed=False)
    author_id: UUID = link("person.id")
    text: str = Field(max_length=1000)
    html: str
    language: str = Field(max_length=2)
    picture_id: UUID | None = link("storedfile.id", nullable=True, indexed=False)
    picture_words: str = Field(default="", max_length=300)
    width: int = 0
    height: int = 0
    written_at: datetime = Field(default_factory=now, sa_type=Moment)
    changed_at: datetime | None = Field(default=None, sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
