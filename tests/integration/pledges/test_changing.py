"""Changing and withdrawing, the waitlist, and what a changed or ended pitch does to promises."""

from datetime import timedelta

import pytest
from sqlmodel import select

from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.pitches.models import CostLine, Pitch
from crowdlearn.pitches.queries.plans import plan_of
from crowdlearn.pledges import rules, service
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import MoneyOffer, PledgeState
from tests import make

pytestmark = pytest.mark.usefixtures("database")
LIVE, WAITS = PledgeState.PLEDGED, PledgeState.WAITLISTED


@pytest.fixture
def pitcher():
    return make.person("Amira", of=make.organisation())


@pytest.fixture
def peers():
    return [make.person(f"Peer {n}", of=make.organisation()) for n in range(4)]


@pytest.fixture
def pitch(pitcher):
    return make.money_pitch(pitcher)  # peers are asked for 700.00


def offer(cents, terms_version=1, **more):
    return MoneyOffer(Money(cents), terms_version=terms_version, **more)


def fresh(row):
    with reading() as session:
        return session.get_one(type(row), row.id)


def events():
    with reading() as session:
        return [event.name for event in session.exec(select(Outbox).order_by(Outbox.id))]


def test_row_35_withdrawing_lets_the_waitlist_in_and_passes_over_what_does_not_fit(pitch, peers):
    first = make.pledge(pitch, peers[0], 20_000)
    make.pledge(pitch, peers[1], 50_000)
    whole = make.pledge(pitch, peers[2], 30_000, WAITS)
    small = make.pledge(pitch, peers[3], 15_000, WAITS)
    service.withdraw(peers[0].id, first.id)
    assert fresh(first).state is PledgeState.WITHDRAWN
    assert (fresh(whole).state, fresh(small).state) == (WAITS, LIVE)
    assert fresh(pitch).promised_cents == 65_000
    assert fresh(pitch).backers == 2
    service.withdraw(peers[1].id, service_pledge_of(pitch, peers[1]))
    assert fresh(whole).state is LIVE  # it kept its place


def service_pledge_of(pitch, peer):
    with reading() as session:
        return session.exec(
            select(MoneyPledge.id).where(MoneyPledge.pitch_id == pitch.id, MoneyPledge.peer_id == peer.id)
        ).first()


def test_a_waiting_up_to_pledge_takes_part_of_the_room_and_its_rest_keeps_its_place(pitch, peers):
    full = make.pledge(pitch, peers[0], 50_000)
    make.pledge(pitch, peers[1], 20_000)
    early = make.pledge(pitch, peers[2], 60_000, WAITS, up_to=True)
    late = make.pledge(pitch, peers[3], 10_000, WAITS)
    service.withdraw(peers[0].id, full.id)
    assert (fresh(early).state, fresh(early).accepted_cents) == (LIVE, 50_000)
    service.withdraw(peers[1].id, service_pledge_of(pitch, peers[1]))
    assert fresh(pitch).promised_cents == 70_000
    with reading() as session:
        rest = session.exec(select(MoneyPledge).where(MoneyPledge.grows_from == early.id)).one()
    assert (rest.state, rest.accepted_cents) == (LIVE, 10_000)
    assert fresh(late).state is LIVE


def test_row_36_after_the_lock_a_pledge_stands(pitch, peers):
    row = make.pledge(pitch, peers[0], 20_000, PledgeState.COMMITTED)
    with pytest.raises(rules.Locked):
        service.withdraw(peers[0].id, row.id)
    with pytest.raises(rules.Locked):
        service.change_pledge(peers[0].id, row.id, offer(10_000))
    service.change_pledge(peers[0].id, row.id, offer(20_000, wish="Your slides"))
    assert fresh(row).wish == "Your slides"


def test_row_36_unless_the_pitch_changed_or_a_conflict_came_up(pitch, pitcher, peers):
    one = make.pledge(pitch, peers[0], 20_000, PledgeState.COMMITTED, terms_version=0)
    service.withdraw(peers[0].id, one.id)
    two = make.pledge(pitch, peers[1], 20_000, PledgeState.COMMITTED)
    make.manages(peers[1], pitcher)
    service.withdraw(peers[1].id, two.id)
    assert {fresh(one).state, fresh(two).state} == {PledgeState.WITHDRAWN}


