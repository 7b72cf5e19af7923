"""The scenario as one sequence."""

from datetime import UTC, date, datetime

import pytest

from crowdlearn.demo import content
from crowdlearn.demo.timeline import Scene, Verb, scenes

TODAY = date(2030, 3, 1)


@pytest.fixture(scope="module")
def played() -> list[Scene]:
    return scenes(content.load())


def test_every_verb_is_used(played: list[Scene]) -> None:
    assert {scene.verb for scene in played} == set(Verb) - {Verb.TOP_UP, Verb.CONFIRM_MONEY}


def test_scenes_are_in_the_order_of_the_clock_and_in_the_past(played: list[Scene]) -> None:
    moments = [scene.at(TODAY) for scene in played]
    assert moments == sorted(moments)
    assert moments[-1] < datetime(2030, 3, 1, tzinfo=UTC)


def test_a_scene_is_always_at_the_same_moment(played: list[Scene]) -> None:
    assert [scene.at(TODAY) for scene in played] == [scene.at(TODAY) for scene in scenes(content.load())]


def test_nobody_acts_before_joining(played: list[Scene]) -> None:
    seen: set[str] = set()
    for scene in played:
        if scene.verb is Verb.JOIN:
            seen.add(scene.item.key)
        elif scene.pitch:
            assert scene.pitch.pitcher in seen
            assert getattr(scene.item, "by", "") in seen | {""}


def test_a_pitch_is_drafted_published_and_then_backed(played: list[Scene]) -> None:
    for pitch in content.load().pitches.values():
        verbs = [scene.verb for scene in played if scene.pitch is pitch]
        assert verbs[0] in (Verb.DRAFT, Verb.SHARE_IDEA)
        if Verb.PROMISE in verbs:
            assert verbs.index(Verb.PUBLISH) < verbs.index(Verb.PROMISE)


def test_an_event_ahead_has_seats_taken_but_no_attendance(played: list[Scene]) -> None:
    ahead = [scene for scene in played if scene.about and scene.about.key == "fourth-evening-open"]
    assert {scene.verb for scene in ahead} == {Verb.ANNOUNCE, Verb.SIGN_UP}


def test_roles_and_lines_come_after_the_people(played: list[Scene]) -> None:
    seen: set[str] = set()
    for scene in played:
        if scene.verb is Verb.JOIN:
            seen.add(scene.item.key)
        elif scene.verb is Verb.CONFIRM_LINE:
            assert {scene.item.key, scene.item.manager} <= seen
        elif scene.verb is Verb.GRANT_ROLE:
            assert scene.item.person in seen
