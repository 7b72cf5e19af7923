"""Settlement by card: held from all, then taken from all or from nobody. Rows 41 and 42 of money.md."""

from datetime import timedelta

import pytest

from crowdlearn.kernel.clock import now
from crowdlearn.ledger.rules import FEES, PROCESSOR
from crowdlearn.payments.rules import PaymentState, Wanted
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.sandbox import faults
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import Decision, NotNow
from tests import make
from tests.support.card_cases import decisions
from tests.support.cards import ASKS_LATER, DECLINES_LATER, NO_FUNDS, OK, processor  # noqa: F401 - a fixture
from tests.support.money import all_agrees, booked, one, told
from tests.support.settling import by_card, hours  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


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
