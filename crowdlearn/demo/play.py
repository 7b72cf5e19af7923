"""Playing the scenario: every scene through its use-case at its own time, and what falls due in between."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from crowdlearn import jobs
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.upkeep import not_waiting_for_the_disk
from crowdlearn.kernel import clock as kernel_clock
from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.kernel.post_office import Carrier, Letter, post_office
from crowdlearn.notices.service import let_mail_rest, mark_read
from crowdlearn.payments.gateway import cards, offers_cards
from crowdlearn.people.rules import MoneyMode
from crowdlearn.pledges.rules import bounds
from crowdlearn.reactions import AFTER
from crowdlearn.sandbox import line as sandbox

from . import acts, content, proof
from .shapes import Both, Scenario
from .stage import ACTS, Stage
from .timeline import Scene, scenes

MORNING = timedelta(hours=6)  # when the night's jobs have run, UTC
MAILED = timedelta(days=21)
READ = timedelta(days=7)  # what was told before this, everyone has read
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SignIn:
    """Someone to try the demo as."""

    role: Both
    email: str
    password: str
    name: str
    see: Both  # what there is to see as this person


class SceneFailed(RuntimeError):  # noqa: N818 - it names what happened
    """A scene could not be played; the message names it and why."""


def sign_ins() -> list[SignIn]:
    """Return who to be when trying the demo."""
    scenario = content.load()
    people = scenario.people
    return [
        SignIn(one.role, people[one.person].email, scenario.password, people[one.person].name, one.see)
        for one in scenario.sign_ins
    ]


def load() -> None:
    """Fill an empty database by playing the scenario up to now, with a processor that remembers nobody."""
    if _takes_cards():
        sandbox.store().forget_everything()
    with not_waiting_for_the_disk():
        stage = play(content.load(), kernel_clock.now())
    for problem in proof.problems(stage):
        _log.error("the demo came out otherwise than written: %s", problem)


def play(scenario: Scenario, until: datetime) -> Stage:
    """Play every scene before `until`, deadlines each morning; return what became of the scenario's items.

    Mail is written for the last days only; what was told earlier is read on the site.
    """
    ahead = scenes(scenario)
    today = until.date()
    stage = Stage(scenario, today, ahead[0].at(today), takes_cards=_takes_cards())
    with _hands() as set_to, post_office.read_by(_Reader(stage, until - MAILED)):
        set_to(ahead[0].at(today) - timedelta(hours=1))
        acts.joining.found_organisations(stage)
        morning = _next_morning(stage.at)
        for scene in ahead:
            while morning <= scene.at(today):
                _begin_day(stage, set_to, morning, until)
                morning += timedelta(days=1)
            stage.at = scene.at(today)
            set_to(stage.at)
            _act(stage, scene)
            drain_all(AFTER)
        while morning <= until:
            _begin_day(stage, set_to, morning, until)
            morning += timedelta(days=1)
        set_to(until)
        jobs.run_what_is_due()
    return stage


def _takes_cards() -> bool:
    """Tell whether this installation takes pretended cards; elsewhere treasurers record what comes in."""
    return MoneyMode.CARD in bounds.modes and offers_cards() and cards().name == "sandbox"


@dataclass
class _Reader:
    """The cast open their letters; those written before `kept` are then thrown away."""

    stage: Stage
    kept: datetime

    def __call__(self, letter: Letter, carry: Carrier) -> None:
        self.stage.links[letter.email] = letter.path
        if kernel_clock.now() >= self.kept:
            carry(letter)


def _begin_day(stage: Stage, set_to: "_SetTo", morning: datetime, until: datetime) -> None:
    set_to(morning)
    jobs.pass_a_day()
    if until - READ < morning <= until - READ + timedelta(days=1):
        for person_id in stage.people.values():
            mark_read(person_id)
    if morning > (first := until - MAILED):
        let_mail_rest(first)
        jobs.send_all_mail()


def _act(stage: Stage, scene: Scene) -> None:
    try:
        ACTS[scene.verb](stage, scene)
    except Exception as error:
        why = error.code if isinstance(error, RuleBroken) else f"{type(error).__name__}: {error}"
        where = scene.pitch.key if scene.pitch else getattr(scene.item, "key", "")
        raise SceneFailed(f"day {scene.day}, {where}, {scene.verb}: {why}") from error


def _next_morning(at: datetime) -> datetime:
    day = at.replace(hour=0, minute=0, second=0, microsecond=0) + MORNING
    return day if day > at else day + timedelta(days=1)


@contextmanager
def _hands() -> "Iterator[_SetTo]":
    """Turn the program's clock by hand for a while."""
    before = kernel_clock.clock.offset
    hands = _SetTo()
    kernel_clock.clock.offset = hands.offset
    try:
        yield hands
    finally:
        kernel_clock.clock.offset = before


class _SetTo:
    def __init__(self) -> None:
        self._offset = timedelta()

    def __call__(self, moment: datetime) -> None:
        """Let the clock show `moment`."""
        self._offset += moment - kernel_clock.now()

    def offset(self) -> timedelta:
        """Return how far the clock is from the wall clock."""
        return self._offset
