"""The demo's scenario: it reads, it holds, and what is wrong with a wrong one is said."""

from dataclasses import replace

import pytest

from crowdlearn.demo import checks, content
from crowdlearn.demo.shapes import CostLine, Pitch, Scenario


def spoiled(scenario: Scenario, key: str, **changes: object) -> list[str]:
    """Return the problems of a scenario in which one pitch was changed."""
    pitch = replace(scenario.pitches[key], **changes)  # type: ignore[arg-type]
    return checks.problems(replace(scenario, pitches={**scenario.pitches, key: pitch}))


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return content.load()


def test_the_scenario_holds(scenario: Scenario) -> None:
    assert checks.problems(scenario) == []


def test_an_unknown_field_is_refused_with_its_place() -> None:
    with pytest.raises(content.ContentError, match=r"line\.3: unknown colour"):
        content.shaped(CostLine, {"kind": "fee", "words": "Course", "cents": 1, "colour": "red"}, "line.3")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "fee", "words": "Course"}, "missing cents"),
        ({"kind": "tip", "words": "Course", "cents": 1}, "'tip' is none of fee"),
        ({"kind": "fee", "words": "Course", "cents": 1.5}, "1.5 is not int"),
        ({"kind": "fee", "words": "Course", "cents": True}, "True is not int"),
    ],
)
def test_a_wrong_line_is_refused(data: dict[str, object], message: str) -> None:
    with pytest.raises(content.ContentError, match=message):
        content.shaped(CostLine, data, "line")


def a_funded(scenario: Scenario) -> Pitch:
    return scenario.pitches["letters-people-finish"]


def test_an_own_share_below_half_is_found(scenario: Scenario) -> None:
    found = spoiled(scenario, "letters-people-finish", own_share=119_999)
    assert any("own share 119999" in problem for problem in found)


def test_a_pledge_by_the_pitcher_is_found(scenario: Scenario) -> None:
    pitch = a_funded(scenario)
    pledges = (replace(pitch.pledges[0], by=pitch.pitcher), *pitch.pledges[1:])
    assert any("reporting line" in problem for problem in spoiled(scenario, pitch.key, pledges=pledges))


def test_a_pledge_by_the_pitchers_manager_is_found(scenario: Scenario) -> None:
    pitch = a_funded(scenario)
    pledges = (replace(pitch.pledges[0], by="helene-vaillancourt"), *pitch.pledges[1:])
    assert any("reporting line" in problem for problem in spoiled(scenario, pitch.key, pledges=pledges))


def test_money_from_an_organisation_that_has_not_adopted_is_found(scenario: Scenario) -> None:
    pitch = a_funded(scenario)
    pledges = (replace(pitch.pledges[0], by="luc-archambault"), *pitch.pledges[1:])
    assert any("has not adopted money" in problem for problem in spoiled(scenario, pitch.key, pledges=pledges))


def test_a_missing_pledge_leaves_the_pitch_short(scenario: Scenario) -> None:
    pitch = a_funded(scenario)
    assert any("20000 cents are missing" in p for p in spoiled(scenario, pitch.key, pledges=pitch.pledges[1:-2]))


def test_a_payout_above_what_the_rule_leaves_is_found(scenario: Scenario) -> None:
    pitch = a_funded(scenario)
    payouts = (replace(pitch.payouts[0], cents=pitch.payouts[0].cents + 1),)
    assert any(
        "116501 paid out, 116500 payable" in problem for problem in spoiled(scenario, pitch.key, payouts=payouts)
    )


def test_a_decision_by_someone_with_a_stake_is_found(scenario: Scenario) -> None:
    pitch = a_funded(scenario)
    decisions = (replace(pitch.decisions[0], by=pitch.offers[0].by),)
    assert any("decides with a stake" in problem for problem in spoiled(scenario, pitch.key, decisions=decisions))


def test_an_unknown_person_is_found(scenario: Scenario) -> None:
    pitch = a_funded(scenario)
    follows = (replace(pitch.follows[0], by="nobody-at-all"),)
    assert any("unknown person nobody-at-all" in problem for problem in spoiled(scenario, pitch.key, follows=follows))
