"""When mail goes out, by the reader's own clock, on the days too on which the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crowdlearn.notices.rules import Channel, QuietAllDay, QuietHours, check_quiet, end_of_quiet, next_digest

TORONTO, ST_JOHNS, REGINA = "America/Toronto", "America/St_Johns", "America/Regina"
ZONES = st.sampled_from([TORONTO, ST_JOHNS, REGINA, "America/Vancouver", "America/Whitehorse"])
HOURS = st.integers(0, 23)
MINUTES = st.integers(0, 3 * 365 * 24 * 60)
MOMENTS = MINUTES.map(lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=passed))


def at(text: str, zone: str = TORONTO, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "hours", "end"),
    [
        ("2026-11-23T19:59", (20, 7), None),
        ("2026-11-23T20:00", (20, 7), "2026-11-24T07:00"),
        ("2026-11-24T06:59", (20, 7), "2026-11-24T07:00"),
        ("2026-11-24T07:00", (20, 7), None),
        ("2026-11-24T12:30", (12, 13), "2026-11-24T13:00"),
        ("2026-11-24T23:10", (22, 0), "2026-11-25T00:00"),
        ("2026-12-31T23:10", (22, 6), "2027-01-01T06:00"),
        # 14 March 2027: two o'clock is followed by three
        ("2027-03-13T23:00", (20, 7), "2027-03-14T07:00"),
        ("2027-03-14T01:30", (0, 2), "2027-03-14T03:00"),
        ("2027-03-14T03:30", (0, 3), None),
        # 1 November 2026: two o'clock is followed by one
        ("2026-10-31T23:00", (20, 7), "2026-11-01T07:00"),
        ("2026-11-01T01:30", (20, 2), "2026-11-01T02:00"),
    ],
)
def test_mail_waits_until_quiet_hours_end(moment, hours, end):
    assert end_of_quiet(at(moment), TORONTO, QuietHours(*hours)) == (at(end) if end else None)


def test_the_hour_that_comes_twice_is_quiet_twice():
    hours = QuietHours(1, 2)
    first, second = at("2026-11-01T01:30"), at("2026-11-01T01:30", fold=1)
    assert second - first == timedelta(hours=1)
    assert end_of_quiet(first, TORONTO, hours) == end_of_quiet(second, TORONTO, hours) == at("2026-11-01T02:00")


def test_each_by_their_own_clock():
    moment = at("2026-11-23T22:00", ST_JOHNS)  # half past eight in Toronto, half past seven in Regina
    quiet = QuietHours(20, 7)
    assert end_of_quiet(moment, ST_JOHNS, quiet) == at("2026-11-24T07:00", ST_JOHNS)
    assert end_of_quiet(moment, TORONTO, quiet) == at("2026-11-24T07:00", TORONTO)
    assert end_of_quiet(moment, REGINA, quiet) is None


@given(MOMENTS, ZONES, HOURS, HOURS)
def test_when_quiet_hours_end_mail_goes_out_within_a_day(moment, zone, start, until):
    if start == until:
        with pytest.raises(QuietAllDay):
            check_quiet(QuietHours(start, until))
        return
    end = end_of_quiet(moment, zone, QuietHours(start, until))
    if end is not None:
        assert moment < end <= moment + timedelta(hours=25)
        assert end_of_quiet(end, zone, QuietHours(start, until)) is None


@pytest.mark.parametrize(
    ("moment", "rhythm", "due"),
    [
        ("2026-11-23T07:59", Channel.DAILY, "2026-11-23T08:00"),
        ("2026-11-23T08:00", Channel.DAILY, "2026-11-24T08:00"),
        ("2026-11-23T07:59", Channel.WEEKLY, "2026-11-23T08:00"),  # a Monday
        ("2026-11-23T08:00", Channel.WEEKLY, "2026-11-30T08:00"),
        ("2026-11-25T15:00", Channel.WEEKLY, "2026-11-30T08:00"),
        ("2026-10-31T12:00", Channel.DAILY, "2026-11-01T08:00"),
        ("2027-03-13T12:00", Channel.DAILY, "2027-03-14T08:00"),
    ],
)
def test_a_digest_comes_in_the_morning(moment, rhythm, due):
    assert next_digest(at(moment), TORONTO, rhythm) == at(due)


@given(MOMENTS, ZONES, st.sampled_from([Channel.DAILY, Channel.WEEKLY]))
def test_a_digest_is_always_to_come_and_at_eight(moment, zone, rhythm):
    due = next_digest(moment, zone, rhythm)
    assert moment < due <= moment + timedelta(days=1 if rhythm is Channel.DAILY else 7, hours=1)
    assert due.astimezone(ZoneInfo(zone)).hour == 8
