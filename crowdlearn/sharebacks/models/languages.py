"""A share-back in the other language."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, choice, link, promise
from crowdlearn.kernel.clock import now
from crowdlearn.sharebacks.rules import MadeBy


class OtherLanguage(Table, table=True):
    """What a share-back says in the other language. `of_version` is the version of the original that it says."""

    __table_args__ = (promise("translator_named", "made_by = 'author' OR translator <> ''"),)

    shareback_id: UUID = link("shareback.id", unique=True)
    language: str = Field(max_length=2)
    title: str = Field(max_length=160)
    summary: str = Field(default="", max_length=400)
    body: str = Field(default="")
    body_html: str = Field(default="")
    transcript: str = Field(default="")
    transcript_html: str = Field(default="")
    made_by: MadeBy = Field(sa_type=choice(MadeBy))
    translator: str = Field(default="", max_length=120)
    of_version: int
    written_at: datetime = Field(default_factory=now, sa_type=Moment)
