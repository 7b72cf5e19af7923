"""What people made of a share-back: reviews, what they learned, wishes answered, thanks."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise
from crowdlearn.kernel.clock import now
from crowdlearn.sharebacks.rules import CRITERIA, Confidence, Met


class Review(Table, table=True):
    """A member's view by criteria, each from 1 to 5, with words and the author's answer.

    `blind`: written before its reviewer saw what others wrote.
    """

    __table_args__ = (
        sa.UniqueConstraint("shareback_id", "reviewer_id"),
        *(promise(f"{c}_range", f"{c} BETWEEN 1 AND 5") for c in CRITERIA),
    )

    shareback_id: UUID = link("shareback.id", indexed=False)
    reviewer_id: UUID = link("person.id")
    clear: int
    useful: int
    usable: int
    confidence: Confidence = Field(default=Confidence.FAIR, sa_type=choice(Confidence))
    blind: bool = True
    text: str = Field(default="", max_length=2000)
    written_at: datetime = Field(default_factory=now, sa_type=Moment)
    changed_at: datetime | None = Field(default=None, sa_type=Moment)
    reply: str = Field(default="", max_length=1000)
    replied_at: datetime | None = Field(default=None, sa_type=Moment)


class ReadFirst(Table, table=True):
    """A member chose to read the others' reviews before writing one: their own is no longer written blind."""

    __table_args__ = (sa.UniqueConstraint("shareback_id", "person_id"),)

    shareback_id: UUID = link("shareback.id", indexed=False)
    person_id: UUID = link("person.id")
    at: datetime = Field(default_factory=now, sa_type=Moment)


class Learned(Table, table=True):
    """A signed-in "I learned from this"."""

    __table_args__ = (sa.UniqueConstraint("shareback_id", "person_id"),)

    shareback_id: UUID = link("shareback.id", indexed=False)
    person_id: UUID = link("person.id")
    at: datetime = Field(default_factory=now, sa_type=Moment)


class WishAnswer(Table, table=True):
    """A backer's tick on their own wish; `promise_id` is the money pledge or the offer that carried it."""

    pitch_id: UUID = link("pitch.id")
    promise_id: UUID = Field(unique=True)
    backer_id: UUID = link("person.id")
    met: Met = Field(sa_type=choice(Met))
    note: str = Field(default="", max_length=500)
    at: datetime = Field(default_factory=now, sa_type=Moment)


class ThankYou(Table, table=True):
    """The pitcher's thanks to one backer, with a picture if they like; `picture_words` say what is on it."""

    __table_args__ = (
        sa.UniqueConstraint("pitch_id", "backer_id"),
        promise("picture_has_words", "picture_id IS NULL OR picture_words <> ''"),
    )

    pitch_id: UUID = link("pitch.id", indexed=False)
    backer_id: UUID = link("person.id")
    text: str = Field(max_length=1000)
    picture_id: UUID | None = link("storedfile.id", nullable=True, indexed=False)
    picture_words: str = Field(default="", max_length=300)
    sent_at: datetime = Field(default_factory=now, sa_type=Moment)
