"""The pages of pledges as a person without script walks them."""

import pytest
from sqlmodel import select

from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.people.rules import MoneyMode
from crowdlearn.people.service.passwords import hash_password
from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.web.kept import KeptForm
from tests import make


@pytest.fixture
def pitcher():
    return make.person("Amira Haddad", of=make.organisation())


@pytest.fixture
def peer():
    return make.person("Noor Bakker", of=make.organisation())


@pytest.fixture
def pitch(pitcher):
    row = make.money_pitch(pitcher)
    make.planned(row)
    return row


@pytest.fixture
def as_peer(browser, peer):
    browser.sign_in(peer.id)
    return browser


def pledges():
    with reading() as session:
        return session.exec(select(MoneyPledge)).all()


def test_choose_review_confirm(as_peer, pitch):
    review = as_peer.get(f"/en/pitches/{pitch.id}/pledge").submit(suggested="5000", wish="Your templates")
    assert "Nothing is promised until you confirm below." in review.text
    assert "at most $50" in review.text
    assert pledges() == []
    thanks = review.submit(agreed="y")
    assert "Thank you. Your pledge is in." in thanks.text
    [row] = pledges()
    assert (row.accepted_cents, row.wish, row.name_shown, row.up_to) == (5_000, "Your templates", True, True)


def test_confirming_asks_few_questions_and_leaves_nothing_kept(as_peer, pitch, assert_queries):
    review = as_peer.get(f"/en/pitches/{pitch.id}/pledge").submit(suggested="5000")
    with assert_queries(12):  # 8 of the use-case; its key and what was kept; the session and the relation
        review.submit(agreed="y", follow=False)
    with reading() as session:
        assert session.exec(select(KeptForm)).all() == []


def test_what_is_written_counts_instead_of_the_choice_and_french_amounts_are_read(as_peer, pitch):
    review = as_peer.get(f"/fr/pitches/{pitch.id}/pledge").submit(
        suggested="5000", amount="62,50", fit="whole", name_shown=None
    )
    review.submit(agreed="y")
    [row] = pledges()
    assert (row.accepted_cents, row.up_to, row.name_shown) == (6_250, False, False)


def test_without_an_amount_and_without_consent_nothing_is_promised_and_nothing_is_lost(as_peer, pitch):
    again = as_peer.get(f"/en/pitches/{pitch.id}/pledge").submit(wish="Your notes")
    assert again.title.startswith("Error:")
    assert "Choose an amount, or write one." in again.text
    assert "Your notes" in again.text
    review = again.submit(suggested="2500")
    still = review.submit()
    assert "Tick the box to agree" in still.text
    assert "Your notes" in still.text
    assert pledges() == []


def test_a_refusal_stands_on_the_review_page_with_the_way_back(as_peer, pitch, peer):
    make.pledge(pitch, peer, 49_000)
    review = as_peer.get(f"/en/pitches/{pitch.id}/pledge").submit(amount="25")
    refused = review.submit(agreed="y")
    assert "you can still pledge $10 here" in refused.text
    change = next(a for a in refused.tree.iter("a") if a.text == "Change something")
    assert 'value="25"' in as_peer.get(change.get("href")).response.text


def test_sending_the_same_confirmation_twice_promises_once(as_peer, pitch):
    review = as_peer.get(f"/en/pitches/{pitch.id}/pledge").submit(suggested="2500")
    first = review.submit(agreed="y")
    second = review.submit(agreed="y")
    assert first.url == second.url
    assert len(pledges()) == 1


def test_a_change_of_the_pitch_between_review_and_confirmation_is_noticed(as_peer, pitch):
    review = as_peer.get(f"/en/pitches/{pitch.id}/pledge").submit(suggested="2500")
    with transaction() as session:
        session.get_one(type(pitch), pitch.id).terms_version = 2
    assert "The pitch changed while you were reading" in review.submit(agreed="y").text
    assert pledges() == []


