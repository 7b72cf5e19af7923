"""Counting how often something was tried."""

import pytest
from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.web.limits import OurStorage, RateCount
from tests.support.clocks import Hands

pytestmark = pytest.mark.usefixtures("database")


def test_a_window_counts_until_it_ends_and_then_a_new_one_begins(clock: Hands) -> None:
    clock.stand()
    counts = OurStorage()
    assert [counts.incr("a", 60) for _ in range(3)] == [1, 2, 3]
    clock.forward(seconds=59)
    assert counts.incr("a", 60) == 4, "more tries do not move the end of the window"
    clock.forward(seconds=1)
    assert counts.incr("a", 60) == 1
    clock.forward(seconds=59)
    assert (counts.incr("a", 60), counts.get("b")) == (2, 0)


def test_one_try_is_one_statement_and_one_row(assert_queries) -> None:
    counts = OurStorage()
    with assert_queries(1):
        counts.incr("a", 60)
    with assert_queries(1):
        assert counts.incr("a", 60, amount=2) == 3
    with reading() as session:
        assert len(session.exec(select(RateCount)).all()) == 1
