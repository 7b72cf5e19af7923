"""What the scenario's people write passes the program's own publish gate."""

from datetime import date, timedelta

import pytest

from crowdlearn.demo import content
from crowdlearn.demo.plans import plan_of
from crowdlearn.demo.shapes import Pitch
from crowdlearn.pitches.rules import Plan, gate

TODAY = date(2030, 3, 1)
SCENARIO = content.load()
PUBLISHED = [pitch for pitch in SCENARIO.pitches.values() if pitch.published is not None]
UNFINISHED = [pitch for pitch in SCENARIO.pitches.values() if pitch.published is None]


def plan(pitch: Pitch) -> Plan:
    return plan_of(pitch, SCENARIO.people[pitch.pitcher], TODAY)


@pytest.mark.parametrize("pitch", PUBLISHED, ids=lambda pitch: pitch.key)
def test_every_published_pitch_passes_the_gate_on_its_day(pitch: Pitch) -> None:
    published = TODAY + timedelta(days=pitch.published or 0)
    assert [refusal.code for refusal in gate(plan(pitch), published)] == []


@pytest.mark.parametrize("pitch", UNFINISHED, ids=lambda pitch: pitch.key)
def test_an_unfinished_one_does_not(pitch: Pitch) -> None:
    assert gate(plan(pitch), TODAY) != []


@pytest.mark.parametrize("pitch", PUBLISHED, ids=lambda pitch: pitch.key)
def test_the_program_reads_the_same_goal(pitch: Pitch) -> None:
    assert plan(pitch).shares.peer_goal == pitch.peer_goal
