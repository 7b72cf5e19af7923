"""The hands that tests lend themselves of the program's clock are given back, whatever happens."""

from datetime import UTC, datetime, timedelta

import pytest

from crowdlearn.kernel.clock import now
from tests.support.clocks import held, standing


def _runs_ahead() -> timedelta:
    return abs(now() - datetime.now(UTC))


def test_the_clock_is_given_back_after_an_error():
    with pytest.raises(ZeroDivisionError), held() as hands:
        hands.forward(days=3)
        raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError), standing(datetime(2030, 1, 1, tzinfo=UTC)):
        raise ZeroDivisionError
    assert _runs_ahead() < timedelta(minutes=1)
