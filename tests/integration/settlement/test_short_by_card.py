"""When a hold fails, lapses or must be confirmed: who mends it, who takes the place, and when everybody is let go."""

from datetime import timedelta

import pytest

from crowdlearn.ledger.rules import PROCESSOR
from crowdlearn.payments.rules import Wanted
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.sandbox import faults, intents
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import Decision, NoTopUpNow, RefundReason
from tests.support.card_cases import decisions
from tests.support.cards import ASKS_LATER, DECLINES_LATER, NO_FUNDS, OK, processor  # noqa: F401 - a fixture
from tests.support.money import all_agrees, booked
from tests.support.settling import by_card, hours  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


def test_row_41_a_failed_hold_is_repaired_with_another_card_within_48_hours(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.lock_and_hold()
    assert case.moves == ["authorised", "authorised", "card_failed"]
    assert (case.pitch.state, case.charged) == (PitchState.SETTLING, 0)
    case.wait(hours=40)
    case.give_card(2)
    assert case.pitch.state is PitchState.FUNDED
    assert case.charged == 70000
    all_agrees()


def test_row_41_mails_at_0_24_and_40_hours_and_one_more_try_of_the_bank(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    person = case.pledges[2].peer_id
    case.lock_and_hold()
    assert case.told("money_card_failed") == [person]
    case.wait(hours=23)
    assert (case.payment(2).attempt, len(case.told("money_card_failed"))) == (1, 1)
    case.wait(hours=2)
    assert case.payment(2).attempt == 2  # the bank was asked once more, and said no again
    assert case.told("money_card_failed") == [person, person]
    assert case.told("money_remind_card") == []
    case.wait(hours=14)
    assert case.told("money_remind_card") == []
    case.wait(hours=2)
    assert case.told("money_remind_card") == [person]
    assert case.payment(2).attempt == 2


@pytest.mark.parametrize("code", ["lost_card", "stolen_card", "expired_card"])
def test_a_lost_card_is_never_asked_again(by_card, code):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.lock_and_hold()
    case.fail_with(2, code)
    case.wait(hours=25)
    assert case.payment(2).attempt == 1
    assert case.told("money_remind_card") == [case.pledges[2].peer_id]


def test_row_41_at_48_hours_whoever_waits_takes_the_room_and_is_held(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.back(20000, state=PledgeState.WAITLISTED)
    case.lock_and_hold()
    case.wait(hours=47)
    assert case.states == ["committed", "committed", "committed", "waitlisted"]
    case.wait(hours=1)
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["kept", "kept", "dropped", "kept"]
    assert (case.charged, case.held, case.settlement.top_up_cents) == (70000, 70000, 0)
    assert case.told("money_dropped") == [case.pledges[2].peer_id]
    all_agrees()


def test_row_41_a_no_after_48_hours_makes_room_for_whoever_waits_next(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    for number in (DECLINES_LATER, OK):
        case.back(20000, number, PledgeState.WAITLISTED)
    case.lock_and_hold()
    case.wait(hours=48)
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["kept", "kept", "dropped", "dropped", "kept"]
    assert (case.charged, case.settlement.top_up_cents) == (70000, 0)
    all_agrees()


def test_row_41_a_no_after_48_hours_may_be_mended_while_nobody_waits(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.back(20000, DECLINES_LATER, PledgeState.WAITLISTED)
    case.lock_and_hold()
    case.wait(hours=60)
    assert case.states == ["committed", "committed", "dropped", "committed"]
    case.give_card(3)
    assert case.states == ["kept", "kept", "dropped", "kept"]
    all_agrees()


def test_row_41_from_48_hours_on_the_pitcher_may_top_up(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.lock_and_hold()
    case.wait(hours=47)
    with pytest.raises(NoTopUpNow):
        service.add_top_up(case.pitcher.id, case.pitch_id, 20000)
    case.wait(hours=1)
    assert case.told("money_top_up") == [case.pitcher.id]
    assert case.settlement.top_up_until == case.settlement.holding_since + hours(72)
    service.add_top_up(case.pitcher.id, case.pitch_id, 15000)
    case.work()
    assert (case.pitch.state, case.charged) == (PitchState.SETTLING, 0)
    service.add_top_up(case.pitcher.id, case.pitch_id, 5000)
    case.work()
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["kept", "kept", "dropped"]
    assert (case.charged, case.held, case.settlement.top_up_cents) == (50000, 50000, 20000)
    assert case.pitch.own_share_cents == 70000  # row 31: the agreed share stays
    all_agrees()


def test_row_41_still_short_after_72_hours_every_hold_is_released_and_nobody_has_paid(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.lock_and_hold()
    case.wait(hours=71)
    assert case.pitch.state is PitchState.SETTLING
    case.wait(hours=1)
    assert case.pitch.state is PitchState.NOT_FUNDED_AFTER_LOCK
    assert (case.settlement.decision, decisions(case)) == (Decision.LET_GO, ["let_go"])
    assert case.moves == ["released"] * 3
    assert case.intents == ["canceled"] * 3
    assert (case.charged, case.held, booked(PROCESSOR), case.rounds()) == (0, 0, 0, [])
    assert case.states == ["released", "released", "dropped"]
    all_agrees()


def test_row_41_the_window_ends_12_hours_before_the_earliest_hold_lapses(by_card, monkeypatch):  # noqa: F811
    monkeypatch.setitem(intents.HOLDS_SECONDS, "visa", 60 * 3600)
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.weigh()
    case.work()
    case.wait(hours=72)
    since = case.settlement.holding_since
    assert timedelta() <= since + hours(48) - case.settlement.pay_until < timedelta(seconds=1)  # a bank counts seconds
    case.wait(hours=24)
    assert case.settlement.top_up_until == case.settlement.pay_until
    case.wait(hours=23)
    assert case.pitch.state is PitchState.SETTLING
    case.wait(hours=1)
    assert case.pitch.state is PitchState.NOT_FUNDED_AFTER_LOCK
    assert case.charged == 0
    all_agrees()


def test_the_window_does_not_run_while_the_processor_is_silent(by_card):  # noqa: F811
    case = by_card()
    faults.plan(case.processor.store, Kind.TIMEOUT, Place.BEFORE, times=-1)
    case.lock_and_hold()
    case.wait(hours=80)
    assert (case.pitch.state, case.settlement.holding_since) == (PitchState.SETTLING, None)
    faults.clear(case.processor.store)
    case.wait(hours=1)
    assert case.pitch.state is PitchState.FUNDED
    all_agrees()


def test_row_42_a_hold_that_its_backer_must_confirm_counts_neither_as_held_nor_as_dropped(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, ASKS_LATER))
    person = case.pledges[2].peer_id
    case.lock_and_hold()
    assert case.moves == ["authorised", "authorised", "needs_action"]
    assert (case.pitch.state, case.told("money_card_confirm")) == (PitchState.SETTLING, [person])
    case.wait(hours=49)
    assert case.states == ["committed"] * 3
    assert case.payment(2).attempt == 1  # nobody but its backer can do anything
    assert case.told("money_remind_confirm") == [person, person]
    assert case.figures.missing == 20000
    case.confirm(2)
    assert case.pitch.state is PitchState.FUNDED
    assert case.charged == 70000
    all_agrees()


def test_row_42_never_confirmed_nobody_pays(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, ASKS_LATER))
    case.lock_and_hold()
    case.wait(hours=72)
    assert case.pitch.state is PitchState.NOT_FUNDED_AFTER_LOCK
    assert case.moves == ["released"] * 3
    assert case.charged == 0
    all_agrees()


def test_a_hold_that_lapses_before_it_is_taken_is_covered_by_the_pitcher(by_card):  # noqa: F811
    case = by_card()
    lapse_one(case)
    assert (case.pitch.state, case.charged) == (PitchState.SETTLING, 50000)
    assert case.told("money_top_up") == [case.pitcher.id]
    service.add_top_up(case.pitcher.id, case.pitch_id, 20000)
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["kept", "kept", "released"]
    assert (case.held, case.settlement.top_up_cents) == (50000, 20000)
    all_agrees()


def test_a_hold_that_lapses_and_is_not_covered_sends_everything_back(by_card):  # noqa: F811
    case = by_card()
    lapse_one(case)
    case.wait(hours=24)
    assert case.pitch.state is PitchState.NOT_FUNDED_AFTER_LOCK
    assert decisions(case) == ["take"]  # what was decided stays
    [opened] = case.rounds()
    assert (opened.reason, case.refunded(opened.id)) == (RefundReason.NOT_FUNDED, [25000, 25000, 0])
    all_agrees()


def lapse_one(case) -> None:
    """Let the third hold lapse at its bank after the decision, before it is taken."""
    faults.plan(case.processor.store, Kind.RESET, Place.BEFORE, method="POST", path="*/capture", times=-1)
    case.lock_and_hold()
    assert case.wants == [Wanted.TAKE] * 3
    case.lapse(2)
    faults.clear(case.processor.store)
    case.wait(hours=1)
    assert case.moves == ["collected", "collected", "released"]
