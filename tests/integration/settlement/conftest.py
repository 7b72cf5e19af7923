"""The money of one pitch."""

import pytest

from tests.support.money import Money, money


@pytest.fixture
def case() -> Money:
    """A pitch that saved money: documents in, nothing paid out yet."""
    funded = money()
    funded.fund()
    funded.prove(200000, 100000)
    return funded
