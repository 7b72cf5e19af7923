"""What the tests of what waits share."""

from datetime import UTC, datetime

import pytest

from crowdlearn.db.session import Database
from tests.support.clocks import Hands
from tests.support.waiting import Scene


@pytest.fixture
def scene(database: Database, clock: Hands) -> Scene:
    clock.stand(datetime(2026, 11, 23, 17, tzinfo=UTC))
    return Scene()
