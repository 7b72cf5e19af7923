"""The demo's scenario: it reads, it holds, and what is wrong with a wrong one is said."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from crowdlearn.demo import checks, content
from crowdlearn.demo.shapes import CostLine, Pitch, Scenario
from crowdlearn.kernel.vocabulary import TOPICS
from crowdlearn.people.rules import MoneyMode, Role
from crowdlearn.pitches.rules import PitchKind, PitchState, ShareBackKind


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


def a_transfer(scenario: Scenario) -> Pitch:
    return scenario.pitches["harbour-master-handover"]


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


# --- what a believable public service holds -----------------------------------------------------------------------


def test_there_are_eight_organisations_of_every_order_of_government(scenario: Scenario) -> None:
    assert len(scenario.organisations) == 8
    assert {str(o.level) for o in scenario.organisations.values()} == {
        "federal",
        "provincial",
        "territorial",
        "municipal",
    }
    modes = Counter(o.adoption.money_mode if o.adoption else None for o in scenario.organisations.values())
    assert modes == {MoneyMode.COLLECTED: 4, MoneyMode.CARD: 2, MoneyMode.EXPERTISE_ONLY: 1, None: 1}
    gone_over = [key for key, one in scenario.organisations.items() if one.adoption and one.adoption.cards_from]
    assert gone_over == ["household-benefits"]


def test_there_are_sixty_people_most_with_managers_two_levels_up(scenario: Scenario) -> None:
    assert len(scenario.people) == 60
    led_twice = [person for person in scenario.people if len(checks.people.above(scenario, person)) >= 2]
    assert len(led_twice) > len(scenario.people) // 2
    assert {person.language for person in scenario.people.values()} == {"en", "fr"}
    assert len({person.region for person in scenario.people.values()}) >= 12
    assert [p.key for p in scenario.people.values() if p.organisation is None] == ["colin-mcrae"]


def test_the_roles_are_held(scenario: Scenario) -> None:
    held = Counter(role.role for role in scenario.roles)
    assert held == {
        Role.TREASURER: 2,
        Role.STEWARD: 3,
        Role.BUDGET_HOLDER: 2,
        Role.ADMINISTRATOR: 2,
        Role.AUDITOR: 1,
    }
    assert any(acting.last < 0 for acting in scenario.acting)
    assert any(acting.first <= 0 <= acting.last for acting in scenario.acting)


def test_there_are_thirty_pitches_of_every_kind_in_every_state(scenario: Scenario) -> None:
    pitches = scenario.pitches.values()
    assert Counter(pitch.language for pitch in pitches) == {"en": 18, "fr": 12}
    assert {pitch.kind for pitch in pitches} == set(PitchKind)
    assert {pitch.expected for pitch in pitches} == set(PitchState)
    assert {topic for pitch in pitches for topic in pitch.topics} == set(TOPICS)


def test_pitches_are_before_in_and_after_a_settlement_by_card(scenario: Scenario) -> None:
    asking = (pitch for pitch in scenario.pitches.values() if pitch.asks_money)
    by_card = [pitch for pitch in asking if checks.money.by_card(scenario, pitch)]
    assert {(pitch.expected, pitch.language) for pitch in by_card} >= {
        (PitchState.OPEN, "en"),
        (PitchState.OPEN, "fr"),
        (PitchState.LOCKED, "en"),
        (PitchState.SETTLING, "fr"),
        (PitchState.FUNDED, "en"),
        (PitchState.NOT_FUNDED_AFTER_LOCK, "fr"),
        (PitchState.COMPLETED, "en"),
        (PitchState.COMPLETED, "fr"),
    }
    in_repair = scenario.pitches["penser-en-boucles"]
    assert {pledge.card for pledge in in_repair.pledges} == {"works", "declines", "asks"}


def test_a_settlement_by_card_that_cannot_be_is_found(scenario: Scenario) -> None:
    in_repair, funded = scenario.pitches["penser-en-boucles"], scenario.pitches["accessible-wildfire-maps"]
    mended = tuple(replace(pledge, card="works") for pledge in in_repair.pledges)
    assert any("held from everybody" in problem for problem in spoiled(scenario, in_repair.key, pledges=mended))
    refused = (replace(funded.pledges[0], card="declines"), *funded.pledges[1:])
    assert any("not held by the banks" in problem for problem in spoiled(scenario, funded.key, pledges=refused))
    elsewhere = a_transfer(scenario)
    named = (replace(elsewhere.pledges[0], card="asks"), *elsewhere.pledges[1:])
    assert any("names a card" in problem for problem in spoiled(scenario, elsewhere.key, pledges=named))


def test_every_story_is_a_story(scenario: Scenario) -> None:
    for pitch in scenario.pitches.values():
        assert 150 <= len(pitch.story.split()) <= 350, pitch.key


def test_share_backs_have_every_form_and_every_fate(scenario: Scenario) -> None:
    returns = [promised for pitch in scenario.pitches.values() for promised in pitch.returns]
    delivered = [promised.delivery for promised in returns if promised.delivery]
    added = {entry.shareback_kind for entry in scenario.entries.values()}
    assert {promised.kind for promised in returns} | added == set(ShareBackKind)
    assert {delivery.form for delivery in delivered} == {"post", "event", "recording"}
    assert any(p.moved for p in returns)
    assert any(p.waived for p in returns)
    assert any(p.replaced for p in returns)
    late = [p for p in returns if p.delivery and not p.moved and (p.delivery.event or p.delivery).day > p.due]
    assert late
    assert any(p.due < -60 and not (p.delivery or p.waived) for p in returns), "one is broken"
    assert any(-60 < p.due < 0 and not (p.delivery or p.waived) for p in returns), "one is late today"


def test_check_ins_say_yes_partly_no_and_nothing(scenario: Scenario) -> None:
    answers = [check_in for pitch in scenario.pitches.values() for check_in in pitch.check_ins]
    assert {check_in.applied for check_in in answers} == {"yes", "partly", "no"}
    silent = scenario.pitches["procurement-from-suppliers"]
    assert [check_in.after for check_in in silent.check_ins] == [30]


def test_the_same_words_are_never_said_twice(scenario: Scenario) -> None:
    said = [w.text for p in scenario.pitches.values() for w in (*p.updates, *p.encouragements, *p.questions)]
    said += [b.thanks for p in scenario.pitches.values() for b in (*p.pledges, *p.offers) if b.thanks]
    assert [text for text, times in Counter(said).items() if times > 1] == []


def test_every_address_is_invented() -> None:
    for path in content.CONTENT.rglob("*.toml"):
        for address in re.findall(r"https?://([^/\"]+)", path.read_text("utf-8")):
            assert address.endswith(".example"), f"{path.name}: {address}"


def test_french_has_its_spaces() -> None:
    for path in content.CONTENT.rglob("*.toml"):
        wrong = re.findall(r".{12}(?: [;?!»]|\w :|« ).{5}", path.read_text("utf-8"))
        assert wrong == [], path.name