def test_money_that_cannot_help_is_told_why_before_anything_is_typed(browser, pitch, pitcher):
    outsider = make.person(of=make.organisation(mode=MoneyMode.EXPERTISE_ONLY))
    browser.sign_in(outsider.id)
    page = browser.get(f"/en/pitches/{pitch.id}/pledge")
    assert "Your organisation has not adopted pledging with money." in page.text
    assert "Offer help instead" in page.text
    report = make.person(of=make.organisation())
    make.manages(pitcher, report)
    browser.sign_in(report.id)
    assert "cannot pass along a reporting line" in browser.get(f"/en/pitches/{pitch.id}/pledge").text


def test_a_visitor_may_begin_and_finds_it_again_after_signing_in(browser, pitch, peer):
    page = browser.get(f"/en/pitches/{pitch.id}/pledge")
    answer = page.form().submit(follow=False, amount="30", wish="Kept through sign-in")
    assert "/sign-in" in answer.response.location
    with transaction() as session:
        session.get_one(type(peer), peer.id).password_hash = hash_password("seven lanterns over the quiet harbour")
    back = browser.get(answer.response.location).submit(
        email=peer.email, password="seven lanterns over the quiet harbour"
    )
    assert "Kept through sign-in" in back.response.text
    assert 'value="30"' in back.response.text


def test_my_pledges_say_what_i_gave_and_where_it_stands(as_peer, pitch, peer, pitcher):
    make.pledge(pitch, peer, 12_345)
    make.offer(pitch, peer, 90, OfferState.CONFIRMED, need_id=make.need(pitch).id)
    page = as_peer.get("/en/me/pledges")
    assert "$123.45" in page.text
    assert "Promised" in page.text
    assert "1.5 hours confirmed" in page.text
    assert "No pledges yet" in _other(as_peer, "/en/me/pledges").text


def _other(browser, url):
    browser.sign_in(make.person().id)
    return browser.get(url)


def test_changing_and_withdrawing_ask_first_and_say_what_it_means(as_peer, pitch, peer):
    row = make.pledge(pitch, peer, 10_000)
    changed = as_peer.get(f"/en/pledges/{row.id}/edit").submit(amount="80", wish="Slides")
    assert "Your pledge is changed." in changed.text
    assert "$80" in changed.text
    asks = as_peer.get(f"/en/pledges/{row.id}/withdraw")
    assert "Withdraw $80?" in asks.text
    assert "withdrawn" in asks.submit().text
    [kept] = pledges()
    assert kept.state is PledgeState.WITHDRAWN


def test_more_than_before_needs_consent_again(as_peer, pitch, peer):
    row = make.pledge(pitch, peer, 10_000)
    page = as_peer.get(f"/en/pledges/{row.id}/edit").submit(amount="150")
    assert "Tick the box to agree" in page.text
    page.submit(agreed="y")
    assert sum(pledge.accepted_cents for pledge in pledges()) == 15_000


def test_a_changed_pitch_asks_whether_the_pledge_stands(as_peer, pitch, peer):
    row = make.pledge(pitch, peer, 10_000, PledgeState.RECONFIRM, reconfirm_until=now())
    page = as_peer.get(f"/en/pledges/{row.id}")
    assert "Does your pledge stand?" in page.text
    assert "Your pledge stands." in page.form(action="/reconfirm").submit().text


def test_a_committed_pledge_shows_the_code_to_pay_by(as_peer, pitch, peer):
    row = make.pledge(pitch, peer, 10_000, PledgeState.COMMITTED)
    assert row.reference in as_peer.get(f"/en/pledges/{row.id}").text


def test_a_kept_pledge_has_a_receipt_to_print_and_to_keep(as_peer, pitch, peer):
    row = make.pledge(pitch, peer, 10_000, PledgeState.KEPT)
    page = as_peer.get(f"/en/pledges/{row.id}/receipt")
    assert "$100.00" in page.text
    assert peer.name in page.text
    text = as_peer.get(f"/fr/pledges/{row.id}/receipt.txt")
    assert text.response.mimetype == "text/plain"
    assert "attachment" in text.response.headers["Content-Disposition"]
    assert row.reference in text.response.text
    unpaid = make.pledge(make.money_pitch(make.person()), peer)
    assert as_peer.get(f"/en/pledges/{unpaid.id}/receipt").status == 404


