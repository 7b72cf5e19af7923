"""What becomes of a card when its pledge, its pitch or its page ends."""

import pytest

from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.payments import service as payments
from crowdlearn.payments.models import Card, Payment
from crowdlearn.payments.rules import PageState, PaymentState, Wanted
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges import service
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import CardInUse, PlaceNotKept
from crowdlearn.reactions import AFTER
from crowdlearn.sandbox import checkout
from tests import make
from tests.support.card_pledges import P, asked, begin, count, enter, newest_page, offer, rows, save, states
from tests.support.cards import OK

pytestmark = pytest.mark.usefixtures("database", "processor")


MASTERCARD = "5555555555554444"


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
