"""Two at once, each with its twin that shows what the lock prevents."""

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from crowdlearn.db.operations import DoneBefore, operating
from crowdlearn.db.session import reading
from crowdlearn.kernel.money import Money
from crowdlearn.pitches.models import Need, Pitch
from crowdlearn.pledges import service
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import HOLDS_ROOM, LimitReached, MoneyOffer, PledgeState
from crowdlearn.pledges.service import offering, promising
from tests import make
from tests.support.races import meet, unlocked, wait_for_each_other

pytestmark = pytest.mark.usefixtures("committed_database")
ROOM = 20_000


@pytest.fixture
def pitch():
    row = make.money_pitch(make.person(of=make.organisation()))
    make.pledge(row, make.person(), row.peer_goal_cents - ROOM)
    return row


def peers(count: int = 2):
    return [make.person(of=make.organisation()) for _ in range(count)]


def promise(peer, pitch, cents=ROOM, **more):
    return lambda: service.promise_money(peer.id, pitch.id, MoneyOffer(Money(cents), terms_version=1, **more))


def live(pitch) -> int:
    with reading() as session:
        query = sa.select(sa.func.sum(MoneyPledge.accepted_cents)).where(
            col(MoneyPledge.pitch_id) == pitch.id, col(MoneyPledge.state).in_(HOLDS_ROOM)
        )
        return session.execute(query).scalar_one()


def count(*where) -> int:
    with reading() as session:
        return session.execute(sa.select(sa.func.count()).select_from(MoneyPledge).where(*where)).scalar_one()


def test_two_peers_cannot_both_take_the_last_room(pitch, monkeypatch):
    wait_for_each_other(monkeypatch, promising, "accept")
    meet(*(promise(peer, pitch) for peer in peers()))
    assert live(pitch) == pitch.peer_goal_cents
    assert count(col(MoneyPledge.state) == PledgeState.WAITLISTED) == 1
    with reading() as session:
        assert session.get_one(Pitch, pitch.id).promised_cents == pitch.peer_goal_cents


def test_without_the_lock_both_take_it(pitch, monkeypatch):
    wait_for_each_other(monkeypatch, promising, "accept")
    with unlocked(monkeypatch, promising):
        meet(*(promise(peer, pitch) for peer in peers()))
    assert live(pitch) == pitch.peer_goal_cents + ROOM


def test_eight_at_once_fill_the_goal_to_the_cent(pitch):
    meet(*(promise(peer, pitch, 6_000, up_to=True) for peer in peers(8)))
    assert live(pitch) == pitch.peer_goal_cents


def limited(pitch):
    """A peer who may still give 500.00 this year, and two pitches that each would take it."""
    peer, other = make.person(of=make.organisation()), make.money_pitch(make.person(of=make.organisation()))
    for _ in range(3):
        make.pledge(make.money_pitch(make.person()), peer, 50_000)
    spacious = make.money_pitch(make.person(of=make.organisation()))
    return [promise(peer, spacious, 50_000), promise(peer, other, 50_000)], peer


def test_one_person_cannot_pass_the_yearly_limit_on_two_pitches_at_once(pitch, monkeypatch):
    acts, peer = limited(pitch)
    wait_for_each_other(monkeypatch, promising, "check_limits")
    outcomes = meet(*acts)
    assert sum(isinstance(outcome, LimitReached) for outcome in outcomes) == 1
    assert count(col(MoneyPledge.peer_id) == peer.id) == 4


def test_without_the_lock_they_would(pitch, monkeypatch):
    acts, peer = limited(pitch)
    wait_for_each_other(monkeypatch, promising, "check_limits")
    with unlocked(monkeypatch, promising):
        meet(*acts)
    assert count(col(MoneyPledge.peer_id) == peer.id) == 5


def clicked(act, key):
    def click():
        with operating(key):
            return act()

    return click


def test_a_double_click_promises_once(pitch):
    [peer] = peers(1)
    act = promise(peer, pitch, 1_000)
    outcomes = meet(*(clicked(act, "the-forms-key") for _ in range(8)))
    assert count(col(MoneyPledge.peer_id) == peer.id) == 1
    assert sum(isinstance(outcome, DoneBefore) for outcome in outcomes) == 7


def test_without_the_forms_key_it_would_promise_twice(pitch):
    [peer] = peers(1)
    meet(*(clicked(promise(peer, pitch, 1_000), None) for _ in range(2)))
    assert count(col(MoneyPledge.peer_id) == peer.id) == 2


@pytest.fixture
def offered():
    pitcher = make.person()
    pitch = make.pitch(pitcher)
    need = make.need(pitch, wanted=120)
    return pitcher, need, make.offer(pitch, make.person(), 60, need_id=need.id)


def filled(need) -> int:
    with reading() as session:
        return session.exec(select(Need.filled).where(Need.id == need.id)).one()


def test_an_offer_accepted_twice_at_once_fills_its_need_once(offered, monkeypatch):
    pitcher, need, offer = offered
    wait_for_each_other(monkeypatch, offering, "move")
    meet(*(lambda: service.accept_offer(pitcher.id, offer.id) for _ in range(2)))
    assert filled(need) == 60


def test_two_offers_accepted_at_once_both_count(offered, monkeypatch):
    pitcher, need, one = offered
    two = make.offer(_pitch_of(need), make.person(), 60, need_id=need.id)
    wait_for_each_other(monkeypatch, offering, "refilled")
    meet(*(lambda offer=offer: service.accept_offer(pitcher.id, offer.id) for offer in (one, two)))
    assert filled(need) == 120


def test_without_the_lock_one_of_them_is_lost(offered, monkeypatch):
    pitcher, need, one = offered
    two = make.offer(_pitch_of(need), make.person(), 60, need_id=need.id)
    wait_for_each_other(monkeypatch, offering, "refilled")
    with unlocked(monkeypatch, offering):
        meet(*(lambda offer=offer: service.accept_offer(pitcher.id, offer.id) for offer in (one, two)))
    assert filled(need) == 60


def _pitch_of(need):
    with reading() as session:
        return session.get_one(Pitch, need.pitch_id)
