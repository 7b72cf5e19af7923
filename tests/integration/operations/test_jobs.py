"""What runs when: on both databases the queue works, every job runs, and a nudge delivers at once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from huey import Huey
from sqlmodel import col, select

from crowdlearn import jobs
from crowdlearn.audit.models import AuditLink
from crowdlearn.audit.service import record
from crowdlearn.db import travel
from crowdlearn.db.outbox import Outbox, emit
from crowdlearn.db.session import Database, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class Happened(Event):
    """Something that nothing follows."""


@pytest.fixture
def queue(committed_database: Database, tmp_path) -> Iterator[Huey]:
    """Return the queue beside a database of this test's own."""
    url = committed_database.engine.url.render_as_string(hide_password=False)
    huey = jobs.build_huey({"DATABASE_URL": url, "CROWDLEARN_HOME": str(tmp_path)})
    yield huey
    vars(jobs._bell).clear()
    huey.storage.close()


def _waiting() -> int:
    with reading() as session:
        return len(session.exec(select(Outbox.id).where(col(Outbox.settled_at).is_(None))).all())


def test_a_nudge_delivers_what_waits(queue):
    with transaction() as session:
        emit(session, Happened())
    assert _waiting() == 1
    jobs.nudge()
    queue.execute(queue.dequeue())
    assert _waiting() == 0
    assert queue.dequeue() is None


def test_a_nudge_is_silent_where_there_is_no_queue():
    jobs.nudge()


def test_a_broken_queue_does_not_harm_who_nudges(tmp_path, caplog):
    folder = tmp_path / "home"
    huey = jobs.build_huey({"DATABASE_URL": "sqlite://", "CROWDLEARN_HOME": str(folder)})
    huey.storage.close()
    shutil.rmtree(folder)
    jobs.nudge()
    vars(jobs._bell).clear()
    assert "the worker was not nudged" in caplog.text


def test_every_job_is_on_the_queues_clock(queue):
    names = {task.name for task in queue._registry.periodic_tasks}
    assert names == {job.name for job in jobs.JOBS}


def test_events_are_due_every_minute(queue):
    due = [task.name for task in queue.read_periodic(datetime(2026, 5, 1, 12, 3, tzinfo=UTC))]
    assert "deliver events" in due


def test_jobs_run_in_the_surroundings_they_were_given(committed_database, tmp_path):
    seen = []

    @contextmanager
    def surroundings() -> Iterator[None]:
        seen.append("in")
        yield
        seen.append("out")

    url = committed_database.engine.url.render_as_string(hide_password=False)
    huey = jobs.build_huey({"DATABASE_URL": url, "CROWDLEARN_HOME": str(tmp_path)}, surroundings)
    jobs.nudge()
    huey.execute(huey.dequeue())
    assert seen == ["in", "out"]
    vars(jobs._bell).clear()
    huey.storage.close()


def test_what_is_due_runs_whole(app, committed_database):
    with transaction() as session:
        record(session, "test.happened", by=None)
        emit(session, Happened())
    jobs.run_what_is_due()
    assert _waiting() == 0
    with reading() as session:
        assert len(session.exec(select(AuditLink)).all()) == 1


def test_the_demos_clock_runs_what_falls_due_on_the_way(app, committed_database, clock):
    travel.follow()
    before = now()
    with transaction() as session:
        emit(session, Happened())
    jobs.advance_clock(timedelta(hours=13))
    assert timedelta(hours=13) <= now() - before < timedelta(hours=13, minutes=5)
    assert _waiting() == 0
