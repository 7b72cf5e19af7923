"""The money walked at random: pledge, lock, pay, prove, pay out, refund, in any order. Quick here, long in `faults`.

The same walk must stumble over every wrong variant of tests/mutants/money.py, for the reason that is named there.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.mutants.money import PLANTS, Hunt, Plant
from tests.support.databases import Maker
from tests.support.walk import TRUTHS, Starts, walk_from

CALM = settings(
    deadline=None, suppress_health_check=list(HealthCheck), print_blob=True, database=None, report_multiple_bugs=False
)
QUICK = settings(CALM, max_examples=200, stateful_step_count=8)
HUNTING = settings(CALM, max_examples=400, stateful_step_count=8, phases=(Phase.generate,), derandomize=True)
LONG = settings(CALM, max_examples=2500, stateful_step_count=50)  # on each of the two databases


@pytest.fixture(scope="module")
def quick(sqlite: Maker) -> Iterator[Starts]:
    with Starts(sqlite) as starts:
        yield starts


def test_no_walk_breaks_the_books(quick: Starts) -> None:
    run_state_machine_as_test(walk_from(quick), settings=QUICK)


@pytest.mark.parametrize(("plant", "hunt"), PLANTS.items(), ids=[plant.__name__ for plant in PLANTS])
def test_a_wrong_variant_breaks_them(plant: Plant, hunt: Hunt, quick: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = walk_from(quick, hunt.stage)
    quick.of(*walk.hunted())  # built by the right variant
    plant(monkeypatch)
    with pytest.raises(AssertionError, match=hunt.broken):
        run_state_machine_as_test(walk, settings=HUNTING)


def test_the_reasons_are_truths_of_the_walk() -> None:
    assert {hunt.broken for hunt in PLANTS.values()} <= {truth.__name__ for truth in TRUTHS}


@pytest.mark.long
def test_no_long_walk_breaks_the_books(maker: Maker) -> None:
    with Starts(maker) as starts:
        run_state_machine_as_test(walk_from(starts), settings=LONG)
