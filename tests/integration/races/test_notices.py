"""Two workers at the same digest and the same letter; each with its twin without the lock."""

import pytest
from sqlmodel import select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.notices import service
from crowdlearn.notices.models import Digest
from crowdlearn.notices.rules import Channel
from crowdlearn.notices.service import sending
from tests import make
from tests.support.races import meet, unlocked, wait_for_each_other

pytestmark = pytest.mark.usefixtures("committed_database")


@pytest.fixture
def reader(clock):
    person = make.person()
    for kind in ("topic_pitch", "topic_idea"):
        with transaction() as session:
            service.tell(session, person.id, kind, event_id=new_id(), facts={}, path="/pitches")
    clock.forward(days=1)
    return person


def digests() -> int:
    with reading() as session:
        return len(session.exec(select(Digest)).all())


def both_gather(reader):
    return [lambda: service.gather(reader.id, Channel.DAILY)] * 2


def test_two_workers_make_one_digest(reader, monkeypatch):
    wait_for_each_other(monkeypatch, sending, "_for_digest")
    made = meet(*both_gather(reader))
    assert made.count(None) == 1
    assert digests() == 1


def test_without_the_lock_they_make_two(reader, monkeypatch):
    wait_for_each_other(monkeypatch, sending, "Digest")
    with unlocked(monkeypatch, sending):
        meet(*both_gather(reader))
    assert digests() == 2


def send_both(sent: list[object]) -> None:
    meet(*[lambda: service.send_waiting(sent.append)] * 2)


def test_two_workers_send_a_digest_once(reader, monkeypatch):
    service.gather(reader.id, Channel.DAILY)
    sent: list[object] = []
    wait_for_each_other(monkeypatch, sending, "_claim")
    send_both(sent)
    assert len(sent) == 1


def test_without_the_lock_they_send_it_twice(reader, monkeypatch):
    service.gather(reader.id, Channel.DAILY)
    sent: list[object] = []
    wait_for_each_other(monkeypatch, sending, "_end_of_quiet")
    with unlocked(monkeypatch, sending):
        send_both(sent)
    assert len(sent) == 2