def test_row_38_zero_takes_the_pledge_back(pitch, peers):
    row = make.pledge(pitch, peers[0], 20_000)
    service.change_pledge(peers[0].id, row.id, offer(0))
    assert fresh(row).state is PledgeState.WITHDRAWN
    assert events() == ["pledges.PledgeWithdrawn"]


def test_lowering_frees_room_and_raising_grows_a_row_of_its_own(pitch, peers):
    row = make.pledge(pitch, peers[0], 40_000)
    make.pledge(pitch, peers[1], 30_000)
    waiting = make.pledge(pitch, peers[2], 10_000, WAITS)
    service.change_pledge(peers[0].id, row.id, offer(30_000))
    assert (fresh(row).accepted_cents, fresh(waiting).state) == (30_000, LIVE)
    service.change_pledge(peers[0].id, row.id, offer(35_000))
    with reading() as session:
        grown = session.exec(select(MoneyPledge).where(MoneyPledge.grows_from == row.id)).one()
    assert (grown.state, grown.offered_cents) == (WAITS, 5_000)
    with pytest.raises(rules.BelowMinimum):
        service.change_pledge(peers[0].id, row.id, offer(499))


def test_what_is_left_of_a_waiting_part_never_falls_below_the_smallest_pledge(pitch, peers):
    make.pledge(pitch, peers[1], 69_500)
    service.promise_money(peers[0].id, pitch.id, offer(2_500, up_to=True))  # 5.00 counts, 20.00 wait
    with reading() as session:
        row = session.exec(
            select(MoneyPledge).where(MoneyPledge.peer_id == peers[0].id, MoneyPledge.state == LIVE)
        ).one()
    with pytest.raises(rules.PartTooSmall) as refused:
        service.change_pledge(peers[0].id, row.id, offer(700))
    assert refused.value.facts["least"] == Money(1_000)
    service.change_pledge(peers[0].id, row.id, offer(1_000))
    with reading() as session:
        parts = session.exec(
            select(MoneyPledge).where(MoneyPledge.peer_id == peers[0].id).order_by(MoneyPledge.id)
        ).all()
    assert [(part.state, part.offered_cents) for part in parts] == [(LIVE, 500), (WAITS, 500)]


def test_a_pledge_is_ones_own(pitch, peers):
    row = make.pledge(pitch, peers[0])
    for act in (
        lambda: service.withdraw(peers[1].id, row.id),
        lambda: service.change_pledge(peers[1].id, row.id, offer(500)),
        lambda: service.reconfirm(peers[1].id, row.id, 1),
    ):
        with pytest.raises(NotFound):
            act()


def costs(pitch, cents):
    with reading() as session:
        line = session.exec(select(CostLine).where(CostLine.pitch_id == pitch.id)).one()
        plan = plan_of(session, session.get_one(Pitch, pitch.id))
    [one] = [cost for cost in plan.costs if cost.id == line.id]
    return {"costs": (type(one)(id=one.id, kind=one.kind, label=one.label, amount_cents=cents),)}


@pytest.fixture
def whole(pitcher):
    """A pitch without organisation money, so that its figures follow its one cost line: 1,400.00."""
    pitch = make.money_pitch(pitcher, cost=140_000, organisation=0)
    make.planned(pitch)
    return pitch


def test_row_49_a_cheaper_pitch_trims_promises_with_word_to_each(whole, pitcher, peers):
    rows = [make.pledge(whole, peers[n], cents) for n, cents in enumerate((35_000, 34_400, 600))]
    service.change_open_pitch(pitcher.id, whole.id, costs(whole, 70_000))
    assert [fresh(row).accepted_cents for row in rows[:2]] == [17_500, 17_200]
    assert (fresh(rows[2]).state, fresh(rows[2]).ended_why) == (PledgeState.RELEASED, "goal_lowered")
    assert fresh(whole).promised_cents == 34_700
    assert events().count("pledges.PledgeTrimmed") == 2


