"""Two approvers, two workers at once; each with its twin without the lock."""

from types import SimpleNamespace

import pytest
from sqlmodel import select

from crowdlearn.approvals import service
from crowdlearn.approvals.models import ApprovalRequest, Clearance
from crowdlearn.approvals.service import Word, asking, deciding
from crowdlearn.audit.models import AuditRow
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import reading
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.models import ActingManager
from tests import make
from tests.support.races import meet, unlocked, wait_for_each_other

pytestmark = pytest.mark.usefixtures("committed_database")


@pytest.fixture
def pitch():
    organisation = make.organisation()
    amira, manager = make.person(of=organisation), make.person(of=organisation)
    make.manages(manager, amira)
    row = make.money_pitch(amira)
    row.__dict__["manager"] = manager
    return row


def ask(pitch):
    return lambda: service.ask_for_clearance(SimpleNamespace(id=new_id(), pitch_id=pitch.id))


def both_decide(pitch):
    ask(pitch)()
    manager = pitch.__dict__["manager"]
    acting = make.person()
    make.kept(ActingManager(manager_id=manager.id, acting_id=acting.id, starts_on=make.days(-1), ends_on=make.days(1)))
    return (
        lambda: service.clear(manager.id, pitch.id, Word(1)),
        lambda: service.decline(acting.id, pitch.id, Word(1, "Not this year.")),
    )


def decisions() -> list[str]:
    with reading() as session:
        return list(session.exec(select(AuditRow.action).where(AuditRow.action.like("approval.%"))))


def test_a_manager_and_whoever_acts_for_them_decide_once(pitch, monkeypatch):
    acts = both_decide(pitch)
    wait_for_each_other(monkeypatch, deciding, "check_decidable")
    outcomes = meet(*acts)
    assert sum(isinstance(outcome, MoveRefused) for outcome in outcomes) == 1
    assert len(decisions()) == 1


def test_without_the_lock_they_decide_both_ways(pitch, monkeypatch):
    acts = both_decide(pitch)
    wait_for_each_other(monkeypatch, deciding, "_write")
    with unlocked(monkeypatch, deciding):
        meet(*acts)
    assert sorted(decisions()) == ["approval.approve", "approval.reject"]


def asked() -> tuple[int, int, int]:
    with reading() as session:
        events = session.exec(select(Outbox).where(Outbox.name == "approvals.ClearanceAsked")).all()
        return len(session.exec(select(Clearance)).all()), len(session.exec(select(ApprovalRequest)).all()), len(events)


def test_two_workers_ask_once(pitch, monkeypatch):
    wait_for_each_other(monkeypatch, asking, "plan_for")
    assert meet(ask(pitch), ask(pitch)) == [None, None]
    assert asked() == (1, 1, 1)


def test_without_the_lock_a_worker_stumbles(pitch, monkeypatch):
    wait_for_each_other(monkeypatch, asking, "plan_for")
    with unlocked(monkeypatch, asking):
        outcomes = meet(ask(pitch), ask(pitch))
    assert any(isinstance(outcome, Exception) for outcome in outcomes)
