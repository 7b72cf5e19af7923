"""The money walked at random: pledge, lock, pay, prove, pay out, refund, in any order. Quick here, long in `faults`.

The same walk must stumble over every wrong variant of tests/mutants/money.py.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.mutants.money import PLANTS, Plant
from tests.support.databases import Maker
from tests.support.walk import walk_on

CALM = settings(
    stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True, database=None
)


def test_no_walk_breaks_the_books(sqlite: Maker) -> None:
    run_state_machine_as_test(walk_on(sqlite), settings=settings(CALM, max_examples=200))


@pytest.mark.parametrize(("plant", "stage"), PLANTS.items(), ids=[plant.__name__ for plant in PLANTS])
def test_a_wrong_variant_breaks_them(plant: Plant, stage: str, sqlite: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    hunt = settings(CALM, max_examples=400, phases=(Phase.generate,), derandomize=True, stateful_step_count=8)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(walk_on(sqlite, stage), settings=hunt)


@pytest.mark.long
def test_no_long_walk_breaks_the_books(maker: Maker) -> None:
    run_state_machine_as_test(walk_on(maker), settings=settings(CALM, max_examples=5000, stateful_step_count=50))
