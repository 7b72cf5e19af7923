"""The checks on card settlements: silent while all is well, and each sees the fault that was planted for it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.money import Money
from crowdlearn.ledger.rules import FEES, PROCESSOR, move
from crowdlearn.ledger.service import post
from crowdlearn.payments.models import Payment
from crowdlearn.sandbox import books, faults
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.settlement import service
from crowdlearn.settlement.models import Settlement, Statement
from crowdlearn.settlement.queries import disagreements
from tests.support.cards import DECLINES_LATER, OK, processor  # noqa: F401 - a fixture
from tests.support.money import all_agrees
from tests.support.settling import by_card  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


def found() -> set[int]:
    return {finding.law for finding in disagreements()} - {10}


def change(statement: sa.Update) -> None:
    with transaction() as session:
        session.execute(statement)


def balances() -> list[int]:
    with reading() as session:
        return list(session.scalars(sa.select(Statement.balance_cents).order_by(Statement.id)))


def test_a_charge_that_nobody_decided_is_found(by_card):  # noqa: F811
    case = by_card()
    case.lock_and_hold()
    all_agrees()
    change(sa.update(Settlement).values(decision=None, decided_at=None))
    assert found() == {5}


def test_a_charge_that_was_never_wanted_is_found(by_card):  # noqa: F811
    case = by_card()
    case.lock_and_hold()
    change(sa.update(Payment).where(Payment.id == case.payment(1).id).values(wanted="hold"))
    assert found() == {5}


def test_a_charge_that_the_processor_does_not_know_is_found(by_card):  # noqa: F811
    case = by_card()
    case.lock_and_hold()
    change(sa.update(Payment).where(Payment.id == case.payment(1).id).values(processor_reference=None))
    assert found() == {3}


@pytest.mark.parametrize(("numbers", "path"), [
    ((OK, OK, OK), "*/confirm"), ((OK, OK, OK), "*/capture"), ((OK, OK, DECLINES_LATER), "*/cancel"),
], ids=["hold", "take", "let go"])  # fmt: skip
def test_what_is_wanted_and_not_done_within_a_day_is_found(by_card, numbers, path):  # noqa: F811
    case = by_card(numbers=numbers)
    faults.plan(case.processor.store, Kind.TIMEOUT, Place.BEFORE, method="POST", path=path, times=-1)
    case.lock_and_hold()
    if path == "*/cancel":
        case.wait(hours=48)
    case.wait(hours=23)
    all_agrees()
    case.wait(hours=2)
    assert found() == {8}
    faults.clear(case.processor.store)
    case.wait(hours=1)
    assert found() == set()


def test_a_failed_card_that_waits_for_its_backer_is_not_stuck(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.lock_and_hold()
    case.wait(hours=47)
    all_agrees()


def test_the_processors_balance_is_kept_and_is_that_of_the_books(by_card):  # noqa: F811
    case = by_card()
    case.lock_and_hold()
    assert service.note_processor_balance() == 1
    assert balances() == [case.charged - fees(case)]
    assert service.note_processor_balance() == 0  # nothing moved since
    all_agrees()


def fees(case) -> int:
    """Return what the processor kept, in cents."""
    return sum(row["fee"] for row in case.processor.all("balance_transaction"))


def test_a_processor_that_keeps_another_balance_is_found(by_card):  # noqa: F811
    case = by_card()
    case.lock_and_hold()
    with case.processor.store.visit() as state:
        books.book(state, "adjustment", "py_unknown", -100, "cad")
    assert service.note_processor_balance() == 1
    assert found() == {9}


def test_books_that_move_without_the_processor_are_found(by_card):  # noqa: F811
    case = by_card()
    case.lock_and_hold()
    service.note_processor_balance()
    case.clock.forward(timedelta(minutes=10))
    with transaction() as session:
        post(session, "slip", move(Money(100), debit=FEES, credit=PROCESSOR), host_id=case.host.id)
    assert service.note_processor_balance() == 1
    assert found() == {9}


def test_nothing_is_compared_while_money_is_being_taken(by_card):  # noqa: F811
    case = by_card()
    faults.plan(case.processor.store, Kind.RESET, Place.AFTER, method="POST", path="*/capture", times=3)
    case.weigh()
    case.work()
    case.clock.forward(timedelta(days=3))
    case.work()
    assert service.note_processor_balance() == 0
    case.wait(hours=1)
    assert service.note_processor_balance() == 1
    all_agrees()


def test_a_silent_processor_is_asked_later(by_card):  # noqa: F811
    case = by_card()
    faults.plan(case.processor.store, Kind.TIMEOUT, Place.BEFORE, path="/v1/balance", times=1)
    assert service.note_processor_balance() == 0
    assert service.note_processor_balance() == 1
    assert balances() == [0]
    all_agrees()
