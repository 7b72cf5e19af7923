"""Pages of share-backs: what they ask the database, what a double click does, what each reader is offered."""

import pytest

from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import reading
from crowdlearn.people.models import Follow
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.rules import SeatState, SharebackState
from tests import make
from tests.support.queries import watch_queries

WORDS = "They stop at the first sentence that makes them sigh. " * 6


@pytest.fixture
def author(database):
    return make.person("Amira Haddad")


def kept(author):
    pitch = make.pitch(author, state=PitchState.FUNDED)
    commitment = make.commitment(pitch, CommitmentState.DELIVERED)
    return make.shareback(author, pitch_id=pitch.id, commitment_id=commitment.id)


@pytest.mark.parametrize(("reviews", "more"), [(1, 0), (20, 0), (30, 1), (60, 1)])
def test_a_share_back_asks_the_same_few_questions_however_often_it_is_reviewed(author, reviews, more, assert_queries):
    post, reader = kept(author), make.person()
    for _ in range(reviews):
        make.review(post, make.person())
    with assert_queries(5 + more):  # the figures, where the page does not hold them all
        queries.shareback_page(post.id, None)
    with assert_queries(13 + 2 * more):  # a member's reporting line, two levels each way
        queries.shareback_page(post.id, reader.id)


@pytest.mark.parametrize("rows", [1, 15])
def test_the_list_is_one_query(author, rows, assert_queries):
    for _ in range(rows):
        make.review(make.shareback(author), make.person())
        make.event(author)
    with assert_queries(1):
        queries.listing(queries.Filter(upcoming=False))
    with assert_queries(1):
        queries.listing(queries.Filter(upcoming=True))


@pytest.mark.parametrize("backers", [1, 12])
def test_thanks_and_wishes_do_not_ask_backer_by_backer(author, backers, assert_queries):
    pitch = make.pitch(author, state=PitchState.FUNDED)
    people = [make.person() for _ in range(backers)]
    for person in people:
        make.offer(pitch, person, state=OfferState.CONFIRMED, wish="A checklist")
    with assert_queries(2):
        queries.thanks_owed(pitch.id)
    with assert_queries(2):
        queries.wishes_of(pitch.id, people[0].id)


def test_the_list_turns_its_pages_and_keeps_events_to_come_apart(author):
    posts = [make.shareback(author) for _ in range(45)]
    coming, past = make.event(author, in_hours=10), make.event(author, in_hours=-10)
    seen, after = [], ""
    while True:
        page = queries.listing(queries.Filter(upcoming=False, after=after))
        seen += [card.id for card in page.cards]
        if not (after := page.after or ""):
            break
    assert len(seen) == len(set(seen)) == 46
    assert set(seen) == make.ids(*posts, past)
    assert [card.id for card in queries.listing(queries.Filter(upcoming=True)).cards] == [coming.id]


def click_twice(page, action, **values):
    form = page.form(action=action)
    return form.submit(**values), form.submit(**values)


def test_a_double_click_writes_one_draft(author, browser):
    browser.sign_in(author.id)
    form = browser.get("/en/sharebacks/new?kind=story").form()
    typed = {"title": "The second sentence", "body": WORDS, "language": "en"}
    assert [form.submit(**typed).status for _ in range(2)] == [200, 200]
    assert len(queries.drafts_of(author.id)) == 1


def test_a_double_click_publishes_reviews_and_sits_down_once(author, browser):
    draft = make.shareback(author, SharebackState.DRAFT, body=WORDS)
    make.kept(Follow(person_id=make.person().id, kind=FollowKind.PERSON, target=str(author.id)))
    browser.sign_in(author.id)
    page = browser.get(f"/en/sharebacks/{draft.id}")
    assert "One person is told at once." in page.text
    assert {answer.status for answer in click_twice(page, "/publish")} == {200}
    peer, event = make.person(), make.event(author, seats=2)
    browser.sign_in(peer.id)
    scores = {"clear": "5", "useful": "4", "usable": "4", "confidence": "fair", "text": "I read mine aloud."}
    answers = click_twice(browser.get(f"/en/sharebacks/{draft.id}"), "/reviews", **scores)
    assert {answer.status for answer in answers} == {200}
    assert len(queries.shareback_page(draft.id, author.id).reviews.rows) == 1
    answers = click_twice(browser.get(f"/en/sharebacks/{event.id}"), "/seat")
    assert {answer.status for answer in answers} == {200}
    assert [row.state for row in queries.attendance(event.id)] == [SeatState.REGISTERED]