def test_supporters_stand_in_one_list_by_consent_without_amounts(browser, pitch, pitcher, peer):
    make.pledge(pitch, peer, 12_300, wish="Your readability checklist")
    make.pledge(pitch, make.person("Zoe Hidden"), 45_600, name_shown=False, wish="A call")
    make.offer(pitch, make.person("Ada Early"), 60, OfferState.ACCEPTED)
    browser.sign_in(pitcher.id)
    page = browser.get(f"/en/pitches/{pitch.id}/supporters")
    assert page.text.index("Ada Early") < page.text.index("Noor Bakker")
    assert "Zoe Hidden" not in page.text
    assert "A call" in page.text
    assert "1 more supporter prefers not to be named." in page.text
    assert "123" not in page.text
    assert "456" not in page.text


def offers():
    with reading() as session:
        return session.exec(select(ExpertiseOffer)).all()


def test_an_hour_is_offered_accepted_scheduled_and_confirmed_by_both(as_peer, browser, pitch, pitcher, peer):
    need = make.need(pitch, title="Readability testing")
    seen = as_peer.get(f"/en/pitches/{pitch.id}/offer?need={need.id}").submit(hours="1,5", note="I do this weekly")
    assert "Waiting for an answer" in seen.text
    [offer] = offers()
    assert (offer.minutes, offer.need_id) == (90, need.id)
    browser.sign_in(pitcher.id)
    page = browser.get(f"/en/offers/{offer.id}")
    page = page.form(action="/accept").submit(answer="With pleasure")
    page = page.form(action="/schedule").submit(day=make.days(3).isoformat(), at="12:30", where="Room 2")
    assert "Room 2" in page.text
    page = page.form(action="/confirm").submit(hours="1")
    browser.sign_in(peer.id)
    page = browser.get(f"/en/offers/{offer.id}")
    assert "With pleasure" in page.text
    page = page.form(action="/confirm").submit(hours="1")
    assert "confirmed by both sides" in page.text
    assert offers()[0].confirmed_minutes == 60


def test_declining_needs_a_kind_word_and_keeps_what_was_typed(browser, pitch, pitcher, peer):
    offer = make.offer(pitch, peer)
    browser.sign_in(pitcher.id)
    page = browser.get(f"/en/offers/{offer.id}").form(action="/decline").submit(answer=" ")
    assert page.title.startswith("Error:")
    page = page.form(action="/decline").submit(answer="Somebody nearer can come. Thank you!")
    assert "Somebody nearer can come" in page.text
    assert offers()[0].state is OfferState.DECLINED


def test_a_case_study_needs_no_hours_and_is_received(as_peer, browser, pitch, pitcher, peer):
    need = make.need(pitch, kind=NeedKind.CASE_STUDY, title="A letter that failed", wanted=1)
    as_peer.get(f"/en/pitches/{pitch.id}/offer").submit(need=str(need.id))
    [offer] = offers()
    browser.sign_in(pitcher.id)
    page = browser.get(f"/en/offers/{offer.id}").form(action="/accept").submit()
    page = page.form(action="/received").submit(note="I read it on Monday")
    assert "Confirmed by both sides. Thank you." in page.text


@pytest.mark.parametrize("others", [1, 12])
def test_the_pledge_page_asks_eight_questions_at_most(as_peer, pitch, peer, others, assert_queries):
    for _ in range(others):
        make.pledge(pitch, make.person(), 500)
        make.pledge(make.money_pitch(make.person()), peer, 500)
    as_peer.get(f"/en/pitches/{pitch.id}/pledge")
    with assert_queries(8 + 1):  # the session apart
        as_peer.get(f"/en/pitches/{pitch.id}/pledge")
    with assert_queries(4 + 1):
        as_peer.get("/en/me/pledges")
