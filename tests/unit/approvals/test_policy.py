"""Who is asked, who may decide, and when: the organisation's policy as pure rules."""

from datetime import date

import pytest

from crowdlearn.approvals import rules
from crowdlearn.approvals.rules import NOBODY, Asks, Authority, Decision, Policy, Standing, Step, steps_for
from crowdlearn.people.rules import PersonState, StepOrder
from crowdlearn.pitches.rules import PitchState

LINE, BUDGET = Authority.LINE, Authority.BUDGET
MONEY = Asks(peer_goal_cents=70_000)


@pytest.mark.parametrize(
    ("policy", "asks", "told"),
    [
        pytest.param(None, MONEY, True, id="not-adopted"),
        pytest.param(Policy(), Asks(), True, id="expertise-only"),
        pytest.param(Policy(), Asks(takes_work_time=True), True, id="work-time-where-nobody-asks"),
        pytest.param(Policy(work_time_asks=True), Asks(takes_work_time=True), False, id="work-time-asks"),
        pytest.param(Policy(ask_above_cents=70_000), MONEY, True, id="up-to-the-amount-without-decision"),
        pytest.param(Policy(ask_above_cents=69_999), MONEY, False, id="a-cent-above-it"),
        pytest.param(Policy(steps_needed=0), MONEY, True, id="no-steps"),
    ],
)
def test_the_manager_is_told_or_asked(policy, asks, told):
    assert (steps_for(policy, asks, levels=2) == NOBODY) is told


def test_steps_follow_each_other_or_are_asked_at_once():
    in_order = steps_for(Policy(steps_needed=2), MONEY, levels=2)
    assert in_order.steps == (Step(LINE, 1, True), Step(LINE, 2, False))
    assert in_order.line_needed == 2
    any_of = steps_for(Policy(steps_needed=1, step_order=StepOrder.ANY), MONEY, levels=2)
    assert any_of.steps == (Step(LINE, 1, True), Step(LINE, 2, True))
    assert any_of.line_needed == 1


def test_a_short_line_is_asked_as_far_as_it_reaches():
    assert steps_for(Policy(steps_needed=3), MONEY, levels=1).line_needed == 1
    nobody_named = steps_for(Policy(), MONEY, levels=0)
    assert (nobody_named.steps, nobody_named.line_needed) == ((Step(LINE, 1, True),), 1)


def test_the_budget_holder_decides_on_organisation_money_above_the_limit():
    policy = Policy(budget_limit_cents=50_000)
    assert steps_for(policy, Asks(peer_goal_cents=1, organisation_cents=50_000), 2).steps == (Step(LINE, 1, True),)
    above = steps_for(policy, Asks(peer_goal_cents=1, organisation_cents=50_001), 2)
    assert above.steps == (Step(LINE, 1, True), Step(BUDGET, 0, False))
    alone = steps_for(policy, Asks(organisation_cents=50_001), 2)
    assert (alone.steps, alone.line_needed) == ((Step(BUDGET, 0, True),), 0)
    assert steps_for(Policy(), Asks(peer_goal_cents=1, organisation_cents=10**9), 2).steps == (Step(LINE, 1, True),)


@pytest.mark.parametrize(
    ("standing", "refusal"),
    [
        (Standing(is_pitcher=True, has_authority=True), rules.OwnDecision),
        (Standing(), rules.NoAuthority),
        (Standing(has_authority=True, has_stake=True), rules.HasStake),
    ],
)
def test_never_ones_own_never_without_authority_never_with_a_stake(standing, refusal):
    with pytest.raises(refusal):
        rules.check_may_decide(standing)


def test_who_leads_the_pitcher_and_gave_nothing_may_decide():
    rules.check_may_decide(Standing(has_authority=True))


@pytest.mark.parametrize("decision", [Decision.ASK_CHANGES, Decision.DECLINE, Decision.REVOKE])
def test_every_decision_but_yes_says_why(decision):
    with pytest.raises(rules.ReasonMissing):
        rules.check_reason(decision, "  ")
    rules.check_reason(decision, "Budget is spent.")
    rules.check_reason(Decision.CLEAR, "")


def test_a_decision_is_bound_to_the_terms_that_were_read():
    with pytest.raises(rules.TermsMoved):
        rules.check_terms(seen=1, present=2)
    rules.check_terms(2, 2)


@pytest.mark.parametrize(("state", "sealed"), [
    (PitchState.SETTLING, True), (PitchState.FUNDED, True), (PitchState.FUNDED, False), (PitchState.COMPLETED, False),
])  # fmt: skip
def test_row_45_a_clearance_is_not_withdrawn_once_money_moves(state, sealed):
    with pytest.raises(rules.TooLateToRevoke):
        rules.check_revocable(state, sealed=sealed)


@pytest.mark.parametrize("state", [PitchState.OPEN, PitchState.TOP_UP, PitchState.LOCKED, PitchState.SETTLING])
def test_row_44_before_that_it_is(state):
    rules.check_revocable(state, sealed=False)


def test_nothing_is_decided_on_an_ended_pitch_or_for_a_suspended_pitcher():
    with pytest.raises(rules.NothingToDecide):
        rules.check_decidable(PitchState.WITHDRAWN, PersonState.ACTIVE)
    with pytest.raises(rules.PitcherSuspended):
        rules.check_decidable(PitchState.OPEN, PersonState.SUSPENDED)


def test_a_decision_after_the_learning_began_is_labelled():
    first_day = date(2026, 11, 10)
    assert not rules.is_after_the_fact(PitchState.OPEN, date(2026, 11, 9), first_day)
    assert rules.is_after_the_fact(PitchState.OPEN, first_day, first_day)
    assert rules.is_after_the_fact(PitchState.FUNDED, date(2026, 1, 1), None)


FRIDAY, MONDAY = date(2026, 11, 6), date(2026, 11, 9)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (FRIDAY, FRIDAY, 0),
        (FRIDAY, date(2026, 11, 8), 0),
        (FRIDAY, MONDAY, 1),
        (MONDAY, FRIDAY, 0),
        (MONDAY, date(2026, 11, 23), 10),
        (date(2026, 11, 7), date(2026, 11, 11), 3),
    ],
)
def test_working_days_are_mondays_to_fridays(start, end, days):
    assert rules.working_days_between(start, end) == days


def test_reminders_after_three_and_seven_working_days_another_after_ten():
    asked = MONDAY
    assert [rules.reminders_due(asked, date(2026, 11, d)) for d in (11, 12, 17, 18)] == [0, 1, 1, 2]
    assert not rules.escalation_due(asked, date(2026, 11, 20))
    assert rules.escalation_due(asked, date(2026, 11, 23))
