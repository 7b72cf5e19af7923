"""Two workers at one settlement by card; each with its twin that shows what the lock prevents."""

import pytest
from sqlmodel import select

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import reading
from crowdlearn.payments import service as payments
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import NOTICE_BEFORE_HOLD, Decision
from crowdlearn.settlement.service import deciding, holding
from tests.support.cards import processor  # noqa: F401 - a fixture
from tests.support.money import all_agrees, told
from tests.support.races import meet, unlocked, wait_for_each_other
from tests.support.settling import CardMoney, by_card  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("committed_database")


@pytest.fixture
def notified(by_card) -> CardMoney:  # noqa: F811
    """Return a pitch whose debit notice is over."""
    case: CardMoney = by_card()
    case.weigh()
    case.work()
    case.clock.forward(NOTICE_BEFORE_HOLD)
    return case


@pytest.fixture
def held(notified) -> CardMoney:
    """Return a pitch of which everything is held, and nobody has looked yet."""
    service.begin_holds()
    payments.carry_out_what_is_wanted()
    assert notified.moves == ["authorised"] * 3
    return notified


def recorded(action: str) -> int:
    with reading() as session:
        return len(session.exec(select(AuditRow.id).where(AuditRow.action == action)).all())


def test_two_workers_begin_the_holds_once(notified, monkeypatch):
    wait_for_each_other(monkeypatch, holding, "release_conflicting")
    assert sorted(meet(service.begin_holds, service.begin_holds)) in ([0, 1], [1, 1])
    assert recorded("settle.hold") == 1
    all_agrees()


def test_without_the_lock_a_worker_begins_them_again(notified, monkeypatch):
    wait_for_each_other(monkeypatch, holding, "release_conflicting")
    with unlocked(monkeypatch, holding):
        meet(service.begin_holds, service.begin_holds)
    assert recorded("settle.hold") == 2


def test_two_workers_decide_once(held, monkeypatch):
    wait_for_each_other(monkeypatch, deciding, "decide")
    assert meet(service.follow_holds, service.follow_holds) == [0, 0]
    assert (held.settlement.decision, recorded("settle.decide")) == (Decision.TAKE, 1)
    held.work()
    assert (held.charged, held.held, told("settlement.PitchFunded")) == (70000, 70000, 1)
    all_agrees()


def test_without_the_lock_it_is_decided_twice(held, monkeypatch):
    wait_for_each_other(monkeypatch, deciding, "decide")
    with unlocked(monkeypatch, deciding):
        meet(service.follow_holds, service.follow_holds)
    assert recorded("settle.decide") == 2
