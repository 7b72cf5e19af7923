"""Two workers, two treasurers, a double click on money; each with its twin that shows what the lock prevents."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.operations import DoneBefore, operating
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.ledger.models import Posting
from crowdlearn.payments.models import Payment
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Arrival, Payout, RefundRound, Settlement
from crowdlearn.settlement.rules import (
    NothingToReturn,
    NotNow,
    Payee,
    PayoutWaits,
    RecordedBefore,
    RefundReason,
    TopUpTooMuch,
)
from crowdlearn.settlement.service import (
    arrivals,
    closing,
    locking,
    paying,
    pledged,
    refunding,
    sending,
    topping_up,
    weighing,
)
from tests.support.money import Money, all_agrees, booked, money, told
from tests.support.races import meet, unlocked, wait_for_each_other

pytestmark = pytest.mark.usefixtures("committed_database")


def count(table, *where) -> int:
    with reading() as session:
        return session.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()


def test_two_workers_lock_a_pitch_once(monkeypatch):
    case = money()
    wait_for_each_other(monkeypatch, locking, "verdict")
    assert meet(case.weigh, case.weigh) == [None, None]
    assert (count(Settlement), count(Payment), told("settlement.PitchLocked")) == (1, 3, 1)
    all_agrees()


def test_without_the_lock_a_worker_locks_it_again(monkeypatch):
    case = money()
    wait_for_each_other(monkeypatch, locking, "verdict")
    with unlocked(monkeypatch, weighing):
        outcomes = meet(case.weigh, case.weigh)
    assert any(isinstance(outcome, Exception) for outcome in outcomes)  # the last line: one settlement per pitch


@pytest.fixture
def locked() -> Money:
    case = money([70000])
    case.weigh()
    return case


def statement(case: Money, reference: str = "EFT 1"):
    seen = service.Seen(case.pledges[0].reference, 70000, case.today, reference)
    return lambda: service.record_money(case.first.id, seen)


def test_one_line_of_the_statement_is_recorded_once(locked, monkeypatch):
    wait_for_each_other(monkeypatch, arrivals, "_check_new")
    outcomes = meet(statement(locked), statement(locked))
    assert sum(isinstance(outcome, RecordedBefore) for outcome in outcomes) == 1
    assert (count(Arrival), locked.held, told("settlement.PitchFunded")) == (1, 70000, 1)
    all_agrees()


def test_without_the_lock_it_is_recorded_twice(locked, monkeypatch):
    wait_for_each_other(monkeypatch, arrivals, "_receive")
    with unlocked(monkeypatch, arrivals):
        outcomes = meet(statement(locked), statement(locked))
    refused = sum(isinstance(outcome, RecordedBefore) for outcome in outcomes)
    assert refused == 0  # nobody saw the other's line; what breaks now, breaks on the last line of defence


def test_two_lines_for_one_pledge_make_it_whole_once(locked, monkeypatch):
    wait_for_each_other(monkeypatch, arrivals, "_check_new")
    meet(statement(locked, "EFT 1"), statement(locked, "EFT 2"))
    assert (locked.held, locked.payable, booked("bank")) == (70000, 70000, 140000)
    all_agrees()


@pytest.fixture
def proven() -> Money:
    case = money()
    case.fund()
    case.prove(240000, 100000)
    return case


def proposed(case: Money, cents: int = 70000):
    return service.propose_payout(case.first.id, case.pitch_id, service.PayoutPlan(Payee.PITCHER, cents, "Transfer"))


def test_a_payout_is_confirmed_once(proven, monkeypatch):
    payout_id = proposed(proven)
    wait_for_each_other(monkeypatch, paying, "check_second")
    outcomes = meet(*(lambda: service.confirm_payout(proven.second.id, payout_id, "OUT") for _ in range(2)))
    assert sum(isinstance(outcome, MoveRefused) for outcome in outcomes) == 1
    assert (proven.held, told("settlement.PayoutConfirmed")) == (0, 1)
    all_agrees()


def test_without_the_lock_both_confirm_it(proven, monkeypatch):
    payout_id = proposed(proven)
    wait_for_each_other(monkeypatch, paying, "check_payout")
    with unlocked(monkeypatch, paying):
        outcomes = meet(*(lambda: service.confirm_payout(proven.second.id, payout_id, "OUT") for _ in range(2)))
    # both passed every rule; only the books' unique cause keeps the money from leaving twice
    assert not any(isinstance(outcome, MoveRefused) for outcome in outcomes)
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1


def test_two_payouts_are_not_proposed_at_once(proven, monkeypatch):
    wait_for_each_other(monkeypatch, paying, "check_treasurer")
    outcomes = meet(lambda: proposed(proven), lambda: proposed(proven))
    assert sum(isinstance(outcome, PayoutWaits) for outcome in outcomes) == 1
    assert count(Payout) == 1


def test_without_the_lock_they_are(proven, monkeypatch):
    wait_for_each_other(monkeypatch, paying, "check_payout")
    with unlocked(monkeypatch, paying):
        meet(lambda: proposed(proven), lambda: proposed(proven))
    assert count(Payout) == 2


@pytest.fixture
def cheaper() -> Money:
    case = money()
    case.fund()
    case.prove(200000, 100000)
    return case


def save(case: Money, by):
    return lambda: service.propose_savings(by.id, case.pitch_id)


def test_savings_are_split_once(cheaper, monkeypatch):
    wait_for_each_other(monkeypatch, refunding, "check_receipts_final")
    outcomes = meet(save(cheaper, cheaper.first), save(cheaper, cheaper.second))
    assert sum(isinstance(outcome, NothingToReturn) for outcome in outcomes) == 1
    assert count(RefundRound) == 1
    all_agrees()


def test_without_the_lock_they_are_sent_back_twice(cheaper, monkeypatch):
    wait_for_each_other(monkeypatch, refunding, "open_round")
    with unlocked(monkeypatch, refunding):
        meet(save(cheaper, cheaper.first), save(cheaper, cheaper.second))
    assert count(RefundRound) == 2


def test_a_round_is_confirmed_once(cheaper, monkeypatch):
    round_id = service.propose_savings(cheaper.first.id, cheaper.pitch_id)
    wait_for_each_other(monkeypatch, refunding, "check_second")
    outcomes = meet(*(lambda: service.confirm_refunds(cheaper.second.id, round_id) for _ in range(2)))
    assert sum(isinstance(outcome, MoveRefused) for outcome in outcomes) == 1
    assert cheaper.payable == 20000
    all_agrees()


def test_without_the_lock_both_confirm_the_round(cheaper, monkeypatch):
    round_id = service.propose_savings(cheaper.first.id, cheaper.pitch_id)
    wait_for_each_other(monkeypatch, refunding, "post")
    with unlocked(monkeypatch, refunding):
        outcomes = meet(*(lambda: service.confirm_refunds(cheaper.second.id, round_id) for _ in range(2)))
    assert not any(isinstance(outcome, MoveRefused) for outcome in outcomes)


def to_send(case: Money):
    round_id = service.propose_savings(case.first.id, case.pitch_id)
    service.confirm_refunds(case.second.id, round_id)
    return lambda: service.send_refunds(case.second.id, round_id, "OUT")


def test_a_batch_is_sent_once(cheaper, monkeypatch):
    send = to_send(cheaper)
    wait_for_each_other(monkeypatch, sending, "check_treasurer")
    outcomes = meet(send, send)
    assert sum(isinstance(outcome, NotNow) for outcome in outcomes) == 1
    assert (cheaper.payable, booked("bank")) == (0, 50000)
    assert count(Posting, Posting.cause.like("refund %")) == 3
    all_agrees()


def test_without_the_lock_both_send_the_batch(cheaper, monkeypatch):
    send = to_send(cheaper)
    wait_for_each_other(monkeypatch, sending, "book_as_sent")
    with unlocked(monkeypatch, sending):
        outcomes = meet(send, send)
    # nobody saw that the other sends it; only the books' unique cause keeps the money from leaving twice
    assert not any(isinstance(outcome, NotNow) for outcome in outcomes)
    assert sum(isinstance(outcome, Exception) for outcome in outcomes) == 1


def top_up(monkeypatch):
    """Both halves of a gap of 100.00, and a cent more each."""
    case = money([25000, 25000, 10000], state=PitchState.TOP_UP, top_up_until=now() + timedelta(days=7))
    wait_for_each_other(monkeypatch, topping_up, "check_top_up")
    return lambda: service.add_top_up(case.pitcher.id, case.pitch_id, 5001)


def test_the_gap_is_closed_once(monkeypatch):
    act = top_up(monkeypatch)
    outcomes = meet(act, act)
    assert sum(isinstance(outcome, TopUpTooMuch) for outcome in outcomes) == 1
    assert told("settlement.TopUpAdded") == 1


def test_without_the_lock_more_is_added_than_is_missing(monkeypatch):
    act = top_up(monkeypatch)
    with unlocked(monkeypatch, topping_up):
        assert meet(act, act) == [None, None]
    assert told("settlement.TopUpAdded") == 2


def clicked(act, key):
    def click():
        with operating(key):
            return act()

    return click


def test_a_double_click_acts_once(proven):
    act = clicked(lambda: proposed(proven, 100), "the-forms-key")
    outcomes = meet(*[act] * 6)
    assert count(Payout) == 1
    assert sum(isinstance(outcome, DoneBefore) for outcome in outcomes) == 5


def overdue(clock) -> Money:
    case = money()
    case.weigh()
    case.pay(0)
    clock.forward(days=14, hours=1)
    return case


def windows() -> int:
    return count(AuditRow, AuditRow.action == "settle.window")


def test_the_deadline_passes_once_for_two_workers(clock, monkeypatch):
    overdue(clock)
    wait_for_each_other(monkeypatch, pledged, "drop_unpaid")
    assert sorted(meet(service.close_what_is_due, service.close_what_is_due)) in ([0, 1], [1, 1])
    assert (windows(), told("settlement.PledgeDropped")) == (1, 2)
    clock.forward(days=8)
    meet(service.close_what_is_due, service.close_what_is_due)
    assert count(RefundRound, RefundRound.reason == RefundReason.NOT_FUNDED) == 1
    assert told("settlement.PitchNotFunded") == 1
    all_agrees()


def test_without_the_lock_it_passes_twice(clock, monkeypatch):
    overdue(clock)
    wait_for_each_other(monkeypatch, pledged, "drop_unpaid")
    with unlocked(monkeypatch, closing):
        meet(service.close_what_is_due, service.close_what_is_due)
    assert windows() == 2
