"""What was uploaded."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, positive
from crowdlearn.kernel.clock import now

from .rules import Visibility


class StoredFile(Table, table=True):
    """A file kept for a thing, such as a pitch's cover or a receipt. `size` is bytes.

    `place` is its random name below the folder of uploads, `name` what people see. Treasurers and auditors of
    `organisation_id` fetch a FINANCE file. A removed file keeps its row.
    """

    __table_args__ = (positive("size"), sa.Index("ix_storedfile_about", "about_kind", "about_id"))

    owner_id: UUID = link("person.id")
    organisation_id: UUID | None = link("organisation.id", nullable=True, indexed=False)
    about_kind: str = Field(max_length=20)
    about_id: UUID
    visibility: Visibility = Field(sa_type=choice(Visibility))
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=90)
    size: int
    sha256: str = Field(max_length=64)
    place: str = Field(max_length=80, unique=True)
    uploaded_at: datetime = Field(default_factory=now, sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
