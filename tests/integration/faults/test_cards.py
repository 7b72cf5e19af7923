"""Money by card under faults: whatever breaks, wherever, the worker goes on, and with us and with the processor all
stands as if nothing had happened: nothing twice, nothing lost, books equal, every pitch paid by all or by nobody.

Settlement itself drives it, from the lock to the last cent back. Sampled on SQLite in `make test`; every line, on both
databases, in `make faults`. The wrong variants that were measured go red.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

import pytest

from crowdlearn.payments import gateway
from crowdlearn.pitches.rules import PitchState
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.settlement.rules import Decision
from tests.mutants.cards import CARD_MUTANTS, Fault, Plant
from tests.support.faults import Killed, Line, at_once, count_commits, in_child, kill_at_commit, kill_at_line, lines_of
from tests.support.faults.cards import (
    CardStage,
    StagedCards,
    at_request,
    before_call,
    moved,
    standing,
    telling_commits,
    truth,
)
from tests.support.faults.points import PART, SEED, some
from tests.support.faults.processes import die
from tests.support.faults.settling import A_DAY_AND_MORE, HOLDING, SENDING, recover, recover_after_a_day, worker
from tests.support.figures import Say

MOST_PASSES = 2
HOURS = int(A_DAY_AND_MORE.total_seconds()) // 3600
MOST_TRIES = 12  # requests until a wrong variant must have been seen
Points = Sequence[tuple[StagedCards, int]]


def levels(sample: int, whole: int | None = None) -> pytest.MarkDecorator:
    """Run a test on a sample in `make test`, and whole in `make faults`; None stands for all there is."""
    every = pytest.param(whole, marks=pytest.mark.long, id="whole")
    return pytest.mark.parametrize("most", [pytest.param(sample, id="sample"), every])


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CardStage]:
    with CardStage(request.getfixturevalue(request.param), Path(tmp_path_factory.mktemp("processor"))) as told:
        yield told


def lines(stage: CardStage) -> Sequence[tuple[StagedCards, Line]]:
    """Return every line that the worker executes, act by act, for the first time and for the last."""
    points = []
    for staged in stage.acts:
        with stage.before(staged):
            points += [(staged, Line(*line)) for line in in_child(partial(lines_of, worker))]
    return points


@cache
def commits(stage: CardStage) -> Points:
    """Return every commit of the worker."""
    points = []
    for staged in stage.acts:
        with stage.before(staged):
            points += [(staged, n) for n in range(1, in_child(partial(count_commits, worker)) + 1)]
    return points


def requests(stage: CardStage) -> Points:
    """Return every request that the worker makes of the processor."""
    points = []
    for staged in stage.acts:
        with stage.before(staged), at_request(0, lambda: None) as seen:
            worker()
        points += [(staged, n) for n in range(1, seen[0] + 1)]
    return points


def calls(stage: CardStage) -> Points:
    """Return every call at which a worker can fall asleep."""
    points = [point for point in requests(stage) if point[0].act.name != SENDING]
    with stage.before(stage.acts[-1]), before_call(0, lambda: None) as port:
        worker()
    return [*points, *((stage.acts[-1], n) for n in range(1, port.calls + 1))]


def dies(work: Callable[[], object]) -> None:
    with pytest.raises(Killed):
        in_child(work)


def killed(stage: CardStage, staged: StagedCards, work: Callable[[], object]) -> None:
    """Let a worker die; assert that another one brings everything to where it belongs, and soon."""
    with stage.before(staged) as hands:
        dies(work)
        assert recover(hands) <= MOST_PASSES
        assert standing(stage.processor) == staged.right, staged.act.name


def killed_at_commit(stage: CardStage, staged: StagedCards, number: int, *, after: bool = True) -> None:
    killed(stage, staged, partial(kill_at_commit, worker, number, after=after))


def found_late(stage: CardStage, staged: StagedCards, number: int) -> None:
    """Kill a worker before a commit and let nobody look for a day; assert that the money comes to where it belongs."""
    right = stage.right_after_a_day(staged)
    with stage.before(staged) as hands:
        dies(partial(kill_at_commit, worker, number, after=False))
        assert recover_after_a_day(hands) <= MOST_PASSES
        assert moved(standing(stage.processor)) == right, staged.act.name


def struck(
    stage: CardStage, staged: StagedCards, number: int, place: Place = Place.AFTER, kind: Kind = Kind.RESET
) -> None:
    """Let one request go wrong; assert as above."""
    with stage.before(staged) as hands:
        with at_request(number, lambda: (place, kind)):
            worker()
        assert recover(hands) <= MOST_PASSES
        assert standing(stage.processor) == staged.right, staged.act.name


def slept(stage: CardStage, staged: StagedCards, number: int) -> None:
    """Let a worker sleep for a day at one of its calls, while another finishes; assert that its word does no harm."""
    right = stage.right_after_a_day(staged)
    with stage.before(staged) as hands:

        def sleep() -> None:
            recover_after_a_day(hands)

        if staged.act.name == SENDING:  # one step only: what protects it is asked just before the wire
            with before_call(number, sleep):
                worker()
        else:
            with at_request(number, sleep):
                worker()
        recover(hands)
        assert moved(standing(stage.processor)) == right, staged.act.name


@levels(150)
def test_killed_at_a_line(stage: CardStage, most: int | None, say: Say) -> None:
    every = lines(stage)
    points = some(every, most)
    for staged, line in points:
        killed(stage, staged, partial(kill_at_line, worker, line))
    say(kills_at_lines=len(points), of=len(every), part=PART, seed=SEED, lost=0, twice=0)


@levels(10)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_a_commit(stage: CardStage, most: int | None, after: bool, say: Say) -> None:
    points = some(commits(stage), most)
    for staged, number in points:
        killed_at_commit(stage, staged, number, after=after)
    say(kills_at_commits=len(points), part=PART, seed=SEED, lost=0, twice=0)


@levels(8)
def test_a_kill_is_found_after_a_day(stage: CardStage, most: int | None, say: Say) -> None:
    points = some(commits(stage), most)
    for point in points:
        found_late(stage, *point)
    say(kills=len(points), hours=HOURS, part=PART, seed=SEED, lost=0, twice=0)


@levels(24)
def test_a_request_goes_wrong(stage: CardStage, most: int | None, say: Say) -> None:
    every = [(staged, n, place, kind) for staged, n in requests(stage) for place in Place for kind in Kind]
    points = some(every, most)
    for point in points:
        struck(stage, *point)
    say(faults=len(points), of=len(every), part=PART, seed=SEED, lost=0, twice=0)


@pytest.mark.parametrize("workers", [2, 4])
@levels(1, whole=40)
def test_workers_at_once(stage: CardStage, most: int, workers: int, say: Say) -> None:
    for staged in stage.acts * most:
        with stage.before(staged) as hands:
            at_once(*[worker] * workers)
            assert recover(hands) <= MOST_PASSES
            assert standing(stage.processor) == staged.right, staged.act.name
    say(duels=most * len(stage.acts), workers=workers, twice=0)


@levels(10)
def test_a_worker_sleeps_for_a_day(stage: CardStage, most: int | None, say: Say) -> None:
    every = calls(stage)
    points = some(every, most)
    for staged, number in points:
        slept(stage, staged, number)
    say(sleeps=len(points), of=len(every), hours=HOURS, part=PART, seed=SEED, lost=0, twice=0)


@pytest.mark.parametrize(("plant", "fault"), CARD_MUTANTS.items(), ids=[plant.__name__ for plant in CARD_MUTANTS])
def test_a_wrong_variant_goes_red(
    stage: CardStage, plant: Plant, fault: Fault, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    """The controls: what was measured to charge twice or to lose is seen, where one looks first."""
    staged = next(staged for staged in stage.acts if staged.act.name == HOLDING)
    plant(monkeypatch)
    with stage.before(staged):
        told = telling_commits(worker)
    points = {Fault.KILLED: told[::-1], Fault.FOUND_LATE: told, Fault.LOST_ANSWER: range(1, MOST_TRIES)}[fault]
    killed(stage, staged, die)  # while nothing goes wrong on the way, it does well
    for tried, number in enumerate(points, start=1):
        try:
            _BREAKS[fault](stage, staged, number)
        except (AssertionError, RuntimeError):
            say(variant=plant.__name__, fault=fault, red_after=tried)
            return
    pytest.fail(f"{plant.__name__} was not seen in {len(points)} attempts")


_BREAKS = {Fault.KILLED: killed_at_commit, Fault.FOUND_LATE: found_late, Fault.LOST_ANSWER: struck}


def test_the_story_moves_the_money_it_should(stage: CardStage) -> None:
    """What the campaign compares with is itself right: to the cent, with us and with the processor."""
    last = stage.acts[-1].right
    assert [state for state, *_ in last["pitches"]] == [PitchState.FUNDED, PitchState.NOT_FUNDED_AFTER_LOCK]
    assert [decision for decision, _ in last["decisions"]] == [Decision.TAKE, Decision.LET_GO]
    assert sorted(state for *_, state in last["pledges"]) == ["dropped", *["kept"] * 3, *["released"] * 3]
    assert sum(cents for cents, *_ in last["taken"]) == 70000
    assert sorted(cents for cents, _ in last["sent back"]) == [2857, 3571, 3572]
    assert last["found"] == []
    assert last["balance"] == [cents for account, cents in last["accounts"] if account == "processor"]
    assert gateway.offers_cards()
    assert truth(stage.processor)
