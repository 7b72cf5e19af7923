"""Collections of stories."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from crowdlearn.db.tables import Moment, Table, link, promise, state
from crowdlearn.kernel.clock import now
from crowdlearn.sharebacks.rules import CollectionState
from crowdlearn.sharebacks.rules.collections import COLLECTION


class StoryCollection(Table, table=True):
    """A question that is asked from one day to another, both included, of everyone or of one organisation's people."""

    __table_args__ = (
        promise("days_in_order", "ends_on > starts_on"),
        promise("has_title", "title_en <> '' OR title_fr <> ''"),
        promise("has_question", "question_en <> '' OR question_fr <> ''"),
        promise("closed_has_moment", "state <> 'closed' OR closed_at IS NOT NULL"),
    )

    opened_by: UUID = link("person.id")
    organisation_id: UUID | None = link("organisation.id", nullable=True)
    title_en: str = Field(default="", max_length=120)
    title_fr: str = Field(default="", max_length=120)
    question_en: str = Field(default="", max_length=400)
    question_fr: str = Field(default="", max_length=400)
    starts_on: date
    ends_on: date = Field(index=True)
    state: CollectionState = Field(default=CollectionState.OPEN, sa_type=state(COLLECTION))
    opened_at: datetime = Field(default_factory=now, sa_type=Moment)
    changed_at: datetime = Field(default_factory=now, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)

    def title(self, language: str) -> str:
        """Return the title in a language, or in the other where it has none."""
        first, second = (self.title_fr, self.title_en) if language == "fr" else (self.title_en, self.title_fr)
        return first or second
