"""A pitch locks when it is full and cleared, and is funded when the money is there."""

import pytest
from sqlmodel import select

from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.payments.rules import PaymentState
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import PAY_WITHIN, NoTopUpNow, TopUpTooMuch
from tests import make
from tests.support.money import all_agrees, money, one, told

pytestmark = pytest.mark.usefixtures("database")


def test_a_full_and_cleared_pitch_locks_and_asks_backers_to_pay():
    case = money()
    case.weigh()
    assert case.pitch.state is PitchState.LOCKED
    assert case.states == ["committed"] * 3
    settlement = case.settlement
    assert (settlement.base_cents, settlement.peer_goal_cents, settlement.own_share_cents) == (140000, 70000, 70000)
    assert settlement.pay_until - settlement.locked_at == pytest.approx(PAY_WITHIN, abs=PAY_WITHIN / 10**6)
    assert [case.payment(n).state for n in range(3)] == [PaymentState.TO_CHARGE] * 3
    assert (told("settlement.PitchLocked"), told("payments.PaymentAsked")) == (1, 3)
    all_agrees()


def test_weighing_again_changes_nothing():
    case = money()
    for _ in range(3):
        case.weigh()
    assert told("settlement.PitchLocked") == 1
    with reading() as session:
        assert len(session.exec(select(AuditRow).where(AuditRow.action == "settle.lock")).all()) == 1


def test_a_pitch_that_is_not_full_waits():
    case = money([25000, 25000])
    case.weigh()
    assert case.pitch.state is PitchState.OPEN
    assert case.states == ["pledged", "pledged"]


def test_an_uncleared_pitch_waits_for_its_clearance():
    case = money(clearance=ClearanceState.WAITING)
    case.weigh()
    assert case.pitch.state is PitchState.OPEN
    case.clear()
    case.weigh()
    assert case.pitch.state is PitchState.LOCKED


def test_unsure_pledges_do_not_lock():
    case = money([25000, 25000])
    make.pledge(case.pitch, make.person(of=make.organisation()), 20000, PledgeState.RECONFIRM)
    case.weigh()
    assert case.pitch.state is PitchState.OPEN


def test_a_pledge_with_a_conflict_of_interest_is_released_at_the_lock_and_the_next_in_line_takes_its_room():
    case = money()
    waiting = make.pledge(case.pitch, make.person(of=make.organisation()), 20000, PledgeState.WAITLISTED)
    boss = one(type(case.pitcher), case.pledges[2].peer_id)
    make.manages(boss, case.pitcher)
    case.weigh()
    assert case.pitch.state is PitchState.LOCKED
    assert case.states == ["committed", "committed", "released"]
    assert one(type(waiting), waiting.id).state is PledgeState.COMMITTED


def test_without_a_next_in_line_the_pitch_stays_open():
    case = money()
    make.manages(case.pitcher, one(type(case.pitcher), case.pledges[0].peer_id))
    case.weigh()
    assert case.pitch.state is PitchState.OPEN
    assert case.states == ["released", "pledged", "pledged"]


def test_a_pitch_without_peers_money_is_funded_when_cleared():
    pitcher = make.person(of=make.organisation())
    row = make.pitch(pitcher)
    case = money()
    case.pitch_id = row.id
    case.weigh()
    assert case.pitch.state is PitchState.FUNDED
    assert told("settlement.PitchFunded") == 1


def test_room_below_the_smallest_pledge_is_asked_of_the_pitcher_once():
    case = money([25000, 25000, 19990])
    case.weigh()
    case.weigh()
    assert case.pitch.state is PitchState.OPEN
    assert told("settlement.TopUpAsked") == 1
    with pytest.raises(TopUpTooMuch):
        service.add_top_up(case.pitcher.id, case.pitch_id, 11)
    with pytest.raises(NotAllowed):
        service.add_top_up(case.first.id, case.pitch_id, 10)
    service.add_top_up(case.pitcher.id, case.pitch_id, 10)
    assert case.pitch.state is PitchState.LOCKED
    assert (case.settlement.top_up_cents, case.pitch.own_share_cents) == (10, 70000)  # the agreed shares stay
    case.pay_all()
    assert case.pitch.state is PitchState.FUNDED
    all_agrees()


def test_nothing_is_added_while_peers_can_still_pledge():
    case = money([25000])
    with pytest.raises(NoTopUpNow):
        service.add_top_up(case.pitcher.id, case.pitch_id, 100)


def test_all_the_money_in_makes_the_pitch_funded():
    case = money()
    waiting = make.pledge(case.pitch, make.person(of=make.organisation()), 20000, PledgeState.WAITLISTED)
    case.weigh()
    case.pay(0)
    assert case.pitch.state is PitchState.SETTLING
    case.pay(1)
    assert (case.held, told("settlement.PitchFunded")) == (50000, 0)
    case.pay(2)
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["kept"] * 3
    assert one(type(waiting), waiting.id).state is PledgeState.EXPIRED
    assert (case.held, case.payable, told("settlement.PitchFunded")) == (70000, 0, 1)
    assert case.settlement.receipts_due_on == make.days(41 + 30)
    all_agrees()
