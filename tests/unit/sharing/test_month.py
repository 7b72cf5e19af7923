"""Months, filters, and what a date covers."""

from datetime import UTC, date, datetime

import pytest

from crowdlearn.kernel.ids import new_id
from crowdlearn.pitches.rules import Place
from crowdlearn.sharing.rules import Asked, Coming, Date, Mode, Month


@pytest.mark.parametrize(
    ("written", "month"),
    [("2026-12", "2026-12"), ("2026-13", "2026-11"), ("1999-01", "2026-11"), ("", "2026-11"), ("2026-1", "2026-11")],
)
def test_a_month_is_read_from_an_address_else_it_is_the_present_one(written: str, month: str):
    assert str(Month.read(written, date(2026, 11, 23))) == month


def test_months_follow_each_other_over_the_year():
    assert str(Month(2026, 12).after(1)) == "2027-01"
    assert str(Month(2026, 1).after(-1)) == "2025-12"
    assert Month(2028, 2).last == date(2028, 2, 29)


def test_weeks_are_whole_and_begin_on_sunday():
    weeks = Month(2026, 11).weeks
    assert all(len(week) == 7 and week[0].weekday() == 6 for week in weeks)
    assert weeks[0][0] <= Month(2026, 11).first
    assert weeks[-1][-1] >= Month(2026, 11).last


def test_pages_do_not_lead_on_for_ever():
    today = date(2026, 11, 23)
    assert Month(2028, 11).is_near(today)
    assert not Month(2028, 12).is_near(today)


def test_what_is_not_known_is_not_asked():
    assert Asked.read({"topic": "<script>", "region": "qc", "language": "de", "mode": "telepathy"}) == Asked(
        region="qc"
    )
    assert Asked.read({"mode": "online"}).mode is Mode.ONLINE
    assert set(Mode.ONSITE.places) == {Place.ONSITE, Place.HYBRID}
    assert Asked(topic="data", mode=Mode.ONLINE).query(month="2026-12") == "topic=data&mode=online&month=2026-12"


def test_a_learning_of_several_days_is_on_each_of_them_within_the_month():
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    one = Date(
        Coming.LEARNING,
        new_id(),
        "T",
        "",
        "en",
        date(2026, 10, 30),
        date(2026, 11, 2),
        "A",
        Place.ONLINE,
        "",
        moment,
        1,
    )
    assert one.days(date(2026, 11, 1), date(2026, 11, 30)) == [date(2026, 11, 1), date(2026, 11, 2)]
