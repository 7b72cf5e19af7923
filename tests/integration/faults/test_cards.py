"""Card money under faults: whatever breaks, wherever, the worker goes on, and with us and with the processor all
stands as if nothing had happened: nothing twice, nothing lost, books equal. Sampled on SQLite in `make test`; every
line, on both databases, in `make faults`. The wrong variants that were measured go red.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from crowdlearn.payments import gateway
from crowdlearn.sandbox.faults import Kind, Place
from tests.mutants.cards import CARD_MUTANTS, Plant
from tests.support.faults import Killed, at_once, count_commits, count_lines, in_child, kill_at_commit, kill_at_line
from tests.support.faults.cards import (
    CardStage,
    StagedCards,
    at_request,
    before_call,
    recover,
    standing,
    truth,
    worker,
)
from tests.support.figures import Say

MOST_PASSES, SEED = 2, 20261123
A_DAY_AND_MORE = 25
SENDING = "send the savings back"
Points = Sequence[tuple[StagedCards, int]]


def levels(sample: int, whole: int | None = None) -> pytest.MarkDecorator:
    """Run a test on a sample in `make test`, and whole in `make faults`; None stands for all there is."""
    every = pytest.param(whole, marks=pytest.mark.long, id="whole")
    return pytest.mark.parametrize("most", [pytest.param(sample, id="sample"), every])


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CardStage]:
    with CardStage(request.getfixturevalue(request.param), Path(tmp_path_factory.mktemp("processor"))) as told:
        yield told


def points_of(stage: CardStage, count: Callable[[Callable[[], object]], int]) -> Points:
    """Return every point at which an act can break, counted in a run of its own."""
    points = []
    for staged in stage.acts:
        with stage.before(staged):
            points += [(staged, n) for n in range(1, in_child(partial(count, worker)) + 1)]
    return points


def some(points: Points, most: int | None) -> Points:
    return points if most is None or most >= len(points) else random.Random(SEED).sample(points, most)


def requests_of(stage: CardStage) -> Points:
    """Return every request that the acts make of the processor."""

    def count(act: Callable[[], object]) -> int:
        with at_request(0, lambda: None) as seen:
            act()
        return seen[0]

    return points_of(stage, count)


def killed(stage: CardStage, kill: Callable[..., None], staged: StagedCards, number: int, **how: bool) -> None:
    """Kill a worker at a point; assert that another one brings everything to where it belongs, and soon."""
    with stage.before(staged) as hands:
        with pytest.raises(Killed):
            in_child(partial(kill, worker, number, **how))
        assert recover(hands) <= MOST_PASSES
        assert standing(stage.processor) == staged.right, staged.act.name


@levels(150)
def test_killed_at_a_line(stage: CardStage, most: int | None, say: Say) -> None:
    every = points_of(stage, count_lines)
    points = some(every, most)
    for staged, number in points:
        killed(stage, kill_at_line, staged, number)
    say(kills_at_lines=len(points), of=len(every), seed=SEED, lost=0, twice=0)


@levels(12)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_a_commit(stage: CardStage, most: int | None, after: bool, say: Say) -> None:
    points = some(points_of(stage, count_commits), most)
    for staged, number in points:
        killed(stage, kill_at_commit, staged, number, after=after)
    say(kills_at_commits=len(points), seed=SEED, lost=0, twice=0)


def found_late(stage: CardStage, staged: StagedCards, number: int) -> None:
    """Kill a worker before a commit and let nobody look for a day: the processor has forgotten every key by then."""
    with stage.before(staged) as hands:
        with pytest.raises(Killed):
            in_child(partial(kill_at_commit, worker, number, after=False))
        hands.forward(hours=A_DAY_AND_MORE)
        assert recover(hands) <= MOST_PASSES
        assert _moved(standing(stage.processor)) == _moved(staged.right), staged.act.name


@levels(8)
def test_a_kill_is_found_after_a_day(stage: CardStage, most: int | None, say: Say) -> None:
    points = some(points_of(stage, count_commits), most)
    for point in points:
        found_late(stage, *point)
    say(kills=len(points), hours=A_DAY_AND_MORE, seed=SEED, lost=0, twice=0)


def struck(stage: CardStage, staged: StagedCards, number: int, place: Place, kind: Kind) -> None:
    """Let one request go wrong; assert as above."""
    with stage.before(staged) as hands:
        with at_request(number, lambda: (place, kind)):
            worker()
        assert recover(hands) <= MOST_PASSES
        assert standing(stage.processor) == staged.right, staged.act.name


@levels(24)
def test_a_request_goes_wrong(stage: CardStage, most: int | None, say: Say) -> None:
    every = [(staged, n, place, kind) for staged, n in requests_of(stage) for place in Place for kind in Kind]
    points = every if most is None else random.Random(SEED).sample(every, most)
    for point in points:
        struck(stage, *point)
    say(faults=len(points), of=len(every), seed=SEED, lost=0, twice=0)


@pytest.mark.parametrize("workers", [2, 4])
@levels(1, whole=40)
def test_workers_at_once(stage: CardStage, most: int, workers: int, say: Say) -> None:
    for staged in stage.acts * most:
        with stage.before(staged) as hands:
            at_once(*[worker] * workers)
            assert recover(hands) <= MOST_PASSES
            assert standing(stage.processor) == staged.right, staged.act.name
    say(duels=most * len(stage.acts), workers=workers, twice=0)


def slept(stage: CardStage, staged: StagedCards, number: int) -> None:
    """Let a worker sleep for 25 hours at one of its calls, while another finishes; assert that its word does no harm.

    The processor has forgotten every key.
    """
    with stage.before(staged) as hands:

        def sleep() -> None:
            hands.forward(hours=A_DAY_AND_MORE)
            recover(hands)

        if staged.act.name == SENDING:  # one step only: what protects it is asked just before the wire
            with before_call(number, sleep):
                worker()
        else:
            with at_request(number, lambda: sleep()):
                worker()
        recover(hands)
        assert _moved(standing(stage.processor)) == _moved(staged.right), staged.act.name


def _moved(found: dict[str, Any]) -> dict[str, Any]:
    """Leave out what moves no money: payments that stay unconfirmed, and a bank's second no."""
    charges = [charge for charge in found["taken"] if charge[1]]
    return {**found, "taken": charges, "intents": None}


