"""Offers of help: who may, what is asked for, and which minutes count."""

from datetime import date

import pytest

from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.rules import NeedKind, PitchState
from crowdlearn.pledges import rules
from crowdlearn.pledges.rules import Counted, Help, check_help, counted

HOURS, THING = NeedKind.HOURS, NeedKind.INTRODUCTION


def check(offered, kind=HOURS, *, is_pitcher=False, state=PersonState.ACTIVE):
    check_help(offered, kind, is_pitcher=is_pitcher, state=state)


def test_everyone_but_the_pitcher_may_help():
    check(Help(minutes=60))
    check(Help(minutes=60), state=PersonState.WAITING)
    with pytest.raises(rules.OwnHelp):
        check(Help(minutes=60), is_pitcher=True)


@pytest.mark.parametrize("state", [PersonState.UNVERIFIED, PersonState.SUSPENDED, PersonState.LEFT])
def test_unknown_and_suspended_people_are_refused(state):
    with pytest.raises(rules.HelperUnknown):
        check(Help(minutes=60), state=state)


@pytest.mark.parametrize("minutes", [0, 14, 200 * 60 + 1])
@pytest.mark.parametrize("kind", [HOURS, None])
def test_time_is_offered_within_reason(minutes, kind):
    with pytest.raises(rules.MinutesMissing):
        check(Help(minutes=minutes), kind)


def test_a_thing_needs_no_time():
    check(Help(), THING)


def test_the_window_runs_forward():
    with pytest.raises(rules.WindowBackwards):
        check(Help(minutes=60, window_from=date(2026, 3, 2), window_to=date(2026, 3, 1)))
    check(Help(minutes=60, window_from=date(2026, 3, 1), window_to=date(2026, 3, 1)))


@pytest.mark.parametrize(
    ("helper", "pitcher", "result"),
    [
        (None, None, Counted(0, False)),
        (90, None, Counted(0, False)),
        (None, 90, Counted(0, False)),
        (90, 60, Counted(60, False)),
        (60, 90, Counted(60, False)),
        (60, 60, Counted(60, True)),
        (0, 0, Counted(0, True)),
    ],
)
def test_the_smaller_word_counts_until_both_agree(helper, pitcher, result):
    assert counted(helper, pitcher) == result


@pytest.mark.parametrize(
    ("line", "already", "stated", "off"),
    [
        pytest.param(60_000, 0, 80_000, 60_000, id="row-61"),
        pytest.param(60_000, 0, 20_000, 20_000, id="worth-less-than-the-line"),
        pytest.param(60_000, 50_000, 20_000, 10_000, id="the-line-is-nearly-replaced"),
    ],
)
def test_help_in_kind_takes_off_no_more_than_the_line(line, already, stated, off):
    assert rules.taken_off(line, already, stated) == off


@pytest.mark.parametrize("state", [PitchState.DRAFT, PitchState.WITHDRAWN, PitchState.COMPLETED, PitchState.NOT_FUNDED])
def test_closed_pitches_take_no_offers(state):
    with pytest.raises(rules.OffersClosed):
        rules.check_takes_offers(state)


def test_an_idea_asks_for_nothing_yet_and_says_so():
    with pytest.raises(rules.NoOffersYet):
        rules.check_takes_offers(PitchState.IDEA)


def test_help_is_welcome_after_the_lock():
    rules.check_takes_offers(PitchState.LOCKED)
    rules.check_takes_offers(PitchState.FUNDED)
