"""The checks and the counters: silent while all is well, and each sees the fault that was planted for it.

Faults are planted below the program, with its guards taken away where they would refuse.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from crowdlearn.db.schema import APPEND_ONLY
from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money as Amount
from crowdlearn.ledger.models import Entry, Posting
from crowdlearn.ledger.rules import BANK, FEES, AccountKind, move
from crowdlearn.ledger.service import post
from crowdlearn.payments.models import Payment
from crowdlearn.payments.rules import PaymentState
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement import service
from crowdlearn.settlement.models import CheckRun, Refund, Settlement, Statement
from crowdlearn.settlement.queries import disagreements, last_check
from crowdlearn.settlement.rules import LAWS
from tests import make
from tests.support.money import Money, all_agrees, money, one

Plant = Callable[[Money], None]


@pytest.fixture
def case(database: Database) -> Money:
    """A pitch whose peers paid and got a part back."""
    for table in ("posting", "entry"):
        _unguard(database, table)
    settled = money()
    settled.fund()
    settled.prove(200000, 100000)
    settled.send_savings()
    settled.pay_out(50000)
    all_agrees()
    return settled


def _unguard(database: Database, table: str) -> None:
    assert table in APPEND_ONLY
    with transaction() as session:
        for event in ("update", "delete"):
            on = "" if database.is_sqlite else f" ON {table}"
            session.execute(sa.text(f"DROP TRIGGER keep_{table}_{event}{on}"))


def change(statement: sa.Update) -> None:
    with transaction() as session:
        session.execute(statement)


def a_line_is_changed(case: Money) -> None:
    change(sa.update(Entry).where(Entry.kind == AccountKind.BANK).values(amount_cents=Entry.amount_cents + 1))


def a_line_is_lost(case: Money) -> None:
    with transaction() as session:
        session.execute(sa.delete(Entry).where(Entry.kind == AccountKind.PITCH, Entry.amount_cents > 0))


def money_leaves_the_pitch(case: Money) -> None:
    with transaction() as session:
        post(session, "theft", move(Amount(100), debit=f"pitch:{case.pitch_id}", credit=BANK))


def a_debt_is_invented(case: Money) -> None:
    with transaction() as session:
        post(session, "debt", move(Amount(100), debit=FEES, credit=f"payable:{case.pitch_id}"))


def a_capture_is_booked_twice(case: Money) -> None:
    with transaction() as session:
        lines = move(Amount(1), debit=f"payable:{case.pitch_id}", credit=f"pitch:{case.pitch_id}")
        post(session, f"capture {case.pledges[0].id} again", lines)


def a_capture_is_not_booked(case: Money) -> None:
    change(sa.update(Posting).where(Posting.cause == f"capture {case.pledges[0].id}").values(cause="something"))


def an_arrival_is_lost(case: Money) -> None:
    change(sa.text("UPDATE arrival SET amount_cents = amount_cents - 1"))  # type: ignore[arg-type]


def peers_pay_above_their_goal(case: Money) -> None:
    change(sa.update(Settlement).values(peer_goal_cents=1000, own_share_cents=Settlement.base_cents - 1000))


def money_comes_without_a_lock(case: Money) -> None:
    other = make.money_pitch(case.pitcher)
    pledge = make.pledge(other, make.person(), 5000)
    make.payment(pledge, provider="card", due_at=now(), collected_at=now(), state="collected")


def a_clearance_is_missing(case: Money) -> None:
    other = money()
    other.weigh()
    other.clear("withdrawn")  # type: ignore[arg-type]


def terms_changed_after_the_lock(case: Money) -> None:
    other = money()
    other.weigh()
    change(sa.update(Pitch).where(Pitch.id == other.pitch_id).values(terms_version=2))


def a_payout_is_raised(case: Money) -> None:
    change(sa.text("UPDATE payout SET amount_cents = amount_cents + 1"))  # type: ignore[arg-type]


def a_verified_receipt_vanishes(case: Money) -> None:
    change(sa.text("UPDATE document SET state = 'withdrawn' WHERE kind = 'receipt'"))  # type: ignore[arg-type]


def a_refund_is_raised(case: Money) -> None:
    change(sa.update(Refund).values(amount_cents=25001))


def a_window_is_never_closed(case: Money) -> None:
    other = money()
    other.weigh()
    change(
        sa.update(Settlement).where(Settlement.pitch_id == other.pitch_id).values(pay_until=now() - timedelta(days=2))
    )


def a_document_waits(case: Money) -> None:
    case.show(1, verify=False)
    change(sa.text("UPDATE document SET added_at = '2026-01-01 00:00:00' WHERE state = 'submitted'"))  # type: ignore[arg-type]


def the_bank_says_otherwise(case: Money) -> None:
    make.kept(
        Statement(
            organisation_id=case.host.id,
            account="bank",
            balance_cents=1,
            currency="CAD",
            day=case.today,
            until=now() + timedelta(days=1),
            noted_by=case.first.id,
        )
    )


def a_counter_is_off(case: Money) -> None:
    change(sa.update(Pitch).where(Pitch.id == case.pitch_id).values(promised_cents=1))


def one_backer_never_paid(case: Money) -> None:
    change(sa.update(Payment).where(Payment.id == case.payment(0).id).values(state=PaymentState.RELEASED))


PLANTED: dict[Plant, int] = {
    a_line_is_changed: 1,
    a_line_is_lost: 1,
    money_leaves_the_pitch: 2,
    a_debt_is_invented: 2,
    a_capture_is_booked_twice: 3,
    a_capture_is_not_booked: 3,
    an_arrival_is_lost: 3,
    peers_pay_above_their_goal: 4,
    money_comes_without_a_lock: 5,
    a_clearance_is_missing: 5,
    terms_changed_after_the_lock: 5,
    a_payout_is_raised: 6,
    a_verified_receipt_vanishes: 6,
    a_refund_is_raised: 7,
    a_window_is_never_closed: 8,
    a_document_waits: 8,
    the_bank_says_otherwise: 9,
    a_counter_is_off: 10,
    one_backer_never_paid: 11,
}


@pytest.mark.parametrize(("plant", "law"), PLANTED.items(), ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_planted_fault_is_found(case: Money, plant: Plant, law: int) -> None:
    service.run_checks()
    assert disagreements() == []
    plant(case)
    assert law in {finding.law for finding in disagreements()}


def test_every_law_is_tested() -> None:
    assert set(PLANTED.values()) == set(LAWS)


def test_a_run_is_kept_with_what_it_found_and_counters_are_set_right(case: Money) -> None:
    service.run_checks()
    a_counter_is_off(case)
    money_leaves_the_pitch(case)
    found = service.run_checks(case.first.id)
    assert {finding.law for finding in found} == {2, 10}
    assert one(Pitch, case.pitch_id).promised_cents == 70000
    with reading() as session:
        kept = last_check(session)
        assert kept is not None
        assert list(kept.findings) == found
        assert len(session.scalars(sa.select(CheckRun)).all()) == 2
    assert [finding.law for finding in service.run_checks()] == [2]


def test_before_the_first_run_nothing_is_known(database: Database) -> None:
    with reading() as session:
        assert last_check(session) is None
    assert disagreements() == []


def test_the_bank_agrees_when_it_says_what_the_books_say(case: Money) -> None:
    other = money()
    other.weigh()
    other.pay(0)
    values = {"account": "bank", "currency": "CAD", "day": case.today, "noted_by": case.first.id}
    until = now() + timedelta(minutes=1)
    make.kept(Statement(organisation_id=case.host.id, balance_cents=99, until=now(), **values))
    make.kept(Statement(organisation_id=case.host.id, balance_cents=0, until=until, **values))
    make.kept(Statement(organisation_id=other.host.id, balance_cents=25000, until=until, **values))
    make.kept(Statement(organisation_id=None, balance_cents=0, until=until, **values))
    assert [finding for finding in disagreements() if finding.law == 9] == []
    make.kept(Statement(organisation_id=other.host.id, balance_cents=25001, until=until + timedelta(1), **values))
    [finding] = [finding for finding in disagreements() if finding.law == 9]
    assert (finding.about, finding.facts) == (other.host.id, {"bank": 25001, "books": 25000})


def test_a_check_costs_the_same_for_one_pitch_and_for_many(case: Money, assert_queries) -> None:  # type: ignore[no-untyped-def]
    with assert_queries(40) as first:
        disagreements()
    for _ in range(3):
        other = money()
        other.fund()
    with assert_queries(len(first)):
        disagreements()
    assert new_id() != case.pitch_id
