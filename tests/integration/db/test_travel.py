"""The demo's clock, kept in the database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from crowdlearn.db import travel
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now


@pytest.fixture
def following(clock, committed_database) -> Iterator[None]:
    """Let the clock follow the database."""
    travel._last.until = 0.0
    travel.follow()
    yield
    travel._last.until = 0.0


def _runs_ahead() -> timedelta:
    return now() - datetime.now(UTC)


def test_a_fresh_demo_tells_the_true_time(following):
    assert abs(_runs_ahead()) < timedelta(seconds=5)


def test_a_database_without_tables_tells_the_true_time(following, committed_database):
    with committed_database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE clockahead RENAME TO gone"))
    travel._last.until = 0.0
    assert abs(_runs_ahead()) < timedelta(seconds=5)


def test_a_database_that_fails_otherwise_says_so(following, committed_database):
    with committed_database.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE clockahead RENAME COLUMN seconds TO gone"))
    travel._last.until = 0.0
    with pytest.raises(sa.exc.DBAPIError):
        now()


def test_moves_add_up(following):
    assert travel.move(timedelta(days=4)) == timedelta(days=4)
    assert travel.move(timedelta(hours=1)) == timedelta(days=4, hours=1)
    assert abs(_runs_ahead() - timedelta(days=4, hours=1)) < timedelta(seconds=5)


def test_the_time_can_be_asked_for_inside_a_transaction(following):
    travel.move(timedelta(days=4))
    with transaction():
        assert _runs_ahead() > timedelta(days=3)


def test_it_never_goes_back(following):
    with pytest.raises(ValueError, match="never goes back"):
        travel.move(timedelta(seconds=-1))
