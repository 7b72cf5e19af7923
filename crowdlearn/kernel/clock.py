"""One clock for web, worker and sandbox. In demo mode it may run ahead of the wall clock."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HOME_ZONE = "America/Toronto"  # where it is today for things that have no zone of their own


def _no_offset() -> timedelta:
    return timedelta()


class Clock:
    """Tells the time. `offset` says how far it runs ahead; the application binds it in demo mode."""

    offset: Callable[[], timedelta] = staticmethod(_no_offset)

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.now(UTC) + self.offset()

    def today(self, zone: str) -> date:
        """Return the present date in an IANA time zone such as "America/Moncton"."""
        return self.now().astimezone(ZoneInfo(zone)).date()


clock = Clock()


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return clock.now()
