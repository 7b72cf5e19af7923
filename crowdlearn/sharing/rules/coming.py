"""What stands in the calendar."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from crowdlearn.kernel.words import N_, Worded
from crowdlearn.pitches.rules import Place


class Coming(Worded):
    """Why something has a date."""

    EVENT = "event", N_("Event")
    CLOSING = "closing", N_("Pitch closes")
    LEARNING = "learning", N_("Learning")
    STORIES = "stories", N_("Last day for stories")


@dataclass(frozen=True)
class Date:
    """One thing of the calendar, from `first` to `last` day; an event also has its moment, in its own time zone.

    `id` is the share-back's for an event, the collection's for stories, else the pitch's. `version` rises with every
    change.
    """

    kind: Coming
    id: UUID
    title: str
    summary: str
    language: str
    first: date
    last: date
    who: str
    place: Place
    place_name: str
    changed_at: datetime
    version: int
    starts_at: datetime | None = None
    minutes: int = 0
    time_zone: str = ""
    cancelled: bool = False

    def days(self, first: date, last: date) -> list[date]:
        """Return the days of it between two days, both included."""
        begin, end = max(self.first, first), min(self.last, last)
        return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
