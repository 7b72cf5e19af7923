"""Pledging by card: the place that is kept, the card that carries the promise, and what becomes of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from crowdlearn.approvals.models import Stake
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Card, CardPage, Payment
from crowdlearn.payments.rules import PageState, PaymentState, Wanted
from crowdlearn.people.rules import MoneyMode, Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges import service
from crowdlearn.pledges.models import Consent, MoneyPledge
from crowdlearn.pledges.rules import (
    CardEndsEarly,
    CardInUse,
    CardNeeded,
    MoneyOffer,
    NoCardsHere,
    PitchersCard,
    PlaceNotKept,
    PledgeState,
)
from crowdlearn.reactions import AFTER
from crowdlearn.sandbox import checkout, faults
from crowdlearn.sandbox.faults import Kind, Place
from tests import make
from tests.support.cards import OK
from tests.support.letters import told

pytestmark = pytest.mark.usefixtures("database", "processor")
P = PledgeState
MASTERCARD = "5555555555554444"


@pytest.fixture
def pitcher():
    return make.person("Amira", of=make.organisation(mode=MoneyMode.CARD))


@pytest.fixture
def peer():
    return make.person("Noor", of=make.organisation())


@pytest.fixture
def pitch(pitcher):
    return make.money_pitch(pitcher)  # asks peers for 700.00


def offer(cents=10_000, **fields):
    return MoneyOffer(Money(cents), terms_version=1, **fields)


def asked():
    return payments.PageAsked(now() + timedelta(minutes=31), _back, _back, "en")


def _back(page_id):
    return f"https://learn.example/back/{page_id}"


def begin(peer, pitch, cents=10_000, **fields):
    return service.promise_by_card(peer.id, pitch.id, offer(cents, **fields), asked())


def newest_page():
    with reading() as session:
        return session.exec(select(CardPage).order_by(CardPage.id.desc())).first()


def enter(processor, number=OK, year=2034, month=12):
    """Let the peer fill in the newest card page, and return that page."""
    page = newest_page()
    with processor.store.visit() as state:
        checkout.enter_card(state, page.reference, number, month, year)
    return page


def save(processor, peer, number=OK):
    """Let the peer fill in the newest card page and come back."""
    return service.come_back(peer.id, enter(processor, number).id)


def rows(pitch):
    with reading() as session:
        found = session.exec(select(MoneyPledge).where(MoneyPledge.pitch_id == pitch.id).order_by(MoneyPledge.id))
        return found.all()


def states(pitch):
    return [(row.state, row.accepted_cents, row.offered_cents) for row in rows(pitch)]


def promised(pitch):
    with reading() as session:
        return session.get_one(Pitch, pitch.id).promised_cents


def count(table, *where):
    with reading() as session:
        return session.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()


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


def test_another_card_any_time_and_the_first_is_forgotten(processor, pitch, peer):
    begin(peer, pitch)
    pledge_id = save(processor, peer)
    before = rows(pitch)[0].card_id
    service.go_to_card_page(peer.id, pledge_id, asked())
    save(processor, peer, MASTERCARD)
    after = rows(pitch)[0].card_id
    assert after != before
    assert payments.forget_removed_cards() == 1
    with reading() as session:
        assert session.get_one(Card, before).forgotten_at is not None
        assert session.get_one(Card, after).removed_at is None


def test_a_card_on_which_a_pledge_hangs_is_not_removed(processor, pitch, peer):
    card, spare = processor.save_card(peer), processor.save_card(peer, MASTERCARD)
    pledge_id = service.promise_with_card(peer.id, pitch.id, offer(), card.id)
    with pytest.raises(CardInUse):
        service.remove_own_card(peer.id, card.id)
    service.use_saved_card(peer.id, pledge_id, spare.id)
    with pytest.raises(NotFound):
        service.remove_own_card(peer.id, card.id)  # gone already
    with pytest.raises(NotFound):
        service.remove_own_card(make.person().id, spare.id)


@pytest.mark.parametrize("other_pledge", [False, True])
def test_row_35_after_withdrawal_the_card_is_forgotten_unless_another_pledge_needs_it(
    processor,
    pitch,
    pitcher,
    peer,
    other_pledge,
):
    card = processor.save_card(peer)
    pledge_id = service.promise_with_card(peer.id, pitch.id, offer(), card.id)
    if other_pledge:
        service.promise_with_card(peer.id, make.money_pitch(pitcher).id, offer(), card.id)
    service.withdraw(peer.id, pledge_id)
    drain_all(AFTER)
    with reading() as session:
        assert (session.get_one(Card, card.id).removed_at is None) is other_pledge
    assert payments.forget_removed_cards() == (0 if other_pledge else 1)


def test_row_35_after_withdrawal_no_page_stays_open_on_which_a_card_would_be_saved_for_nothing(processor, pitch, peer):
    going = begin(peer, pitch)
    service.withdraw(peer.id, going.pledge_id)
    drain_all(AFTER)
    assert [page["status"] for page in processor.all("checkout.session")] == ["expired"]
    assert newest_page().state is PageState.ENDED


def test_a_card_that_was_saved_a_moment_before_the_pledge_ended_is_forgotten(processor, pitch, peer):
    going = begin(peer, pitch)
    enter(processor)
    service.withdraw(peer.id, going.pledge_id)
    drain_all(AFTER)
    assert newest_page().state is PageState.DONE
    assert payments.forget_removed_cards() == 1


def test_row_39_when_the_pitch_ends_unfunded_the_card_is_forgotten(processor, pitch, peer):
    card = processor.save_card(peer)
    service.promise_with_card(peer.id, pitch.id, offer(), card.id)
    with transaction() as session:
        service.release_all(session, session.get_one(Pitch, pitch.id), "not_funded")
    drain_all(AFTER)
    assert payments.forget_removed_cards() == 1
    with reading() as session:
        assert session.get_one(Card, card.id).forgotten_at is not None


def test_a_place_that_ended_is_not_taken_up_again_and_a_late_card_is_not_kept(processor, pitch, peer):
    going = begin(peer, pitch)
    page = newest_page()
    service.withdraw(peer.id, going.pledge_id)
    with pytest.raises(PlaceNotKept):
        service.go_to_card_page(peer.id, going.pledge_id, asked())
    with processor.store.visit() as state:
        checkout.enter_card(state, page.reference, OK, 12, 2034)
    service.come_back(peer.id, page.id)
    assert states(pitch) == [(P.WITHDRAWN, 10_000, 10_000)]
    assert count(Card, Card.removed_at.is_(None)) == 0


def test_a_pitch_that_changed_while_the_card_was_saved_asks_again(processor, pitch, peer):
    begin(peer, pitch)
    with transaction() as session:
        session.get_one(Pitch, pitch.id).terms_version = 2
    save(processor, peer)
    [row] = rows(pitch)
    assert (row.state, row.reconfirm_until is not None) == (P.RECONFIRM, True)


def test_a_pitch_that_locked_meanwhile_lets_the_pledge_wait(processor, pitch, peer):
    begin(peer, pitch)
    with transaction() as session:
        locked = session.get_one(Pitch, pitch.id)
        locked.state, locked.locked_at = PitchState.LOCKED, now()
    save(processor, peer)
    assert states(pitch) == [(P.WAITLISTED, 0, 10_000)]


def test_nobody_comes_back_for_somebody_else(processor, pitch, peer):
    begin(peer, pitch)
    with pytest.raises(NotFound):
        service.come_back(make.person().id, newest_page().id)


def test_another_card_is_tried_where_a_bank_refused(processor, pitch, peer):
    payment = processor.expect(pitch, peer, 10_000, "4000000000000341", wanted=Wanted.HOLD)
    with transaction() as session:
        session.get_one(MoneyPledge, payment.pledge_id).card_id = payment.card_id
    payments.carry_out_what_is_wanted()
    service.go_to_card_page(peer.id, payment.pledge_id, asked())
    save(processor, peer)
    with reading() as session:
        after = session.get_one(Payment, payment.id)
    assert (after.state, after.attempt, after.card_id != payment.card_id) == (PaymentState.TO_CHARGE, 2, True)
    payments.carry_out_what_is_wanted()
    with reading() as session:
        assert session.get_one(Payment, payment.id).state is PaymentState.AUTHORISED
    assert len(processor.all("payment_intent")) == 1
