"""Pledging by card, in a browser: choose, review, save a card, and be thanked."""

from datetime import timedelta

import pytest

from crowdlearn.payments.models import Card, CardPage
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState, bounds
from crowdlearn.sandbox import faults
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.web import headers
from tests import make
from tests.support.card_pledges import MASTERCARD, all_of, enter_card, waiting
from tests.support.cards import OK


def review(browser, pitch, language="en", **typed):
    return browser.get(f"/{language}/pitches/{pitch.id}/pledge").submit(**({"suggested": "2500"} | typed))


@pytest.mark.parametrize(("language", "thanks"), [("en", "Your pledge is in"), ("fr", "Votre promesse est faite")])
def test_choose_review_save_a_card_and_be_thanked(as_peer, processor, pitch, language, thanks):
    page = review(as_peer, pitch, language)
    answer = page.form().submit(follow=False, agreed="y")
    assert all_of(CardPage)[-1].url.endswith(answer.response.location)
    assert all_of(MoneyPledge)[0].state is PledgeState.CARD_PENDING
    back = enter_card(processor)
    assert back.startswith(f"/{language}/me/cards/back/")
    done = as_peer.get(back)
    assert thanks in done.text
    assert "Visa •••• 4242" in done.text
    assert all_of(MoneyPledge)[0].state is PledgeState.PLEDGED


def test_the_review_says_what_a_card_is_asked_for(as_peer, pitch):
    page = review(as_peer, pitch)
    assert "At most $25 will be taken from your card" in page.text
    assert "taken from everyone or from nobody" in page.text
    assert "Nothing is promised until your card is saved." in page.text
    assert "Tick the box" in page.submit().text
    assert all_of(MoneyPledge) == []


def test_who_comes_back_without_a_card_goes_on_or_cancels(as_peer, processor, pitch):
    review(as_peer, pitch).form().submit(follow=False, agreed="y")
    [opened] = all_of(CardPage)
    waiting = as_peer.get(f"/en/me/cards/back/{opened.id}")
    assert "Nothing is promised yet. One step is left: a card." in waiting.text
    again = waiting.form().submit(follow=False)
    assert opened.url.endswith(again.response.location)  # the page that is open already
    gone = as_peer.get(f"/en/pledges/{opened.pledge_id}/withdraw").submit()
    assert "Your pledge is withdrawn" in gone.text
    ended = as_peer.get(f"/en/pledges/{opened.pledge_id}/card")
    assert "No card is needed any more" in ended.text
    assert "Pledge again" in ended.text


def test_a_silent_processor_loses_nothing(as_peer, processor, pitch):
    faults.plan(processor.store, Kind.TIMEOUT, Place.BEFORE, times=1)
    page = review(as_peer, pitch).submit(agreed="y")
    assert "does not answer at the moment" in page.text
    again = page.form().submit(follow=False)
    assert all_of(CardPage)[-1].url.endswith(again.response.location)
    as_peer.get(enter_card(processor))
    assert [row.state for row in all_of(MoneyPledge)] == [PledgeState.PLEDGED]


def test_a_card_that_ends_too_early_is_said_and_another_may_be_saved(as_peer, processor, pitch):
    review(as_peer, pitch).form().submit(follow=False, agreed="y")
    last_month = all_of(MoneyPledge)[0].consent_until.replace(day=1) - timedelta(days=1)
    page = as_peer.get(enter_card(processor, OK, last_month.year, last_month.month))
    assert "The card that you saved cannot carry this pledge" in page.text
    assert "The card ends before" in page.text
    page.form().submit(follow=False)
    assert "Your pledge is in" in as_peer.get(enter_card(processor)).text


def test_a_card_of_the_pitcher_is_said_to_be_theirs(as_peer, processor, pitch, pitcher):
    processor.save_card(pitcher)
    review(as_peer, pitch).form().submit(follow=False, agreed="y")
    page = as_peer.get(enter_card(processor))
    assert "Nothing was promised" in page.text
    assert "This card belongs to the pitcher." in page.text


