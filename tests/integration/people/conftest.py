"""What the tests of people share."""

import pytest

from tests import make


@pytest.fixture
def us(database):
    return make.organisation()