def test_row_52_a_material_change_asks_every_backer_and_silence_releases(whole, pitcher, peers, clock):
    said = make.pledge(whole, peers[0], 20_000)
    silent = make.pledge(whole, peers[1], 50_000)
    waiting = make.pledge(whole, peers[2], 30_000, WAITS)
    clock.stand()
    service.change_open_pitch(pitcher.id, whole.id, {"provider": "Quite another school"})
    assert (fresh(said).state, fresh(silent).state, fresh(waiting).state) == (
        PledgeState.RECONFIRM,
        PledgeState.RECONFIRM,
        WAITS,
    )
    assert fresh(whole).promised_cents == 70_000  # they still hold their room
    with reading() as session:
        assert service.awaits_answers(session, whole.id)
    with pytest.raises(rules.TermsChanged):
        service.reconfirm(peers[0].id, said.id, 1)
    service.reconfirm(peers[0].id, said.id, 2)
    service.reconfirm(peers[2].id, waiting.id, 2)
    clock.forward(hours=71, minutes=59)
    assert service.release_silent() == 0
    clock.forward(minutes=1)
    assert service.release_silent() == 1
    assert service.release_silent() == 0
    assert (fresh(said).state, fresh(said).terms_version) == (LIVE, 2)
    assert (fresh(silent).state, fresh(silent).ended_why) == (PledgeState.RELEASED, "no_answer")
    assert fresh(waiting).state is LIVE
    assert fresh(whole).promised_cents == 50_000


def test_minor_edits_ask_and_tell_nobody(whole, pitcher, peers):
    row = make.pledge(whole, peers[0], 20_000)
    service.change_open_pitch(pitcher.id, whole.id, {"also_puts_in": "Two evenings of my own"})
    assert fresh(row).state is LIVE
    assert [name for name in events() if name.startswith("pledges.")] == []


def test_only_the_pitcher_changes_a_pitch(whole, peers):
    with pytest.raises(NotFound):
        service.change_open_pitch(peers[0].id, whole.id, {"summary": "x"})


def held(pitch, step, *more):
    with transaction() as session:
        return step(session, lock(session, Pitch, pitch.id), *more)


def test_the_lock_commits_what_is_live_and_leaves_the_waitlist(pitch, peers):
    live, waiting = make.pledge(pitch, peers[0]), make.pledge(pitch, peers[1], 5_000, WAITS)
    held(pitch, service.commit_all)
    assert (fresh(live).state, fresh(waiting).state) == (PledgeState.COMMITTED, WAITS)
    held(pitch, service.expire_waitlist)
    assert fresh(waiting).state is PledgeState.EXPIRED


def test_a_pitch_that_ends_releases_everyone(pitch, peers):
    rows = [make.pledge(pitch, peers[0]), make.pledge(pitch, peers[1], 5_000, WAITS)]
    assert set(held(pitch, service.release_all, "not_funded")) == {row.id for row in rows}
    assert {fresh(row).state for row in rows} == {PledgeState.RELEASED}
    assert (fresh(pitch).promised_cents, fresh(pitch).backers) == (0, 0)
    assert held(pitch, service.release_all, "not_funded") == []
    with pytest.raises(MoveRefused):
        service.withdraw(peers[0].id, rows[0].id)


def test_conflicts_are_looked_for_again_at_the_lock(pitch, pitcher, peers):
    fine, conflicted = make.pledge(pitch, peers[0], 20_000), make.pledge(pitch, peers[1], 50_000)
    waiting = make.pledge(pitch, peers[2], 30_000, WAITS)
    make.manages(peers[1], pitcher)
    assert held(pitch, service.release_conflicting) == [conflicted.id]
    assert (fresh(fine).state, fresh(waiting).state) == (LIVE, LIVE)
    assert fresh(conflicted).ended_why == "conflict_of_interest"


def test_a_card_that_is_not_saved_in_time_gives_its_room_back(pitch, peers, clock):
    clock.stand()
    row = make.pledge(pitch, peers[0], 70_000, PledgeState.CARD_PENDING)
    waiting = make.pledge(pitch, peers[1], 10_000, WAITS)
    assert service.abandon_unfinished() == 0
    clock.forward(timedelta(minutes=31))
    assert service.abandon_unfinished() == 1
    assert service.abandon_unfinished() == 0
    assert (fresh(row).state, fresh(waiting).state) == (PledgeState.ABANDONED, LIVE)
