"""Check-ins and rates."""

from datetime import date

import pytest

from crowdlearn.outcomes.rules import CHECK_IN, CheckInState, Rate, due_dates


def test_check_ins_count_from_the_last_day():
    assert due_dates(date(2026, 1, 1)) == {30: date(2026, 1, 31), 90: date(2026, 4, 1)}


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 0, None), (0, 5, 0), (1, 3, 33), (2, 3, 67), (1, 200, 1), (174, 212, 82)]
)
def test_a_rate_is_rounded_half_up(part, whole, percent):
    assert Rate(part, whole).percent == percent


def test_a_rate_about_fewer_than_five_is_not_shown():
    assert not Rate(4, 4).shown
    assert Rate(1, 5).shown


def test_no_answer_can_still_become_one():
    assert CHECK_IN.may(CheckInState.NO_ANSWER, CheckInState.ANSWERED)
