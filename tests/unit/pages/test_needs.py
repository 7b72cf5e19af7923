"""Why a need fits, and how needs fare as figures."""

from datetime import date, timedelta

import pytest

from crowdlearn.pages.rules.needs import MOST_FIT, OF_LANGUAGE, OF_REGION, OF_SKILL, Fit, need_figures

DAY = date(2026, 11, 23)


def test_a_skill_weighs_more_than_place_and_language_together():
    assert OF_SKILL > OF_REGION + OF_LANGUAGE
    assert Fit.of(MOST_FIT) == Fit(skill=True, region=True, language=True)
    assert Fit.of(OF_SKILL | OF_LANGUAGE) == Fit(skill=True, region=False, language=True)
    assert Fit.of(0) == Fit(skill=False, region=False, language=False)


def test_rates_about_fewer_than_five_needs_are_not_shown():
    few = need_figures(4, 4, [timedelta(hours=1)] * 4, DAY)
    assert (few.needs, few.filled, few.offered, few.hours) == (4, None, 4, None)
    assert need_figures(5, 2, [], DAY).filled == 2


@pytest.mark.parametrize(("hours", "median"), [([1, 2, 3, 4, 50], 3), ([1, 2, 3, 4, 50, 60], 4), ([0, 0, 0, 0, 0], 0)])
def test_the_time_to_the_first_helper_is_a_median(hours, median):
    assert need_figures(9, 1, [timedelta(hours=hour) for hour in hours], DAY).hours == median
