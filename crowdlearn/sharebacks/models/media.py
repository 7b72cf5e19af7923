"""What lies beside the words of a share-back."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise
from crowdlearn.sharebacks.rules import MediumKind


class Medium(Table, table=True):
    """A picture with its words, sound or captions. `number` is how a text names a picture; it is never used again."""

    __table_args__ = (
        sa.UniqueConstraint("shareback_id", "number"),
        promise("picture_described", "kind <> 'picture' OR alt <> ''"),
    )

    shareback_id: UUID = link("shareback.id", indexed=False)
    file_id: UUID = link("storedfile.id", indexed=False)
    kind: MediumKind = Field(sa_type=choice(MediumKind))
    number: int
    alt: str = Field(default="", max_length=400)
    caption: str = Field(default="", max_length=300)
    width: int = 0
    height: int = 0
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
