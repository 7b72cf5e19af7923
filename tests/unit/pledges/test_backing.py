"""Whose money is refused, and in which words: rows 55, 57 and 65 of money.md, and closed pitches."""

from datetime import date

import pytest

from crowdlearn.people.rules import MoneyMode, PersonState
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges import rules
from crowdlearn.pledges.rules import Backing, Given, Limits, MoneyAsk, allowance, check_limits, why_not_back

NONE = MoneyMode.EXPERTISE_ONLY


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        pytest.param(Backing(is_pitcher=True), rules.SelfPledge, id="row-55-own-pitch"),
        pytest.param(Backing(in_reporting_line=True), rules.ReportingLine, id="row-57-reporting-line"),
        pytest.param(Backing(vendor_domain="vendor.example"), rules.VendorDomain, id="row-57-vendor"),
        pytest.param(Backing(peer_mode=NONE), rules.BackerNotAdopted, id="row-57-backer-not-adopted"),
        pytest.param(Backing(pitcher_mode=NONE), rules.PitcherNotAdopted, id="pitcher-not-adopted"),
        pytest.param(Backing(state=PersonState.UNVERIFIED), rules.NotVerified, id="unverified"),
        pytest.param(Backing(state=PersonState.WAITING), rules.NotVerified, id="waiting-for-a-steward"),
        pytest.param(Backing(state=PersonState.SUSPENDED), rules.Suspended, id="suspended"),
        pytest.param(Backing(state=PersonState.LEFT), rules.Suspended, id="left"),
    ],
)
def test_money_is_refused_with_its_reason(facts, refusal):
    assert type(why_not_back(facts)) is refusal
    with pytest.raises(refusal):
        rules.check_backing(facts)


def test_a_verified_peer_of_an_adopting_organisation_may_back():
    assert why_not_back(Backing()) is None
    assert why_not_back(Backing(peer_mode=MoneyMode.CARD)) is None


def test_the_later_checks_look_at_conflicts_only():
    assert rules.conflict_of_interest(Backing(peer_mode=NONE, state=PersonState.LEFT)) is None
    assert isinstance(rules.conflict_of_interest(Backing(in_reporting_line=True)), rules.ReportingLine)


@pytest.mark.parametrize(
    ("email", "found"),
    [
        ("a@vendor.example", "vendor.example"),
        ("a@Mail.Vendor.Example", "vendor.example"),
        ("a@notvendor.example", ""),
        ("a@example", ""),
    ],
)
def test_a_blocked_domain_blocks_its_subdomains_and_no_namesake(email, found):
    assert rules.blocked_part(email, frozenset({"vendor.example"})) == found


def ask(**facts):
    return MoneyAsk(
        **(
            {
                "state": PitchState.OPEN,
                "goal_cents": 70_000,
                "currency": "CAD",
                "past_deadline": False,
                "declined": False,
            }
            | facts
        )
    )


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        pytest.param({"state": PitchState.LOCKED}, rules.PitchClosed, id="locked"),
        pytest.param({"state": PitchState.DRAFT}, rules.PitchClosed, id="draft"),
        pytest.param({"state": PitchState.IDEA}, rules.StillIdea, id="idea"),
        pytest.param({"state": PitchState.PAUSED}, rules.PitchPaused, id="paused"),
        pytest.param({"goal_cents": 0}, rules.NoMoneyAsked, id="row-7-nothing-asked-of-peers"),
        pytest.param({"past_deadline": True}, rules.PastDeadline, id="past-deadline"),
        pytest.param({"declined": True}, rules.MoneyAskDeclined, id="declined"),
    ],
)
def test_a_pitch_that_takes_no_money_says_why(facts, refusal):
    with pytest.raises(rules.PitchClosed) as refused:
        rules.check_takes_money(ask(**facts))
    assert type(refused.value) is refusal


def test_an_open_pitch_takes_money():
    rules.check_takes_money(ask())


LIMITS = Limits()


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (Given(), 50_000),
        (Given(here=20_000, pair=20_000, year=20_000), 30_000),
        (Given(pair=70_000, year=70_000), 30_000),
        (Given(year=199_000), 1_000),
        (Given(here=60_000), 0),
    ],
)
def test_row_65_the_remaining_allowance_is_the_tightest(given, left):
    assert allowance(LIMITS, given) == left
    check_limits(left, LIMITS, given, "CAD")
    with pytest.raises(rules.LimitReached) as refused:
        check_limits(left + 1, LIMITS, given, "CAD")
    assert refused.value.facts["remaining"].cents == left


def test_row_65_each_limit_has_its_words():
    with pytest.raises(rules.LimitReached) as refused:
        check_limits(40_000, LIMITS, Given(pair=70_000, year=70_000), "CAD")
    assert refused.value.facts["limit"].cents == 100_000
    assert "pitcher" in refused.value.msgid


def test_the_consent_names_the_last_day_on_which_money_is_asked():
    assert rules.consent_until(date(2026, 11, 30)) == date(2026, 12, 13)
