"""A promise by card stands once its card is saved."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from crowdlearn.approvals.models import Stake
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Card
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges import service
from crowdlearn.pledges.models import Consent
from crowdlearn.pledges.rules import CardEndsEarly, CardNeeded, NoCardsHere, PitchersCard
from crowdlearn.reactions import AFTER
from crowdlearn.sandbox import faults
from crowdlearn.sandbox.faults import Kind, Place
from tests import make
from tests.support.card_pledges import P, asked, begin, count, enter, newest_page, offer, rows, save, states
from tests.support.cards import OK
from tests.support.letters import told

pytestmark = pytest.mark.usefixtures("database", "processor")


def promised(pitch):
    with reading() as session:
        return session.get_one(Pitch, pitch.id).promised_cents


def test_nothing_is_promised_before_the_card_is_saved(app, processor, pitch, peer):
    going = begin(peer, pitch)
    assert going.url == newest_page().url
    assert states(pitch) == [(P.CARD_PENDING, 10_000, 10_000)]
    assert told(app) == []
    assert count(Stake) == 0
    assert save(processor, peer) == going.pledge_id
    assert count(Stake) == 1  # who backs decides about it no more
    [row] = rows(pitch)
    assert (row.state, row.accepted_cents, row.room_until) == (P.PLEDGED, 10_000, None)
    with reading() as session:
        assert session.get_one(Card, row.card_id).last_four == "4242"
    assert told(app) == [("money_promised", "Noor"), ("pledge_received", "Amira")]


def test_the_report_alone_is_enough_and_twice_changes_nothing(processor, pitch, peer):
    begin(peer, pitch)
    payments.finish_card_page(enter(processor).id)  # the browser never came back
    assert drain_all(AFTER) > 0
    assert states(pitch) == [(P.PLEDGED, 10_000, 10_000)]
    consents = count(Consent)
    service.come_back(peer.id, newest_page().id)
    drain_all(AFTER)
    assert states(pitch) == [(P.PLEDGED, 10_000, 10_000)]
    assert count(Consent) == consents == 2  # when it was agreed to, and on which card


def test_what_was_agreed_to_is_written_down_for_good(processor, pitch, peer):
    begin(peer, pitch)
    save(processor, peer)
    with reading() as session:
        first, second = session.exec(select(Consent).order_by(Consent.id)).all()
    assert (first.amount_cents, first.version, first.until, first.card_id) == (
        10_000,
        "2026-11-card",
        pitch.deadline + timedelta(days=13),
        None,
    )
    assert second.card_id == rows(pitch)[0].card_id
    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.execute(sa.update(Consent).values(amount_cents=1))


def test_the_room_is_held_while_the_page_is_open_and_free_afterwards(app, pitch, peer, clock):
    clock.stand()
    begin(peer, pitch, 50_000)
    other = make.person(of=make.organisation())
    begin(other, pitch, 30_000, up_to=True)
    assert states(pitch)[1:] == [(P.CARD_PENDING, 20_000, 20_000), (P.CARD_PENDING, 0, 10_000)]
    clock.forward(timedelta(minutes=30))
    assert service.abandon_unfinished() == 0
    clock.forward(timedelta(minutes=1))
    assert service.abandon_unfinished() == 3
    assert {state for state, _, _ in states(pitch)} == {P.ABANDONED}
    assert promised(pitch) == 0
    assert [kind for kind, _ in told(app)] == ["money_no_card"] * 2


def test_a_remainder_waits_once_the_card_is_saved(processor, pitch, peer):
    make.pledge(pitch, make.person(), 65_000)
    begin(peer, pitch, 10_000, up_to=True)
    save(processor, peer)
    assert states(pitch)[1:] == [(P.PLEDGED, 5_000, 5_000), (P.WAITLISTED, 0, 5_000)]
    assert len({row.card_id for row in rows(pitch)[1:]}) == 1


def test_a_card_that_was_saved_in_the_last_minute_is_found_by_the_clock(processor, pitch, peer, clock):
    clock.stand()
    begin(peer, pitch)
    enter(processor)
    clock.forward(timedelta(minutes=31))
    assert service.abandon_unfinished() == 0
    assert states(pitch) == [(P.PLEDGED, 10_000, 10_000)]


def test_while_the_processor_is_silent_a_place_is_kept_a_little_longer(processor, pitch, peer, clock):
    clock.stand()
    begin(peer, pitch)
    faults.plan(processor.store, Kind.TIMEOUT, Place.BEFORE, times=-1)
    clock.forward(timedelta(minutes=31))
    assert service.abandon_unfinished() == 0
    clock.forward(timedelta(minutes=10))
    assert service.abandon_unfinished() == 1


def test_when_no_page_opens_the_peer_tries_again_and_no_second_promise_stands(processor, pitch, peer):
    faults.plan(processor.store, Kind.TIMEOUT, Place.AFTER, method="POST", path="/v1/checkout/sessions")
    going = begin(peer, pitch)
    assert going.url is None
    again = service.go_to_card_page(peer.id, going.pledge_id, asked())
    assert again.url
    assert service.go_to_card_page(peer.id, going.pledge_id, asked()).url == again.url
    save(processor, peer)
    assert states(pitch) == [(P.PLEDGED, 10_000, 10_000)]


def test_to_begin_again_is_to_choose_anew(processor, pitch, peer):
    begin(peer, pitch, 50_000)
    begin(peer, pitch, 40_000)
    assert states(pitch) == [(P.ABANDONED, 50_000, 50_000), (P.CARD_PENDING, 40_000, 40_000)]
    save(processor, peer)
    assert promised(pitch) == 40_000


def test_a_card_that_ends_before_the_latest_day_does_not_carry_the_pledge(processor, pitch, peer):
    begin(peer, pitch)
    month_before = rows(pitch)[0].consent_until.replace(day=1) - timedelta(days=1)
    service.come_back(peer.id, enter(processor, OK, month_before.year, month_before.month).id)
    assert states(pitch) == [(P.CARD_PENDING, 10_000, 10_000)]
    assert count(Card, Card.removed_at.is_(None)) == 0
    going = service.go_to_card_page(peer.id, rows(pitch)[0].id, asked())
    assert going.url
    save(processor, peer)
    assert states(pitch) == [(P.PLEDGED, 10_000, 10_000)]


def test_row_55_a_card_of_the_pitcher_is_refused_as_self_pledge(app, processor, pitch, pitcher, peer):
    processor.save_card(pitcher, OK)
    begin(peer, pitch)
    save(processor, peer, OK)
    [row] = rows(pitch)
    assert (row.state, row.ended_why, row.card_id) == (P.ABANDONED, "self_pledge", None)
    assert promised(pitch) == 0
    assert count(Card, Card.person_id == peer.id, Card.removed_at.is_(None)) == 0
    assert told(app) == [("money_no_card", "Noor")]
    saved = processor.save_card(peer, OK)
    with pytest.raises(PitchersCard):
        service.promise_with_card(peer.id, pitch.id, offer(), saved.id)


def test_row_55_a_card_of_another_member_is_looked_at_by_a_treasurer(app, processor, pitch, pitcher, peer):
    make.role(make.person("Theo"), Role.TREASURER)
    processor.save_card(make.person("Household"), OK)
    begin(peer, pitch)
    save(processor, peer, OK)
    assert states(pitch) == [(P.PLEDGED, 10_000, 10_000)]
    assert ("money_card_shared", "Theo") in told(app)


def test_a_saved_card_carries_a_promise_at_once(processor, pitch, peer):
    card = processor.save_card(peer)
    service.promise_with_card(peer.id, pitch.id, offer(), card.id)
    [row] = rows(pitch)
    assert (row.state, row.card_id) == (P.PLEDGED, card.id)
    with pytest.raises(NotFound):
        service.promise_with_card(make.person(of=make.organisation()).id, pitch.id, offer(), card.id)


def test_a_saved_card_that_ends_too_early_is_refused(processor, pitch, peer):
    card = processor.save_card(peer)
    with transaction() as session:
        session.get_one(Card, card.id).expires_year = now().year - 1
    with pytest.raises(CardEndsEarly):
        service.promise_with_card(peer.id, pitch.id, offer(), card.id)
    assert rows(pitch) == []


def test_each_pitch_has_its_one_way_to_pay(processor, pitch, peer):
    with pytest.raises(CardNeeded):
        service.promise_money(peer.id, pitch.id, offer())
    by_code = make.money_pitch(make.person(of=make.organisation()))
    with pytest.raises(NoCardsHere):
        begin(peer, by_code)


def test_row_37_an_increase_is_a_row_of_its_own_on_the_same_card(processor, pitch, peer):
    card = processor.save_card(peer)
    pledge_id = service.promise_with_card(peer.id, pitch.id, offer(), card.id)
    service.change_pledge(peer.id, pledge_id, offer(15_000))
    first, second = rows(pitch)
    assert (second.grows_from, second.accepted_cents, second.card_id) == (first.id, 5_000, card.id)
