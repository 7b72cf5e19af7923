"""Refunds that go back to cards: once, to the cent, and to a treasurer's queue when a card does not take them."""

import pytest

from crowdlearn import jobs
from crowdlearn.ledger.rules import BANK, LOSSES, PROCESSOR
from crowdlearn.payments import service as payments
from crowdlearn.payments.rules import PaymentState
from crowdlearn.pitches.rules import PitchState
from crowdlearn.sandbox import faults, intents, refunds
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Refund
from crowdlearn.settlement.rules import Disputed, NotNow, RefundState, SecondPerson, bounds
from tests.support.cards import OK, REFUND_FAILS, Processor, paid_by_card
from tests.support.clocks import held
from tests.support.money import Money, all_agrees, booked, first_row, money, one, told

pytestmark = pytest.mark.usefixtures("database")
AMOUNTS = (25000, 25000, 20000)


def funded(processor: Processor, *numbers: str) -> Money:
    """Return a pitch whose backers paid by card; 2,200.00 were spent instead of 2,400.00 (row 21 of money.md)."""
    case = money(AMOUNTS)
    case.weigh()
    paid_by_card(processor, case, numbers or (OK, OK, OK))
    assert case.pitch.state is PitchState.FUNDED
    case.prove(220000, 100000)
    return case


def confirmed(case: Money) -> Refund:
    """Return the first refund of the savings, proposed and confirmed."""
    round_id = service.propose_savings(case.first.id, case.pitch_id)
    service.confirm_refunds(case.second.id, round_id)
    return first_row(Refund)


def truth(processor: Processor) -> list[int]:
    """Return what the processor really sent back, in cents."""
    return sorted(each["amount"] for each in processor.all("refund") if each["status"] == "succeeded")


def test_savings_go_back_to_the_cards_to_the_cent_and_the_processor_agrees(processor):
    case = funded(processor)
    confirmed(case)
    jobs.work_until_quiet()
    assert truth(processor) == [2857, 3571, 3572]
    assert [case.payment(n).refunded_cents for n in range(3)] == [3572, 3571, 2857]
    assert {case.payment(n).state for n in range(3)} == {PaymentState.PART_REFUNDED}
    assert case.payable == 0
    assert booked(BANK) == 0
    assert booked(PROCESSOR) == processor.api.balance.retrieve().available[0].amount
    assert told("settlement.RefundMade") == 3
    assert jobs.work_until_quiet() == 0
    all_agrees()


def test_nothing_leaves_before_a_second_person_confirmed(processor):
    case = funded(processor)
    bounds.second_person_from = 10_000
    try:
        round_id = service.propose_savings(case.first.id, case.pitch_id)
        with pytest.raises(SecondPerson):
            service.confirm_refunds(case.first.id, round_id)
    finally:
        bounds.second_person_from = 20_000
    jobs.work_until_quiet()
    assert processor.all("refund") == []


def test_a_treasurer_neither_sends_nor_fails_what_the_processor_sends(processor):
    case = funded(processor)
    refund = confirmed(case)
    with pytest.raises(NotNow):
        service.send_refund(case.second.id, refund.id, "EFT 1")
    with pytest.raises(NotNow):
        service.send_refunds(case.second.id, refund.round_id, "EFT 1")
    jobs.work_until_quiet()
    with pytest.raises(NotNow):
        service.fail_refund(case.second.id, refund.id)


def test_a_closed_card_leaves_the_refund_to_a_treasurer_and_never_to_the_pitch(processor):
    case = funded(processor, REFUND_FAILS, OK, OK)
    refund = confirmed(case)
    jobs.work_until_quiet()
    assert one(Refund, refund.id).state is RefundState.FAILED
    assert one(Refund, refund.id).failure == "expired_or_canceled_card"
    assert case.payable == 3572
    assert case.payment(0).refunded_cents == 0
    assert told("settlement.RefundFailed") == 1
    service.send_refund(case.second.id, refund.id, "EFT 7")
    assert (booked(BANK), case.payable) == (-3572, 0)
    assert case.payment(0).refunded_cents == 3572
    assert service.follow_refunds() == 0
    all_agrees()


def test_a_refund_that_comes_back_weeks_later_is_found_without_any_report(processor):
    case = funded(processor)
    refund = confirmed(case)
    jobs.work_until_quiet()
    with held() as hands:
        hands.forward(days=9)
        with processor.store.visit() as state:
            refunds.fail(state, next(state.all("refund", {"amount": 3572})))
        service.follow_refunds()
        assert one(Refund, refund.id).state is RefundState.FAILED
        assert case.payable == 3572
        all_agrees()


