"""When things are due. Windows count in hours from a moment, days in the pitch's own time zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

PAY_WITHIN = timedelta(days=14)  # after the lock, in collected mode
TOP_UP_WITHIN = timedelta(days=7)
REMIND_TO_PAY = (timedelta(days=7), timedelta(days=2))  # before the time to pay ends
REMIND_TO_TOP_UP = (timedelta(days=2),)
RECEIPTS_WITHIN = timedelta(days=30)  # after the learning ends
REMIND_OF_RECEIPTS = (timedelta(days=14), timedelta(days=3))
OBJECT_WITHIN = timedelta(hours=72)  # to a substitute
DECLARE_WITHIN = timedelta(days=365)  # later money from an organisation


def end_of_day(day: date, zone: str) -> datetime:
    """Return the first moment after `day` in an IANA time zone."""
    after = day + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(zone))


def receipts_due(ends_on: date | None, funded: datetime, zone: str) -> date:
    """Return the last day for receipts: 30 days after the learning ends, or after the funding where no end is known."""
    end = ends_on or funded.astimezone(ZoneInfo(zone)).date()
    return end + RECEIPTS_WITHIN


def reminders_due(until: datetime, now: datetime, before: tuple[timedelta, ...]) -> int:
    """Return how many of the reminders, each so long `before` the end, should have gone out by `now`."""
    return sum(now >= until - lead for lead in before)