def calls_of(stage: CardStage) -> Points:
    """Return every call at which a worker can fall asleep."""
    calls = [point for point in requests_of(stage) if point[0].act.name != SENDING]
    sending = next(staged for staged in stage.acts if staged.act.name == SENDING)
    with stage.before(sending), before_call(0, lambda: None) as port:
        worker()
    return [*calls, *((sending, n) for n in range(1, port.calls + 1))]


@levels(10)
def test_a_worker_sleeps_for_a_day(stage: CardStage, most: int | None, say: Say) -> None:
    every = calls_of(stage)
    points = some(every, most)
    for staged, number in points:
        slept(stage, staged, number)
    say(sleeps=len(points), of=len(every), hours=A_DAY_AND_MORE, seed=SEED, lost=0, twice=0)


@pytest.mark.parametrize("plant", CARD_MUTANTS, ids=lambda plant: plant.__name__)
def test_a_wrong_variant_goes_red(stage: CardStage, plant: Plant, monkeypatch: pytest.MonkeyPatch, say: Say) -> None:
    """The controls: what was measured to charge twice or to lose is seen."""
    tried = 0
    plant(monkeypatch)
    for attempt in attempts(stage):
        tried += 1
        try:
            attempt()
        except (AssertionError, RuntimeError):
            say(variant=plant.__name__, red_after=tried)
            return
    pytest.fail(f"{plant.__name__} was not seen in {tried} attempts")


def attempts(stage: CardStage) -> Iterator[Callable[[], None]]:
    """Yield faults of every kind, the telling ones first."""
    commits = points_of(stage, count_commits)
    for staged, number in commits:
        yield partial(killed, stage, kill_at_commit, staged, number, after=True)
    for staged, number in requests_of(stage):
        yield partial(struck, stage, staged, number, Place.AFTER, Kind.RESET)
    for staged, number in commits:
        yield partial(found_late, stage, staged, number)
    for staged, number in calls_of(stage):
        yield partial(slept, stage, staged, number)


def test_the_story_moves_the_money_it_should(stage: CardStage) -> None:
    """What the campaign compares with is itself right: to the cent, with us and with the processor."""
    last = stage.acts[-1].right
    assert sum(cents for cents, *_ in last["taken"]) == 70000
    assert sorted(cents for cents, _ in last["sent back"]) == [2857, 3571, 3572]
    assert last["found"] == []
    assert last["balance"] == [cents for account, cents in last["accounts"] if account == "processor"]
    assert gateway.offers_cards()
    assert truth(stage.processor)
