"""The fixtures themselves: isolation, real commits, counting, the clock, the closed network."""

import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from crowdlearn.audit.models import AuditRow
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import Delivery
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from tests.support.databases import broken_keys
from tests.support.strict import OutsideCalled


def _rows() -> int:
    with reading() as session:
        return len(session.exec(select(AuditRow)).all())


@pytest.mark.parametrize("time", [1, 2])
def test_every_test_finds_an_empty_database(database, time):
    assert _rows() == 0
    with transaction() as session:
        record(session, "test.happened", by=None)
    assert _rows() == 1


def test_a_refused_use_case_leaves_nothing_in_a_lent_database(database):
    with pytest.raises(ZeroDivisionError), transaction() as session:
        record(session, "test.happened", by=None)
        session.flush()
        raise ZeroDivisionError
    assert _rows() == 0


@pytest.mark.parametrize("time", [1, 2])
def test_commits_are_real_where_asked_for(committed_database, time):
    assert _rows() == 0

    def another() -> None:
        with transaction() as session:
            record(session, "test.happened", by=None)

    threads = [threading.Thread(target=another) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _rows() == 4


def test_broken_keys_show_before_a_lent_database_is_rolled_back(database):
    with database.borrowed.begin_nested() as savepoint:
        values = {"id": new_id(), "event_id": new_id(), "reaction": "x", "attempts": 0, "due_at": now()}
        database.borrowed.execute(sa.insert(Delivery).values(**values))
        assert broken_keys(database.borrowed)
        savepoint.rollback()
    assert not broken_keys(database.borrowed)


def test_queries_are_counted(database, assert_queries):
    with assert_queries(1) as statements:
        _rows()
    assert len(statements) == 1
    assert "FROM auditrow" in statements[0]
    with pytest.raises(AssertionError, match="2 queries, 1 allowed"), assert_queries(1):
        _rows()
        _rows()


def test_the_clock_can_stand_and_be_turned(clock):
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert clock.stand(noon) == now() == noon
    assert clock.forward(days=4) == now() == noon + timedelta(days=4)


def test_a_running_clock_can_be_turned(clock):
    before = now()
    clock.forward(hours=1)
    assert timedelta(hours=1) <= now() - before < timedelta(hours=1, minutes=1)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_the_network_is_closed(host):
    with pytest.raises(OutsideCalled):
        socket.create_connection((host, 80), timeout=0.1)
