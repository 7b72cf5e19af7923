"""Two at once for the last seat, two deliveries at once; each with its twin without the lock."""

import pytest
from sqlmodel import col, select

from crowdlearn.commitments import service as commitments
from crowdlearn.commitments.service import journal, promises
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import reading, transaction
from crowdlearn.people.models import Hold
from crowdlearn.pitches.rules import PitchState
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.rules import SeatState
from crowdlearn.sharebacks.service import events, reviews
from tests import make
from tests.support.races import meet, unlocked, wait_for_each_other

pytestmark = pytest.mark.usefixtures("committed_database")


def taken(event) -> int:
    return [row.state for row in queries.attendance(event.id)].count(SeatState.REGISTERED)


def both_sit_down(event):
    people = [make.person() for _ in range(2)]
    return [lambda who=who: service.take_seat(who.id, event.id) for who in people]


def test_the_last_seat_is_taken_once(monkeypatch):
    event = make.event(make.person(), seats=1)
    acts = both_sit_down(event)
    wait_for_each_other(monkeypatch, events, "registered")
    assert sorted(meet(*acts)) == [False, True]
    assert taken(event) == 1


def test_without_the_lock_two_sit_on_it(monkeypatch):
    event = make.event(make.person(), seats=1)
    acts = both_sit_down(event)
    wait_for_each_other(monkeypatch, events, "SeatTaken")
    with unlocked(monkeypatch, events):
        meet(*acts)
    assert taken(event) == 2


def both_learn(post):
    people = [make.person() for _ in range(2)]
    return [lambda who=who: service.say_learned(who.id, post.id) for who in people]


def test_two_who_learned_are_counted_as_two(monkeypatch):
    post = make.shareback(make.person())
    acts = both_learn(post)
    wait_for_each_other(monkeypatch, reviews, "_learned")
    assert meet(*acts) == [None, None]
    assert queries.shareback_page(post.id, None).learned == 2


def test_without_the_lock_one_is_lost(monkeypatch):
    post = make.shareback(make.person())
    acts = both_learn(post)
    wait_for_each_other(monkeypatch, reviews, "record")
    with unlocked(monkeypatch, reviews):
        meet(*acts)
    assert queries.shareback_page(post.id, None).learned == 1


def two_late(owner):
    pitch = make.pitch(owner, state=PitchState.FUNDED)
    late = [make.commitment(pitch, due_in=-5) for _ in range(2)]
    commitments.mark_overdue()
    return [lambda one=one: _deliver(one.id, owner.id) for one in late]


def _deliver(commitment_id, owner_id):
    with transaction() as session:
        commitments.deliver(session, commitment_id, owner_id)


def held(owner) -> bool:
    with reading() as session:
        query = select(Hold.id).where(Hold.person_id == owner.id, col(Hold.lifted_at).is_(None))
        return session.exec(query).first() is not None


def test_a_promise_is_delivered_once(monkeypatch):
    owner = make.person()
    act = two_late(owner)[0]
    wait_for_each_other(monkeypatch, promises, "move_to")
    assert meet(act, act) == [None, None]
    with reading() as session:
        events_told = session.exec(select(Outbox).where(Outbox.name == "commitments.CommitmentDelivered")).all()
    assert len(events_told) == 1


def test_a_hold_ends_with_both_deliveries_at_once(monkeypatch):
    owner = make.person()
    acts = two_late(owner)
    assert held(owner)
    wait_for_each_other(monkeypatch, journal, "lift")
    meet(*acts)
    assert not held(owner)
