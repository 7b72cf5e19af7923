"""The quick door and copies."""

from datetime import date

from crowdlearn.pitches.rules import (
    Cost,
    PitchKind,
    QuickAnswers,
    Wanted,
    copy_of,
    gate,
    plan_from_answers,
)
from tests.support.plans import TODAY, in_days, plan


def answers(**changes: object) -> QuickAnswers:
    ten: dict[str, object] = {
        "title": "Evidence week",
        "starts_on": in_days(60),
        "benefit_me": "I learn.",
        "benefit_peers": "You get my notes.",
        "benefit_organisation": "We decide better.",
        "help": "An hour with someone who ran a trial",
        "application_plan": "I run a trial in June.",
        "gives_back": "A lunch talk",
        "deadline": in_days(20),
    }
    return QuickAnswers(**(ten | changes))  # type: ignore[arg-type]


def test_ten_answers_pass_the_gate() -> None:
    assert gate(plan_from_answers(answers(), TODAY), TODAY) == []


def test_a_total_cost_makes_a_money_ask_of_half() -> None:
    quick = plan_from_answers(answers(cost_cents=80_001, help=""), TODAY)
    assert gate(quick, TODAY) == []
    assert (quick.shares.own_share, quick.shares.peer_goal) == (40_001, 40_000)
    assert quick.needs == ()


def test_every_kind_passes_with_ten_answers() -> None:
    for kind in PitchKind:
        quick = answers(kind=kind, kind_other="A field visit", audience="Anyone in the public service")
        assert gate(plan_from_answers(quick, TODAY), TODAY) == [], kind


def test_blank_answers_are_all_named() -> None:
    blank = answers(title="", starts_on=None, benefit_me="", gives_back="", deadline=None)
    fields = {point.field for point in gate(plan_from_answers(blank, TODAY), TODAY)}
    assert fields == {"title", "starts_on", "benefit_me", "share_backs", "deadline"}


def test_a_copy_says_the_same_without_its_days_and_favours() -> None:
    original = plan(
        costs=(Cost(label="Hotel", amount_cents=60_000, replaced_cents=60_000),),
        needs=(Wanted(title="Facilitation", wanted=60, wanted_by=date(2026, 3, 9)),),
    )
    copy = copy_of(original)
    assert (copy.title, copy.benefit_peers, copy.cost_cents) == (original.title, original.benefit_peers, 60_000)
    assert (copy.starts_on, copy.deadline, copy.needs[0].wanted_by, copy.share_backs[0].due_on) == (None,) * 4
