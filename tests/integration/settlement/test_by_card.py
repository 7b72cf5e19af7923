"""Settlement by card: held from all, then taken from all or from nobody. Rows 41 and 42 of money.md."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.ledger.rules import FEES, PROCESSOR
from crowdlearn.payments.rules import PaymentState, Wanted
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.sandbox import faults, intents
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import Decision, NotNow, NoTopUpNow, RefundReason
from tests import make
from tests.support.cards import ASKS_LATER, DECLINES_LATER, NO_FUNDS, OK, processor  # noqa: F401 - a fixture
from tests.support.money import all_agrees, booked, one, told
from tests.support.settling import by_card, hours  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


def decisions(case) -> list[str]:
    with reading() as session:
        rows = session.exec(
            select(AuditRow).where(AuditRow.action == "settle.decide", AuditRow.object_id == case.pitch_id)
        )
        return [json.loads(row.facts)["decision"] for row in rows]


def test_a_card_pitch_locks_with_a_notice_and_asks_no_bank_before_it_is_over(by_card):  # noqa: F811
    case = by_card()
    case.weigh()
    case.work()
    assert case.pitch.state is PitchState.LOCKED
    assert (case.settlement.provider, case.settlement.hold_from - now()) == ("sandbox", timedelta(days=3))
    assert case.moves == ["to_charge"] * 3
    assert [case.payment(n).card_id for n in range(3)] == [pledge.card_id for pledge in case.pledges]
    case.wait(hours=71)
    assert case.pitch.state is PitchState.LOCKED
    assert case.intents == []
    all_agrees()


def test_all_is_held_then_all_is_taken_and_the_pitch_is_funded(by_card):  # noqa: F811
    case = by_card()
    case.lock_and_hold()
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["kept"] * 3
    assert case.moves == ["collected"] * 3
    assert (case.settlement.decision, decisions(case)) == (Decision.TAKE, ["take"])
    assert (case.held, case.charged, case.payable) == (70000, 70000, 0)
    assert booked(PROCESSOR) + booked(FEES) == 70000
    assert (told("settlement.PitchFunded"), told("payments.PaymentCollected")) == (1, 3)
    all_agrees()


def test_the_decision_is_stored_with_all_that_it_means_before_anything_is_taken(by_card):  # noqa: F811
    case = by_card()
    faults.plan(case.processor.store, Kind.RESET, Place.BEFORE, method="POST", path="*/capture", times=-1)
    case.lock_and_hold()
    assert case.pitch.state is PitchState.SETTLING
    assert (case.settlement.decision, case.charged) == (Decision.TAKE, 0)
    assert case.wants == [Wanted.TAKE] * 3
    decided_at = case.settlement.decided_at
    case.wait(hours=12)
    faults.clear(case.processor.store)
    case.wait(hours=1)
    assert (case.pitch.state, case.settlement.decided_at) == (PitchState.FUNDED, decided_at)
    assert decisions(case) == ["take"]
    all_agrees()


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


def test_nobody_is_charged_after_the_last_day_of_a_consent(by_card):  # noqa: F811
    case = by_card()
    case.consent_until(make.days(5))
    faults.plan(case.processor.store, Kind.TIMEOUT, Place.BEFORE, times=-1)
    case.lock_and_hold()
    case.wait(hours=24 * 4)
    assert case.pitch.state is PitchState.NOT_FUNDED_AFTER_LOCK
    faults.clear(case.processor.store)
    case.wait(hours=2)
    assert case.moves == ["released"] * 3
    assert case.charged == 0
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


def test_a_backer_without_a_card_is_asked_for_one_and_held_when_it_is_there(by_card):  # noqa: F811
    case = by_card((25000, 25000), (OK, OK))
    peer = make.person(of=make.organisation())
    case.pledges.append(make.pledge(case.pitch, peer, 20000))
    case.lock_and_hold()
    assert case.moves == ["authorised", "authorised", "to_charge"]
    assert case.told("money_remind_card") == [peer.id]
    case.give_card(2)
    assert case.pitch.state is PitchState.FUNDED
    all_agrees()


def test_a_conflict_of_interest_is_looked_for_again_before_anything_is_held(by_card):  # noqa: F811
    case = by_card()
    case.back(20000, state=PledgeState.WAITLISTED)
    case.weigh()
    case.work()
    make.manages(one(Person, case.pledges[2].peer_id), case.pitcher)
    case.wait(hours=72)
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["kept", "kept", "released", "kept"]
    assert case.moves == ["collected", "collected", "released", "collected"]
    assert len(case.intents) == 3  # the processor never heard of the released one
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


def test_while_money_is_taken_the_pitch_is_not_frozen(by_card):  # noqa: F811
    case = by_card()
    faults.plan(case.processor.store, Kind.RESET, Place.BEFORE, method="POST", path="*/capture", times=-1)
    case.lock_and_hold()
    with pytest.raises(NotNow):
        service.freeze(case.first.id, case.pitch_id, "The pitcher has left.")
    assert case.wants == [Wanted.TAKE] * 3
    faults.clear(case.processor.store)
    case.wait(hours=1)
    service.freeze(case.first.id, case.pitch_id, "The pitcher has left.")
    [opened] = case.rounds()
    assert case.refunded(opened.id) == [25000, 25000, 20000]


def test_a_pitch_that_is_frozen_while_it_is_held_lets_everybody_go(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.lock_and_hold()
    service.freeze(case.first.id, case.pitch_id, "The pitcher has left.")
    case.work()
    assert case.moves == ["released"] * 3
    assert (case.charged, case.settlement.decision) == (0, Decision.LET_GO)


def test_money_by_transfer_for_a_card_pledge_counts_for_nothing(by_card):  # noqa: F811
    case = by_card()
    case.weigh()
    case.pay(0)
    assert case.payment(0).state is PaymentState.TO_CHARGE
    assert told("settlement.MoneyWaits") == 1
    case.wait(hours=72)
    assert (case.pitch.state, case.charged) == (PitchState.FUNDED, 70000)
    all_agrees()
