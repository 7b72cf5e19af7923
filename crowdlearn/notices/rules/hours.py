"""When mail goes out: not in quiet hours, and digests in the morning, both by the reader's own clock. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from crowdlearn.kernel.errors import N_, RuleBroken

from .reasons import DIGESTS, SILENT, Channel

DIGEST_AT = time(8)  # in the reader's zone
MONDAY = 0


@dataclass(frozen=True)
class QuietHours:
    """From one whole hour to another by the reader's clock, past midnight where `until` comes first."""

    start: int
    until: int

    def covers(self, hour: int) -> bool:
        """Tell whether an hour of the day is quiet."""
        if self.start < self.until:
            return self.start <= hour < self.until
        return hour >= self.start or hour < self.until


class QuietAllDay(RuleBroken):
    """Quiet hours begin and end at the same hour."""

    msgid, field = N_("Choose an hour at which quiet hours end."), "quiet_until"


def check_quiet(quiet: QuietHours) -> None:
    """Raise QuietAllDay when no hour is left for mail."""
    if quiet.start == quiet.until:
        raise QuietAllDay


def end_of_quiet(moment: datetime, zone: str, quiet: QuietHours | None) -> datetime | None:
    """Return when the quiet hours around `moment` end (UTC); None when the reader may be written to.

    An hour that the clocks skip in spring ends with the next one; one that they repeat in autumn ends quiet once.
    """
    local = moment.astimezone(ZoneInfo(zone))
    if quiet is None or not quiet.covers(local.hour):
        return None
    day = local.date() + timedelta(days=quiet.until <= local.hour)
    return _at(day, time(quiet.until), zone)


def mail_due(moment: datetime, zone: str, channel: Channel) -> datetime | None:
    """Return when mail by this channel is due (UTC) for what is told at `moment`; None where none is."""
    if channel in SILENT:
        return None
    return next_digest(moment, zone, channel) if channel in DIGESTS else moment


def next_digest(moment: datetime, zone: str, rhythm: Channel) -> datetime:
    """Return the next morning (UTC) at which a digest of this rhythm goes out; a weekly one on Mondays."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    while _at(day, DIGEST_AT, zone) <= moment or (rhythm is Channel.WEEKLY and day.weekday() != MONDAY):
        day += timedelta(days=1)
    return _at(day, DIGEST_AT, zone)


def _at(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone)).astimezone(UTC)
