"""What happens when time is up: deadline, top-up window, time to pay, receipts. The clock stands and is turned."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.db.session import reading
from crowdlearn.payments.rules import PaymentState
from crowdlearn.people.models import Hold
from crowdlearn.people.rules import HoldReason
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import RefundReason, RoundState
from tests import make
from tests.support.money import all_agrees, money, one, told

pytestmark = pytest.mark.usefixtures("database")
BEFORE_MIDNIGHT = timedelta(seconds=1)


@pytest.fixture
def noon(clock):
    """Stop the clock, so that days can be counted from it."""
    moment = clock.stand()
    return clock.stand(moment.replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1))


def close(clock, **ahead):
    if ahead:
        clock.forward(**ahead)
    return service.close_what_is_due()


def test_a_deadline_closes_at_the_end_of_its_day_in_the_pitchs_own_zone(noon, clock):
    case = money([25000], time_zone="America/Vancouver", deadline=make.days(3))
    assert close(clock, days=3, hours=18) == 0  # 06:00 UTC of the next day is 23:00 or 22:00 in Vancouver
    assert case.pitch.state is PitchState.OPEN
    assert close(clock, hours=2) == 1
    assert case.pitch.state is PitchState.TOP_UP


def test_row_39_short_at_the_deadline_the_pitcher_has_a_week_to_close_the_gap(noon, clock):
    case = money([25000, 25000])
    close(clock, days=20, hours=12)
    assert case.pitch.state is PitchState.TOP_UP
    assert told("settlement.TopUpAsked") == 1
    assert close(clock, days=6, hours=23) == 0
    service.add_top_up(case.pitcher.id, case.pitch_id, 15000)
    assert case.pitch.state is PitchState.TOP_UP
    service.add_top_up(case.pitcher.id, case.pitch_id, 5000)
    assert case.pitch.state is PitchState.LOCKED
    case.pay_all()
    assert case.pitch.state is PitchState.FUNDED
    assert (case.settlement.top_up_cents, case.held) == (20000, 50000)
    all_agrees()


def test_row_39_a_gap_that_stays_open_ends_the_pitch_and_nobody_pays(noon, clock):
    case = money([25000, 25000])
    close(clock, days=20, hours=12)
    close(clock, days=7)
    assert case.pitch.state is PitchState.NOT_FUNDED
    assert case.states == ["released", "released"]
    assert (told("settlement.PitchNotFunded"), told("payments.PaymentAsked")) == (1, 0)
    assert close(clock, days=1) == 0


def test_an_uncleared_pitch_is_not_approved_when_the_week_is_over(noon, clock):
    case = money(clearance=ClearanceState.WAITING)
    close(clock, days=20, hours=12)
    assert case.pitch.state is PitchState.TOP_UP
    assert told("settlement.TopUpAsked") == 0  # nothing is missing but the clearance
    close(clock, days=7)
    assert case.pitch.state is PitchState.NOT_APPROVED
    assert case.states == ["released"] * 3


def test_an_uncleared_pitch_without_peers_money_waits_a_week_too(noon, clock):
    host = make.organisation(adopted=False)
    make.adoption(host, work_time_asks=True)
    case = money()
    case.pitch_id = make.pitch(make.person(of=host), takes_work_time=True).id
    make.kept(Clearance(pitch_id=case.pitch_id, terms_version=1, state=ClearanceState.WAITING, line_needed=1))
    close(clock, days=20, hours=13)
    assert case.pitch.state is PitchState.OPEN
    close(clock, days=7)
    assert case.pitch.state is PitchState.NOT_APPROVED


def test_a_paused_pitch_ends_at_its_deadline(noon, clock):
    case = money(state=PitchState.PAUSED)
    close(clock, days=20, hours=12)
    assert case.pitch.state is PitchState.NOT_FUNDED
    assert case.states == ["released"] * 3


def test_who_does_not_pay_in_time_is_dropped_and_the_next_in_line_may_pay(noon, clock):
    case = money()
    waiting = make.pledge(case.pitch, make.person(of=make.organisation()), 25000, PledgeState.WAITLISTED)
    case.weigh()
    case.pay(1)
    case.pay(2)
    assert close(clock, days=13, hours=23) == 0
    close(clock, hours=1)
    assert case.pitch.state is PitchState.SETTLING
    assert case.states == ["dropped", "committed", "committed"]
    assert case.payment(0).state is PaymentState.RELEASED
    assert one(type(waiting), waiting.id).state is PledgeState.COMMITTED
    assert told("settlement.TopUpAsked") == 0
    case.pledges.append(waiting)
    assert case.payment(3).due_at == case.settlement.top_up_until
    all_agrees()
    case.pay(3)
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["dropped", "kept", "kept", "kept"]
    all_agrees()


def test_the_pitcher_may_top_up_what_was_dropped(noon, clock):
    case = money()
    case.weigh()
    case.pay(0)
    case.pay(1)
    close(clock, days=14)
    assert told("settlement.TopUpAsked") == 1
    service.add_top_up(case.pitcher.id, case.pitch_id, 20000)
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["kept", "kept", "dropped"]
    case.prove(240000, 100000)
    assert case.figures.outcome.payable == 50000  # row 31: peers carry what they paid, the pitcher the rest
    all_agrees()


def test_short_after_the_last_week_everything_goes_back(noon, clock):
    case = money()
    case.weigh()
    case.pay(0)
    case.pay(1, 10000)
    close(clock, days=14)
    close(clock, days=6, hours=23)
    assert case.pitch.state is PitchState.SETTLING
    close(clock, hours=1)
    assert case.pitch.state is PitchState.NOT_FUNDED_AFTER_LOCK
    assert case.states == ["released", "dropped", "dropped"]
    [opened] = case.rounds()
    assert (opened.reason, opened.state, opened.amount_cents) == (RefundReason.NOT_FUNDED, RoundState.OPENED, 25000)
    assert (case.held, case.payable) == (25000, 10000)
    all_agrees()
    service.confirm_refunds(case.first.id, opened.id)  # 250.00: the first treasurer proposes, the second confirms
    service.confirm_refunds(case.second.id, opened.id)
    service.send_refunds(case.first.id, opened.id, "OUT-1")
    assert (case.held, case.payable) == (0, 10000)
    assert case.payment(0).state is PaymentState.REFUNDED
    all_agrees()


def test_backers_are_reminded_twice(noon, clock):
    case = money()
    case.weigh()
    case.pay(0)
    assert service.remind() == 0
    clock.forward(days=7)
    assert (service.remind(), service.remind()) == (2, 0)
    clock.forward(days=5)
    assert (service.remind(), service.remind()) == (2, 0)
    assert told("settlement.ReminderDue") == 4


def test_the_pitcher_is_reminded_to_top_up(noon, clock):
    case = money()
    case.weigh()
    close(clock, days=14)
    assert service.remind() == 0
    clock.forward(days=5)
    assert (service.remind(), service.remind()) == (1, 0)


def test_receipts_that_do_not_come_send_the_money_back_and_hold_new_asks(noon, clock):
    case = money()
    case.fund()
    due = case.settlement.receipts_due_on
    clock.stand(noon + timedelta(days=(due - noon.date()).days - 14, hours=13))
    assert (service.remind(), service.remind()) == (1, 0)
    clock.forward(days=12)
    assert service.remind() == 1
    clock.forward(days=3)
    assert (service.remind(), service.remind()) == (1, 0)
    [opened] = case.rounds()
    assert (opened.reason, opened.amount_cents) == (RefundReason.UNSPENT, 70000)
    with reading() as session:
        held = session.execute(sa.select(Hold.person_id, Hold.reason).where(Hold.lifted_at.is_(None))).all()
    assert held == [(case.pitcher.id, HoldReason.OVERDUE_RECEIPTS)]
    all_agrees()


def test_what_was_proven_in_part_is_kept_in_part_when_the_rest_does_not_come(noon, clock):
    """Row 34: the interim payout stays, what nobody proved goes back at the receipts' deadline."""
    case = money()
    case.fund()
    case.show(120000)
    case.pay_out(10000)
    clock.stand(noon + timedelta(days=(case.settlement.receipts_due_on - noon.date()).days + 1))
    assert service.remind() == 1
    [opened] = case.rounds()
    assert opened.amount_cents == 60000
    all_agrees()
