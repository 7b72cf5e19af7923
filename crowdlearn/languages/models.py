"""Texts in the other language."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise
from crowdlearn.kernel.clock import now

from .rules import MadeBy


class OtherLanguage(Table, table=True):
    """That a thing can be read in the other language, and by whom. `behind`: the original was changed since.

    `of` is the digest of the original that it says.
    """

    __table_args__ = (
        sa.UniqueConstraint("about_kind", "about_id"),
        promise("translator_named", "made_by = 'author' OR translator <> ''"),
    )

    about_kind: str = Field(max_length=20)
    about_id: UUID
    language: str = Field(max_length=2)
    made_by: MadeBy = Field(sa_type=choice(MadeBy))
    translator: str = Field(default="", max_length=120)
    of: str = Field(max_length=64)
    behind: bool = False
    written_at: datetime = Field(default_factory=now, sa_type=Moment)


class OtherWords(Table, table=True):
    """One part of a text in the other language; `html` is what readers read of one that is Markdown, else ""."""

    __table_args__ = (sa.UniqueConstraint("version_id", "part"),)

    version_id: UUID = link("otherlanguage.id", indexed=False)
    part: str = Field(max_length=40)
    text: str
    html: str = ""