def test_a_saved_card_needs_no_page(as_peer, processor, pitch, peer):
    card = processor.save_card(peer)
    page = review(as_peer, pitch)
    assert "Visa •••• 4242, good through 12/34" in page.text
    assert page.form().values["card"] == [str(card.id)]
    done = page.submit(agreed="y", card=str(card.id))
    assert "Your pledge is in" in done.text
    assert all_of(MoneyPledge)[0].card_id == card.id
    refused = review(as_peer, pitch).form().submit(agreed="y", card="no-card")
    assert refused.status == 404


def test_another_card_any_time(as_peer, processor, pitch, peer):
    first = processor.save_card(peer)
    review(as_peer, pitch).submit(agreed="y", card=str(first.id))
    [pledge] = all_of(MoneyPledge)
    view = as_peer.get(f"/en/pledges/{pledge.id}")
    assert "Visa •••• 4242, good through 12/34" in view.text
    choose = as_peer.get(f"/en/pledges/{pledge.id}/card")
    assert "Use another card" in choose.title
    choose.form().submit(follow=False)
    after = as_peer.get(enter_card(processor, MASTERCARD))
    assert "Mastercard •••• 4444" in after.text
    assert "Visa" not in as_peer.get("/en/me/cards").text


def test_my_cards_are_listed_saved_and_removed(as_peer, processor, pitch, peer):
    empty = as_peer.get("/en/me/cards")
    assert "No card is saved." in empty.text
    going = empty.form().submit(follow=False)
    assert all_of(CardPage)[-1].url.endswith(going.response.location)
    listed = as_peer.get(enter_card(processor))
    assert "Visa •••• 4242" in listed.text
    assert "4242424242424242" not in listed.response.text
    removed = listed.form(action="/delete").submit()
    assert "The card is removed." in removed.text
    assert all_of(Card)[0].removed_at is not None


def test_a_card_on_which_a_pledge_hangs_is_kept_and_the_way_out_is_shown(as_peer, processor, pitch, peer):
    card = processor.save_card(peer)
    make.pledge(pitch, peer, card_id=card.id)
    page = as_peer.get("/en/me/cards")
    assert "Use another card" in page.text
    assert "Remove" not in page.text
    tried = as_peer.send(f"/en/me/cards/{card.id}/delete")
    assert tried.status == 409
    assert "A pledge hangs on this card." in tried.text
    assert all_of(Card)[0].removed_at is None


def test_without_cards_there_is_no_list_of_cards(browser, peer):
    from crowdlearn.payments import gateway

    before = gateway._bound.cards
    gateway.connect_cards(None)
    try:
        browser.sign_in(peer.id)
        assert browser.get("/en/me/cards").status == 404
        assert "My cards" not in browser.get("/en/me/pledges").text
    finally:
        gateway.connect_cards(before)


def test_the_first_page_says_what_a_card_waits_for(as_peer, pitch):
    review(as_peer, pitch).form().submit(follow=False, agreed="y")
    assert "Save a card for your pledge to" in waiting(as_peer)


@pytest.mark.parametrize(
    ("provider", "more"), [("stripe", " https://pay.example https://hooks.stripe.com"), ("sandbox", "")]
)
def test_forms_may_lead_to_the_processor_and_to_banks_only_where_it_is_real(app, provider, more):
    config = {**app.config, "PAYMENTS": provider, "STRIPE_CHECKOUT_ORIGIN": "https://pay.example"}
    policy = headers.Headers(type("App", (), {"config": config})()).policy("/en/")
    assert f"form-action 'self'{more};" in policy


def test_card_pages_are_limited_against_card_testing(settings, app, database, processor, pitch, peer):
    from crowdlearn.app import create_app
    from crowdlearn.payments import gateway
    from tests.support.web import Browser, with_signer

    bound, modes = gateway.cards(), bounds.modes
    strict = with_signer(create_app({**settings, "RATE_LIMITS_ENABLED": True, "LIMIT_CARD": "2 per day"}))
    gateway.connect_cards(bound)
    bounds.modes = modes
    browser = Browser(strict)
    browser.sign_in(peer.id)
    try:
        asked = [browser.send(f"/en/{address}").status for address in ("me/cards", "me/cards", "me/cards")]
        assert asked == [303, 303, 429]
        pledge = make.pledge(pitch, peer, state=PledgeState.CARD_PENDING)
        assert browser.send(f"/en/pledges/{pledge.id}/card").status == 429
        assert len(all_of(CardPage)) == 2
    finally:
        create_app(settings)  # without limits again