def test_what_was_typed_stays_when_it_is_refused(author, browser):
    commitment = make.commitment(make.pitch(author, state=PitchState.FUNDED), kind=ShareBackKind.WORKSHOP)
    browser.sign_in(author.id)
    page = browser.get(f"/en/sharebacks/new?commitment={commitment.id}")
    assert page.form().values["place"] == ["online"], "as it was promised"
    page = page.submit(title="Rewrite together", body="Bring a letter.", on="2027-02-30", at="12:00", minutes="2")
    assert page.title.startswith("Error:")
    assert "Write a whole number from 5 to 600." in page.text
    assert page.form().values["title"] == ["Rewrite together"]
    yesterday = page.submit(on=make.days(-1).isoformat(), minutes="45")
    publish = yesterday.form(action="/publish").submit()
    assert publish.title.startswith("Error:")
    assert "Choose a date and time in the future." in publish.text


def test_who_changes_what_is_public_is_told_so(author, browser):
    browser.sign_in(author.id)
    draft, read = (
        make.shareback(author, state, body=WORDS) for state in (SharebackState.DRAFT, SharebackState.PUBLISHED)
    )
    assert "It is saved as a draft first." in browser.get(f"/en/sharebacks/{draft.id}/edit").text
    page = browser.get(f"/en/sharebacks/{read.id}/edit")
    assert "It is saved as a draft first." not in page.text
    assert "It is public: what you change is there at once" in page.text


def test_who_reads_it_is_not_asked_where_a_promise_is_kept(author, browser):
    commitment = make.commitment(make.pitch(author, state=PitchState.FUNDED))
    browser.sign_in(author.id)
    assert "Who can read it?" in browser.get("/en/sharebacks/new?kind=story").text
    page = browser.get(f"/en/sharebacks/new?commitment={commitment.id}")
    assert "Who can read it?" not in page.text
    page = page.submit(title="What readers told us", body=WORDS, readers="members")
    assert queries.shareback_page(queries.drafts_of(author.id)[0].id, author.id).open_to_all
    assert "Publishing it keeps your promise" in page.text


def test_a_foreign_promise_is_not_found(author, browser):
    commitment = make.commitment(make.pitch(author, state=PitchState.FUNDED))
    browser.sign_in(make.person().id)
    assert browser.get(f"/en/sharebacks/new?commitment={commitment.id}").status == 404


def test_backers_confirm_where_they_read(author, browser):
    post = kept(author)
    backer = make.person()
    make.offer(_pitch_of(post), backer, state=OfferState.CONFIRMED)
    browser.sign_in(backer.id)
    page = browser.get(f"/en/sharebacks/{post.id}").form(action="/confirm").submit()
    assert "Confirmed. Thank you for closing the loop." in page.text


def test_a_guest_who_backs_nothing_says_i_am_here_and_gives_a_seat_back(author, browser):
    begun, later, guest = make.event(author, in_hours=-0.1), make.event(author), make.person()
    make.seat(begun, guest)
    make.seat(later, guest)
    browser.sign_in(guest.id)
    assert 'href="/en/check-in"' in browser.get(f"/en/sharebacks/{begun.id}").response.text
    assert "You are counted." in browser.get("/en/check-in").submit(code=make.code_of(begun)).text
    page = browser.get(f"/en/sharebacks/{later.id}").form(action="/seat/back").submit()
    assert "Your seat goes to the next in line." in page.text


def _pitch_of(post):
    with reading() as session:
        return session.get_one(Pitch, post.pitch_id)


def test_a_visitor_asks_for_no_more_than_the_page(author, browser):
    post = kept(author)
    browser.get(f"/en/sharebacks/{post.id}")
    with watch_queries() as statements:
        browser.get(f"/en/sharebacks/{post.id}")
    assert len(statements) <= 5, statements


def test_dates_are_told_in_both_zones_where_they_differ(author, browser):
    event = make.event(author)
    away, home = make.person(time_zone="America/Vancouver"), make.person(time_zone="America/Toronto")
    browser.sign_in(away.id)
    assert "Your clocks differ: for you it begins on" in browser.get(f"/en/sharebacks/{event.id}").text
    browser.sign_in(home.id)
    assert "Your clocks differ: for you it begins on" not in browser.get(f"/en/sharebacks/{event.id}").text


def test_service_and_page_agree_on_who_may_review(author, browser):
    post, manager = kept(author), make.person()
    make.manages(manager, author)
    browser.sign_in(manager.id)
    assert "Your review" not in browser.get(f"/en/sharebacks/{post.id}").text
    service.say_learned(manager.id, post.id)
    assert "You learned from this." in browser.get(f"/en/sharebacks/{post.id}").text
