"""What may be offered and opened."""

from datetime import date, timedelta

import pytest

from crowdlearn.expertise.rules import (
    AnswerTooLate,
    DayBackwards,
    DayOver,
    HelpKind,
    MinutesMissing,
    Offered,
    Opened,
    OpeningKind,
    check_offered,
    check_opened,
)

TODAY = date(2026, 11, 23)


def offered(kind=HelpKind.FACILITATION, minutes=120, ahead=30):
    return Offered(kind, "Two hours", "", "en", TODAY + timedelta(days=ahead), minutes)


def opened(starts=60, ends=61, until=30):
    days = [TODAY + timedelta(days=number) for number in (starts, ends, until)]
    return Opened(OpeningKind.SHADOWING, "A day", "To listen", "Write", "en", "", *days)


def test_what_is_time_says_how_much_and_ends_within_a_year():
    check_offered(offered(), TODAY)
    check_offered(offered(HelpKind.INTRODUCTION, 0), TODAY)
    for minutes in (0, 14, 200 * 60 + 1):
        with pytest.raises(MinutesMissing):
            check_offered(offered(minutes=minutes), TODAY)
    for ahead in (-1, 367):
        with pytest.raises(DayOver):
            check_offered(offered(ahead=ahead), TODAY)


@pytest.mark.parametrize(
    ("days", "refusal"),
    [
        ({"until": -1}, DayOver),
        ({"starts": 60, "ends": 59}, DayBackwards),
        ({"starts": 20, "ends": 40, "until": 21}, AnswerTooLate),
    ],
)
def test_the_days_of_an_opening_fit_together(days, refusal):
    check_opened(opened(), TODAY)
    with pytest.raises(refusal):
        check_opened(opened(**days), TODAY)
