"""A treasurer records what came in: whole, in parts, too much, too late, by mistake."""

import pytest
from sqlmodel import select

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.payments.rules import PaymentState
from crowdlearn.people.models import Person
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Arrival
from crowdlearn.settlement.rules import (
    AmountMissing,
    ArrivalState,
    CannotUndo,
    InFuture,
    NotYourPitch,
    OwnMoney,
    RecordedBefore,
    SecondPerson,
    UnknownCode,
)
from tests import make
from tests.support.money import Money, all_agrees, booked, money, one, told

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def case() -> Money:
    locked = money()
    locked.weigh()
    return locked


def arrivals(*states: ArrivalState) -> list[Arrival]:
    with reading() as session:
        query = select(Arrival).order_by(Arrival.id)
        return [row for row in session.exec(query) if not states or row.state in states]


def test_too_little_waits_for_the_rest(case):
    case.pay(0, 20000)
    assert (case.held, case.payable) == (0, 20000)
    assert case.payment(0).state is PaymentState.TO_CHARGE
    assert told("settlement.MoneyWaits") == 1
    all_agrees()
    case.pay(0, 5000)
    assert (case.held, case.payable) == (25000, 0)
    assert case.payment(0).state is PaymentState.COLLECTED
    assert [row.state for row in arrivals()] == [ArrivalState.COUNTED] * 2
    all_agrees()


def test_of_too_much_the_pledge_counts_and_the_rest_waits_to_go_back(case):
    case.pay(0, 30000)
    assert (case.held, case.payable) == (25000, 5000)
    [waiting] = arrivals(ArrivalState.WAITING)
    service.send_back(case.first.id, waiting.id, "OUT-7")
    assert (case.held, case.payable, booked("bank")) == (25000, 0, 25000)
    all_agrees()


def test_a_second_payment_of_the_same_pledge_waits_to_go_back(case):
    case.pay(0)
    case.pay(0)
    assert (case.held, case.payable) == (25000, 25000)
    [waiting] = arrivals(ArrivalState.WAITING)
    with pytest.raises(SecondPerson):
        service.send_back(case.first.id, waiting.id, "OUT-7")
    service.send_back(case.second.id, waiting.id, "OUT-7")
    all_agrees()


def test_the_same_bank_reference_is_recorded_once(case):
    case.pay(0, 20000, reference="EFT 4471")
    with pytest.raises(RecordedBefore):
        case.pay(0, 5000, reference=" EFT 4471 ")
    assert case.payable == 20000


@pytest.mark.parametrize(
    "change", [str.lower, lambda code: code.replace("-", ""), lambda code: code.removeprefix("CL-")]
)
def test_a_code_may_be_written_as_people_write_it(case, change):
    seen = service.Seen(change(case.pledges[0].reference), 25000, case.today, "EFT 1")
    assert service.record_money(case.first.id, seen) == case.pitch_id
    assert case.held == 25000


def test_what_cannot_be_is_refused(case):
    code = case.pledges[0].reference
    with pytest.raises(UnknownCode):
        service.record_money(case.first.id, service.Seen("CL-NONE", 1, case.today, "x"))
    with pytest.raises(AmountMissing):
        service.record_money(case.first.id, service.Seen(code, 0, case.today, "x"))
    with pytest.raises(InFuture):
        service.record_money(case.first.id, service.Seen(code, 1, make.days(2), "x"))
    assert arrivals() == []


def test_only_a_treasurer_of_the_host_without_a_part_in_it_records(case):
    seen = service.Seen(case.pledges[0].reference, 25000, case.today, "x")
    stranger = make.person(of=make.organisation())
    make.role(stranger, Role.TREASURER, make.organisation())
    backer = case.pledges[0].peer_id
    make.role(one(Person, backer), Role.TREASURER, case.host)
    make.role(case.pitcher, Role.TREASURER, case.host)
    for person_id, refusal in (
        (stranger.id, NotAllowed),
        (case.pitcher.id, NotYourPitch),
        (backer, OwnMoney),
        (case.pledges[1].peer_id, NotAllowed),
    ):
        with pytest.raises(refusal):
            service.record_money(person_id, seen)
    everywhere = make.person()
    make.role(everywhere, Role.TREASURER)
    service.record_money(everywhere.id, seen)
    assert case.held == 25000


def test_a_mistake_is_taken_back_with_reversals_and_recorded_again(case):
    case.pay(0, 20000)
    case.pay(0, 5000)
    service.undo_money(case.second.id, arrivals()[1].id)
    assert (case.held, case.payable) == (0, 20000)
    assert case.payment(0).state is PaymentState.TO_CHARGE
    all_agrees()
    case.pay(0, 5000)
    assert (case.held, case.payable) == (25000, 0)
    all_agrees()
    case.pay(1)
    case.pay(2)
    assert case.pitch.state is PitchState.FUNDED
    with pytest.raises(CannotUndo):
        service.undo_money(case.second.id, arrivals(ArrivalState.COUNTED)[0].id)
    all_agrees()


def test_money_that_comes_when_nobody_expects_it_waits_to_go_back(case, clock):
    clock.forward(days=14, hours=1)
    service.close_what_is_due()
    assert case.states == ["dropped"] * 3
    case.pay(0)
    assert (case.held, case.payable) == (0, 25000)
    all_agrees()
