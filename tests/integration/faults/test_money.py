"""Money under faults, as far as it needs no card: whatever breaks, after one more click and two passes of the worker
everything stands as if nothing had happened. Sampled on SQLite in `make test`; whole, on both databases, in
`make faults`, where PostgreSQL needs a database of its own for every point. A control shows it red.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from typing import Any

import pytest

from crowdlearn.db.session import database
from crowdlearn.web.errors import is_busy
from tests.support.clocks import Hands
from tests.support.faults import (
    STORY,
    Broken,
    Killed,
    Line,
    Stage,
    Staged,
    at_once,
    breaking_commits,
    count_commits,
    full_disk,
    in_child,
    kill_at_commit,
    kill_at_line,
    lines_of,
    locked,
    recover,
    standing,
)
from tests.support.faults.points import PART, SEED, some
from tests.support.figures import Say

MOST_PASSES = 2
Points = Sequence[tuple[Staged, int]]


def levels(sample: int, whole: int | None = None) -> pytest.MarkDecorator:
    """Run a test on a sample in `make test`, and whole in `make faults`; None stands for all there is."""
    every = pytest.param(whole, marks=pytest.mark.long, id="whole")
    return pytest.mark.parametrize("most", [pytest.param(sample, id="sample"), every])


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with Stage(request.getfixturevalue(request.param)) as told:
        yield told


@cache
def commits_of(stage: Stage) -> Points:
    """Return every commit of every act, counted in a run of its own."""
    points = []
    for staged in stage.acts:
        with stage.before(staged):
            number = in_child(partial(count_commits, partial(staged.act.once, stage.case)))
        points += [(staged, n) for n in range(1, number + 1)]
    return points


def lines_in(stage: Stage, staged: Staged) -> Any:
    with stage.before(staged):
        return in_child(partial(lines_of, partial(staged.act.once, stage.case)))


def goes_on(stage: Stage, staged: Staged, hands: Hands) -> None:
    """Assert that it is quiet soon, and that everything stands as without the fault."""
    assert recover(staged.act, stage.case, hands) <= MOST_PASSES
    assert standing() == staged.right, staged.act.name


def dies(work: Callable[[], object]) -> None:
    with pytest.raises(Killed):
        in_child(work)


@levels(12)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_a_commit(stage: Stage, most: int | None, after: bool, say: Say) -> None:
    points = some(commits_of(stage), most)
    for staged, number in points:
        with stage.before(staged) as hands:
            dies(partial(kill_at_commit, partial(staged.act.once, stage.case), number, after=after))
            goes_on(stage, staged, hands)
    say(kills_at_commits=len(points), part=PART, seed=SEED, lost=0, twice=0)


@levels(50)
def test_killed_at_a_line_of_the_money_code(stage: Stage, most: int | None, say: Say) -> None:
    """At every line that an act executes, for the first time and for the last."""
    every = [(staged, Line(*line)) for staged in stage.acts for line in lines_in(stage, staged)]
    points = some(every, most)
    for staged, line in points:
        with stage.before(staged) as hands:
            dies(partial(kill_at_line, partial(staged.act.once, stage.case), line))
            goes_on(stage, staged, hands)
    say(kills_at_lines=len(points), of=len(every), part=PART, seed=SEED, lost=0, twice=0)


@levels(10)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_exception_at_a_commit(stage: Stage, most: int | None, after: bool, say: Say) -> None:
    points = some(commits_of(stage), most)
    for staged, number in points:
        with stage.before(staged) as hands:
            with suppress(Broken), breaking_commits(number, after=after):  # a reaction keeps it to itself
                staged.act.once(stage.case)
            goes_on(stage, staged, hands)
    say(exceptions=len(points), part=PART, seed=SEED, lost=0, twice=0)


def test_without_the_forms_key_a_lost_answer_is_done_twice(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the campaign sees it when what protects is taken away."""
    monkeypatch.setattr("crowdlearn.db.session._first_steps", [])
    [staged] = [staged for staged in stage.acts if staged.act.name == "own receipt"]
    with stage.before(staged) as hands, pytest.raises(AssertionError, match=staged.act.name):
        dies(partial(kill_at_commit, partial(staged.act.once, stage.case), 1, after=True))
        goes_on(stage, staged, hands)


def test_a_full_disk_leaves_nothing_half_done(stage: Stage, say: Say) -> None:
    """On SQLite; how a server's disk fills is not ours to stage, and its answer is handled like that of a lock."""
    with stage.before(stage.acts[0]):
        broken = full_disk if database.is_sqlite else locked
    say(acts=len(STORY), refused=refused_while(stage, broken), half_done=0)


def test_a_locked_database_leaves_nothing_half_done(stage: Stage, say: Say) -> None:
    refused = refused_while(stage, locked)
    assert refused == len(STORY)
    say(acts=len(STORY), refused=refused, half_done=0)


def refused_while(stage: Stage, broken) -> int:
    """Do every act while something is broken, and then again; return how many were refused, none of them in part."""
    refused = 0
    for staged in stage.acts:
        with stage.before(staged) as hands:
            before = standing()
            with broken():
                error = what_stops(partial(staged.act.once, stage.case))
            if error is not None:
                assert is_busy(error), error  # the page says: try again
                assert staged.act.by_worker or standing() == before
                refused += 1
            goes_on(stage, staged, hands)
    assert refused
    return refused


def what_stops(work: Callable[[], object]) -> Exception | None:
    try:
        work()
    except Exception as error:  # what it is, the test says
        return error
    return None


@levels(4, whole=1)
@pytest.mark.parametrize("days", [2, -2])
def test_the_clock_jumps_between_two_acts(stage: Stage, days: int, most: int, say: Say) -> None:
    jumps = range(1, len(STORY), most)
    for at in jumps:
        with stage.before(stage.acts[at]) as hands:
            today = stage.acts[at].act.days
            hands.forward(days=days)
            for staged in stage.acts[at:]:
                hands.forward(days=staged.act.days - today)
                today = staged.act.days
                staged.act.once(stage.case)
            recover(stage.acts[-1].act, stage.case, hands)
            assert standing() == stage.acts[-1].right
    say(jumps=len(jumps), days=days, lost=0)


@levels(1, whole=28)
def test_two_processes_do_the_same_at_once(stage: Stage, most: int, say: Say) -> None:
    """Two workers pass by together; a form reaches two processes at once."""
    for staged in stage.acts * most:
        with stage.before(staged) as hands:
            at_once(*[partial(staged.act.once, stage.case)] * 2)
            goes_on(stage, staged, hands)
    say(duels=most * len(STORY), twice=0)
