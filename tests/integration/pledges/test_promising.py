"""Promising money: room, refusals with their reasons, limits, consents. Rows of money.md by their numbers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from crowdlearn.approvals.models import Stake
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import reading
from crowdlearn.kernel.money import Money
from crowdlearn.people.models import ActingManager, BlockedDomain
from crowdlearn.people.rules import MoneyMode, PersonState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges import rules, service
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import MoneyOffer, PledgeState
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def give(peer, pitch, cents=10_000, *, terms_version=1, currency="CAD", **more: Any):
    return service.promise_money(
        peer.id, pitch.id, MoneyOffer(Money(cents, currency), terms_version=terms_version, **more)
    )


def rows_of(pitch) -> list[MoneyPledge]:
    with reading() as session:
        return list(session.exec(select(MoneyPledge).where(MoneyPledge.pitch_id == pitch.id).order_by(MoneyPledge.id)))


def fresh(pitch) -> Pitch:
    with reading() as session:
        return session.get_one(Pitch, pitch.id)


@pytest.fixture
def home():
    return make.organisation()


@pytest.fixture
def pitcher(home):
    return make.person("Amira", of=home)


@pytest.fixture
def peer():
    return make.person("Noor", of=make.organisation())


@pytest.fixture
def pitch(pitcher):
    return make.money_pitch(pitcher)  # peers are asked for 700.00


def test_a_promise_is_kept_with_its_consent_and_counted(pitch, peer):
    give(peer, pitch, 10_000, wish="Your notes", name_shown=False)
    [row] = rows_of(pitch)
    assert (row.state, row.offered_cents, row.accepted_cents) == (PledgeState.PLEDGED, 10_000, 10_000)
    assert (row.wish, row.name_shown, row.consent_cents) == ("Your notes", False, 10_000)
    assert row.consent_until == pitch.deadline + timedelta(days=13)
    assert row.reference.startswith("CL-")
    counted = fresh(pitch)
    assert (counted.promised_cents, counted.backers, counted.trend) == (10_000, 1, 1)
    with reading() as session:
        assert session.exec(select(Stake.person_id).where(Stake.pitch_id == pitch.id)).one() == peer.id
        assert [event.name for event in session.exec(select(Outbox))] == ["pledges.PledgePromised"]


@pytest.mark.parametrize(
    ("before", "offer", "up_to", "states"),
    [
        pytest.param(50_000, 20_000, True, [("pledged", 20_000)], id="row-15"),
        pytest.param(50_000, 25_000, True, [("pledged", 20_000), ("waitlisted", 5_000)], id="row-16"),
        pytest.param(50_000, 25_000, False, [("waitlisted", 25_000)], id="row-17"),
        pytest.param(70_000, 1_000, True, [("waitlisted", 1_000)], id="row-18"),
        pytest.param(69_990, 5_000, True, [("waitlisted", 5_000)], id="row-19"),
    ],
)
def test_what_finds_no_room_waits(pitch, peer, before, offer, up_to, states):
    make.pledge(pitch, make.person(), before)
    give(peer, pitch, offer, up_to=up_to)
    mine = [row for row in rows_of(pitch) if row.peer_id == peer.id]
    assert [(row.state.value, row.offered_cents) for row in mine] == states
    assert mine[0].grows_from is None
    assert all(row.grows_from == mine[0].id for row in mine[1:])
    assert fresh(pitch).promised_cents == before + sum(cents for state, cents in states if state == "pledged")


def test_row_37_a_second_promise_grows_from_the_first(pitch, peer):
    first = give(peer, pitch, 10_000)
    second = give(peer, pitch, 5_000)
    one, two = rows_of(pitch)
    assert (one.id, two.id, two.grows_from) == (first, second, first)
    assert one.reference != two.reference
    assert (fresh(pitch).promised_cents, fresh(pitch).backers) == (15_000, 1)


def refused(kind: type[Exception], peer, pitch, cents=10_000, **more: Any) -> Any:
    with pytest.raises(kind) as caught:
        give(peer, pitch, cents, **more)
    assert rows_of(pitch) == []
    with reading() as session:
        assert session.exec(select(Outbox)).all() == []
    return caught.value


def test_row_55_the_own_pitch_is_refused(pitch, pitcher):
    refused(rules.SelfPledge, pitcher, pitch)


def manager_of(peer, pitcher):
    make.manages(peer, pitcher)


def two_levels_up(peer, pitcher):
    between = make.person()
    make.manages(between, pitcher)
    make.manages(peer, between)


def led_by(peer, pitcher):
    make.manages(pitcher, peer)


def acting(peer, pitcher):
    manager = make.person()
    make.manages(manager, pitcher)
    make.kept(ActingManager(manager_id=manager.id, acting_id=peer.id, starts_on=make.days(-1), ends_on=make.days(1)))


@pytest.mark.parametrize("line", [manager_of, two_levels_up, led_by, acting])
def test_row_57_the_reporting_line_is_refused_both_ways(pitch, peer, pitcher, line: Callable[..., None]):
    line(peer, pitcher)
    refused(rules.ReportingLine, peer, pitch)


def test_row_57_a_vendor_is_refused(pitch):
    make.kept(BlockedDomain(domain="clearwords.example", reason="sells the workshop"))
    vendor = make.person(email="sales@mail.clearwords.example", of=make.organisation())
    assert refused(rules.VendorDomain, vendor, pitch).facts["domain"] == "clearwords.example"


@pytest.mark.parametrize("address", ["x.clearwords.example@harbour.example", "a@unclearwords.example"])
def test_an_address_that_only_looks_like_a_vendors_may_back(pitch, address):
    make.kept(BlockedDomain(domain="clearwords.example", reason="sells the workshop"))
    give(make.person(email=address, of=make.organisation()), pitch)


def test_who_acts_for_a_manager_is_in_the_line_on_days_where_the_pitch_is(peer, pitcher, clock):
    clock.stand(clock.stand().replace(hour=15))
    pitch = make.money_pitch(pitcher, time_zone="Pacific/Auckland", deadline=make.days(30))
    manager, tomorrow = make.person(), make.days(1)
    make.manages(manager, pitcher)
    make.kept(ActingManager(manager_id=manager.id, acting_id=peer.id, starts_on=tomorrow, ends_on=tomorrow))
    clock.stand(clock.stand().replace(hour=1))  # the afternoon of today in Auckland
    give(peer, pitch)
    clock.stand(clock.stand().replace(hour=20))  # tomorrow morning
    with pytest.raises(rules.ReportingLine):
        give(peer, pitch)


def test_row_57_backers_come_from_adopting_organisations(pitch):
    refused(rules.BackerNotAdopted, make.person(of=make.organisation(adopted=False)), pitch)
    refused(rules.BackerNotAdopted, make.person(of=make.organisation(mode=MoneyMode.EXPERTISE_ONLY)), pitch)
    refused(rules.BackerNotAdopted, make.person(), pitch)


def test_the_pitchers_organisation_must_have_adopted_too(peer):
    pitch = make.money_pitch(make.person(of=make.organisation(adopted=False)))
    refused(rules.PitcherNotAdopted, peer, pitch)


def test_the_installation_bounds_the_money_modes(pitch, peer, monkeypatch):
    monkeypatch.setattr(rules.bounds, "modes", frozenset({MoneyMode.EXPERTISE_ONLY}), raising=False)
    refused(rules.BackerNotAdopted, peer, pitch)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (PersonState.UNVERIFIED, rules.NotVerified),
        (PersonState.WAITING, rules.NotVerified),
        (PersonState.SUSPENDED, rules.Suspended),
    ],
)
def test_unverified_and_suspended_people_are_refused(pitch, state, kind):
    refused(kind, make.person(state=state, of=make.organisation()), pitch)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"state": PitchState.PAUSED}, rules.PitchPaused),
        ({"state": PitchState.WITHDRAWN}, rules.PitchClosed),
        ({"deadline": make.days(-1)}, rules.PastDeadline),
        ({"own": 140_000}, rules.NoMoneyAsked),
    ],
)
def test_a_closed_pitch_says_why(pitcher, peer, fields, kind):
    refused(kind, peer, make.money_pitch(pitcher, **fields))


def test_the_deadlines_day_counts_in_the_pitchs_own_time_zone(pitcher, peer, clock):
    pitch = make.money_pitch(pitcher, deadline=make.days(0), time_zone="America/Vancouver")
    clock.stand(clock.stand().replace(hour=23, minute=30))  # still the afternoon in Vancouver
    give(peer, pitch)


def test_below_the_minimum_other_terms_and_no_consent_are_refused(pitch, peer):
    refused(rules.BelowMinimum, peer, pitch, 499)
    refused(rules.TermsChanged, peer, pitch, terms_version=2)
    refused(rules.ConsentMissing, peer, pitch, agreed=False)


def test_row_64_one_currency_per_pitch(pitch, peer):
    refused(rules.OtherCurrency, peer, pitch, currency="USD")


def test_row_58_a_pledge_is_a_persons_an_organisation_has_no_way_to_one():
    assert {key.column.table.name for key in MoneyPledge.__table__.c.peer_id.foreign_keys} == {"person"}


def test_row_65_limits_are_refused_with_what_remains(pitch, peer, pitcher):
    assert refused(rules.LimitReached, peer, pitch, 50_001).facts["remaining"] == Money(50_000)
    elsewhere = make.money_pitch(pitcher)
    make.pledge(elsewhere, peer, 50_000)
    make.pledge(make.money_pitch(pitcher), peer, 30_000, PledgeState.WAITLISTED)
    assert refused(rules.LimitReached, peer, pitch, 20_001).facts["remaining"] == Money(20_000)
    give(peer, pitch, 20_000)


def test_row_65_last_years_and_withdrawn_pledges_do_not_count(pitch, peer, pitcher, clock):
    other = make.money_pitch(pitcher)
    make.pledge(other, peer, 50_000, PledgeState.WITHDRAWN)
    make.pledge(other, peer, 50_000, promised_at=clock.stand() - timedelta(days=366))
    give(peer, pitch, 50_000)


def test_rows_57_and_58_an_approver_outside_the_line_may_back(pitch):
    """Whoever may decide elsewhere may back; note_stake recuses them here for good."""
    outsider = make.person(of=make.organisation())
    make.manages(outsider, make.person())
    give(outsider, pitch)


@pytest.mark.parametrize("others", [10, 100])
def test_a_promise_asks_the_same_few_questions_however_many_backed_before(home, others, assert_queries):
    pitch, peer = make.money_pitch(make.person(of=home), cost=10_000_000), make.person(of=make.organisation())
    for _ in range(others):
        make.pledge(pitch, make.person(), 100)
    with assert_queries(8):
        give(peer, pitch)
