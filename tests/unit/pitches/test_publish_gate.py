"""The publish gate: every failing point at once, each with its field."""

import pytest

from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.people.rules import CommitmentsOverdue, NotAdopted
from crowdlearn.pitches.rules import (
    ASKS_FOR,
    EDITABLE,
    Cost,
    Funding,
    NotReady,
    PitchKind,
    Plan,
    Return,
    Step,
    check_gate,
    gate,
    latest_charge,
    step_of,
)
from crowdlearn.pitches.rules.gate import revision_points
from tests.support.plans import TODAY, in_days, plan


def codes(points: list[RuleBroken]) -> set[str]:
    return {point.code for point in points}


def test_a_whole_plan_passes() -> None:
    assert gate(plan(), TODAY) == []
    check_gate(plan(), TODAY)


def test_a_blank_plan_hears_everything_at_once() -> None:
    with pytest.raises(NotReady) as refused:
        check_gate(Plan(), TODAY)
    assert {point.field for point in refused.value.points} == {
        "title",
        "starts_on",
        "benefit_me",
        "benefit_peers",
        "benefit_organisation",
        "application_plan",
        "share_backs",
        "deadline",
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"title": " "}, "TitleMissing", id="title"),
        pytest.param({"kind": PitchKind.OTHER}, "KindUnsaid", id="other-in-own-words"),
        pytest.param({"kind": PitchKind.HOST, "sessions": 3}, "AudienceMissing", id="host-without-audience"),
        pytest.param(
            {"kind": PitchKind.TEST_IDEA, "audience": "Clerks"}, "SessionsMissing", id="test-without-sessions"
        ),
        pytest.param({"starts_on": None, "ends_on": None}, "StartMissing", id="no-day"),
        pytest.param({"starts_on": in_days(-1)}, "StartIsPast", id="past"),
        pytest.param({"ends_on": in_days(59)}, "DatesCrossed", id="crossed"),
        pytest.param({"benefit_me": ""}, "BenefitForMeMissing", id="benefit-me"),
        pytest.param({"benefit_peers": ""}, "BenefitForPeersMissing", id="benefit-peers"),
        pytest.param({"benefit_organisation": ""}, "BenefitForOrganisationMissing", id="benefit-organisation"),
        pytest.param({"application_plan": ""}, "ApplicationPlanMissing", id="application-plan"),
        pytest.param({"share_backs": ()}, "ShareBackMissing", id="nothing-comes-back"),
        pytest.param(
            {"share_backs": (Return(due_on=in_days(90), open_to_all=False),)}, "ShareBackNotOpen", id="closed-circle"
        ),
        pytest.param({"share_backs": (Return(),)}, "ShareBackUndated", id="no-due-date"),
        pytest.param({"share_backs": (Return(due_on=in_days(59)),)}, "ShareBackTooEarly", id="before-the-learning"),
        pytest.param({"deadline": None}, "DeadlineMissing", id="no-deadline"),
        pytest.param({"deadline": in_days(2)}, "DeadlineTooSoon", id="two-days"),
        pytest.param({"deadline": in_days(91), "starts_on": in_days(200), "ends_on": None}, "DeadlineTooLate", id="91"),
        pytest.param({"deadline": in_days(47)}, "PurchaseTooSoon", id="money-too-late-for-the-first-day"),
        pytest.param({"purchase_on": in_days(43)}, "PurchaseTooSoon", id="money-too-late-to-buy"),
        pytest.param({"costs": ()}, "NothingToPay", id="row-12-free"),
        pytest.param({"costs": (Cost(amount_cents=1000), Cost())}, "CostLineEmpty", id="empty-line"),
        pytest.param({"own_share_cents": 49_999}, "SelfBelowHalf", id="own-below-half"),
        pytest.param({"own_share_cents": 99_501}, "GoalBelowMinimum", id="ask-of-4.99"),
        pytest.param(
            {"organisation_money": (Funding(amount_cents=100_001, confirmed=True),)},
            "OrganisationExceedsCost",
            id="row-13",
        ),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], code: str) -> None:
    assert code in codes(gate(plan(**changes), TODAY))


@pytest.mark.parametrize("days", [3, 46])
def test_a_deadline_may_lie_three_days_ahead_and_thirteen_before_the_purchase(days: int) -> None:
    assert gate(plan(deadline=in_days(days)), TODAY) == []


def test_ninety_days_is_the_longest() -> None:
    late = plan(deadline=in_days(90), starts_on=in_days(104), ends_on=None, share_backs=(Return(due_on=in_days(120)),))
    assert gate(late, TODAY) == []


def test_the_consents_latest_date_is_thirteen_days_after_the_deadline() -> None:
    assert latest_charge(TODAY) == in_days(13)


def test_half_is_asked_only_where_peers_money_is_asked() -> None:
    expertise_only = plan(asks_money=False, costs=(), own_share_cents=1, deadline=in_days(59))
    assert gate(expertise_only, TODAY, [NotAdopted(organisation="Coastal Services")]) == []


def test_pending_organisation_money_counts_nothing() -> None:
    pending = plan(organisation_money=(Funding(amount_cents=60_000),))
    assert pending.shares.peer_goal == 50_000
    assert pending.pending_cents == 60_000


def test_a_fully_paid_pitch_asks_peers_for_nothing() -> None:
    paid = plan(organisation_money=(Funding(amount_cents=100_000, confirmed=True),), deadline=in_days(59))
    assert gate(paid, TODAY) == []
    assert paid.shares.peer_goal == 0


def test_adoption_and_holds_are_named_with_the_money_ask() -> None:
    points = gate(plan(), TODAY, [NotAdopted(organisation="Coastal Services"), CommitmentsOverdue()])
    assert codes(points) == {"NotAdopted", "CommitmentsOverdue"}
    assert {step_of(point.field) for point in points} == {Step.MONEY}


def test_every_part_of_a_plan_is_asked_for_by_one_step() -> None:
    asked = [field for fields in ASKS_FOR.values() for field in fields]
    assert sorted(asked) == sorted(EDITABLE)


def test_a_revision_need_not_meet_days_that_it_does_not_touch() -> None:
    long_after = in_days(80)
    assert revision_points(plan(), plan(story="More"), long_after) == []
    assert codes(revision_points(plan(), plan(deadline=in_days(40)), long_after)) == {"DeadlineTooSoon"}
    assert codes(revision_points(plan(), plan(benefit_peers=""), TODAY)) == {"BenefitForPeersMissing"}


def test_a_money_ask_begun_later_asks_for_standing() -> None:
    free = plan(asks_money=False, costs=())
    refusal = NotAdopted(organisation="Coastal Services")
    assert codes(revision_points(free, plan(), TODAY, [refusal])) == {"NotAdopted"}
    assert revision_points(plan(), plan(story="More"), TODAY, [refusal]) == []