def test_a_report_of_a_refund_is_read_and_followed_however_often_it_comes(processor):
    case = funded(processor)
    refund = confirmed(case)
    processor.listen()
    jobs.work_until_quiet()
    with processor.store.visit() as state:
        refunds.fail(state, next(state.all("refund", {"amount": 3572})))
    for _ in range(2):
        processor.report()
        jobs.work_until_quiet()
    assert one(Refund, refund.id).state is RefundState.FAILED
    assert told("settlement.RefundFailed") == 1


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("path", [("POST", "/v1/refunds"), ("GET", "/v1/refunds/*")], ids=["send", "read"])
def test_a_fault_delays_a_refund_and_never_doubles_it(processor, path, kind, place):
    case = funded(processor)
    confirmed(case)
    faults.plan(processor.store, kind, place, method=path[0], path=path[1])
    with held() as hands:
        for _ in range(3):
            jobs.work_until_quiet()
            hands.forward(minutes=3)
    assert truth(processor) == [2857, 3571, 3572]
    assert case.payable == 0
    all_agrees()


def test_an_answer_that_was_lost_a_day_ago_is_found_though_its_key_is_forgotten(processor):
    case = funded(processor)
    confirmed(case)
    faults.plan(processor.store, Kind.RESET, Place.AFTER, method="POST", path="/v1/refunds", times=3)
    jobs.work_until_quiet()
    assert case.payable == 10000
    with held() as hands:
        hands.forward(hours=25)
        jobs.work_until_quiet()
    assert truth(processor) == [2857, 3571, 3572]
    assert case.payable == 0


def test_while_a_payment_is_disputed_nothing_of_it_leaves(processor):
    case = funded(processor)
    refund = confirmed(case)
    disputed(processor, case)
    jobs.work_until_quiet()
    assert truth(processor) == [2857, 3571]
    with pytest.raises(NotNow):
        service.send_refund(case.second.id, refund.id, "EFT 1")
    decide(processor, won=True)
    jobs.work_until_quiet()
    assert truth(processor) == [2857, 3571, 3572]
    assert booked(LOSSES) == 0
    all_agrees()


def test_after_a_lost_dispute_a_refund_makes_the_loss_smaller_and_leaves_no_second_time(processor):
    case = funded(processor)
    refund = confirmed(case)
    disputed(processor, case)
    decide(processor, won=False)
    jobs.work_until_quiet()
    assert truth(processor) == [2857, 3571]
    assert one(Refund, refund.id).state is RefundState.SENT
    assert booked(LOSSES) == 25000 - 3572
    assert case.payable == 0
    assert booked(PROCESSOR) == processor.api.balance.retrieve().available[0].amount
    all_agrees()


def test_a_failed_refund_of_a_disputed_payment_waits_with_the_dispute(processor):
    case = funded(processor, REFUND_FAILS, OK, OK)
    refund = confirmed(case)
    jobs.work_until_quiet()
    disputed(processor, case)
    with pytest.raises(Disputed):
        service.send_refund(case.second.id, refund.id, "EFT 1")


def test_a_worker_that_slept_for_a_day_before_its_word_says_nothing(processor):
    case = funded(processor)
    confirmed(case)
    faults.plan(processor.store, Kind.RESET, Place.BEFORE, method="POST", path="/v1/refunds")
    jobs.work_until_quiet()  # the first refund is to be looked for, and asked for again
    assert truth(processor) == [2857, 3571]
    with held() as hands:

        def a_day() -> None:
            hands.forward(hours=25)
            jobs.work_until_quiet()  # another worker takes over and finishes

        hands.forward(minutes=2)
        with processor.slow_answer("GET", "/v1/refunds", a_day):
            jobs.work_until_quiet()
    assert truth(processor) == [2857, 3571, 3572]
    assert case.payable == 0
    all_agrees()


def disputed(processor: Processor, case: Money) -> None:
    """Let the first backer's bank dispute the charge."""
    reference = case.payment(0).processor_reference
    with processor.store.visit() as state:
        dispute = intents.open_dispute(state, next(state.all("charge", {"payment_intent": reference})))
    payments.disputing.follow_dispute(dispute["id"])


def decide(processor: Processor, *, won: bool) -> None:
    """Let the bank decide."""
    with processor.store.visit() as state:
        dispute = refunds.close_dispute(state, next(state.all("dispute")), won=won)
    payments.disputing.follow_dispute(dispute["id"])
