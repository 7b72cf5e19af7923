"""Reviews, "I learned from this", and who confirms a delivery."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState, NotForYou, OwnDelivery, Standing, standing
from crowdlearn.conversations.service import hide
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.notices.queries import notices_of
from crowdlearn.people.models import ActingManager
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import Review, ShareBack
from crowdlearn.sharebacks.rules import (
    FIRST_PHASE,
    Confidence,
    Curtain,
    NothingToRead,
    NothingToReview,
    OwnShareback,
    ReviewAnswered,
    ReviewedBefore,
    ReviewWritten,
    SharebackState,
)
from tests import make

pytestmark = pytest.mark.usefixtures("database")
VIEW = service.Judgement(5, 4, 3, "I read mine aloud now.", Confidence.HIGH)


@pytest.fixture
def author():
    return make.person("Amira")


@pytest.fixture
def post(author):
    return make.shareback(author)


def review(post, who=None, **view):
    return service.review((who or make.person()).id, post.id, replace(VIEW, **view))


def fresh(post):
    """The reviews as the author of the share-back sees them: all, from the first on."""
    return queries.shareback_page(post.id, post.author_id).reviews


def seen(post, who=None):
    return queries.shareback_page(post.id, who and who.id).reviews


@pytest.fixture
def later(post):
    """The first phase is over."""
    with transaction() as session:
        lock(session, ShareBack, post.id).published_at = now() - FIRST_PHASE - timedelta(minutes=1)


def test_anyone_reviews_once_and_may_change_it(post):
    peer = make.person("Bao")
    first = review(post, peer)
    with pytest.raises(ReviewedBefore):
        review(post, peer)
    service.change_review(peer.id, first, replace(VIEW, usable=5, text="It worked."))
    (row,) = fresh(post).rows
    assert (row.reviewer, row.clear, row.usable, row.text) == ("Bao", 5, 5, "It worked.")
    assert row.changed_at is not None
    with pytest.raises(NotAllowed):
        service.change_review(make.person().id, first, VIEW)
    service.delete_review(peer.id, first)
    assert fresh(post).rows == []


def test_not_by_its_author_nor_by_anyone_above_or_below(author, post):
    manager, director, report, acting = (make.person() for _ in range(4))
    make.manages(manager, author)
    make.manages(director, manager)
    make.manages(author, report)
    span = {"starts_on": make.days(-1), "ends_on": make.days(1)}
    make.kept(ActingManager(manager_id=manager.id, acting_id=acting.id, **span))
    for person in (author, manager, director, report, acting):
        with pytest.raises(OwnShareback):
            review(post, person)
        assert not seen(post, person).may_review
    assert seen(post, make.person()).may_review


def test_nor_by_the_pitcher_nor_by_whose_it_gives_again(author, post):
    pitcher = make.person()
    again = make.shareback(make.person(), pitch_id=make.pitch(pitcher).id, retold_from_id=post.id)
    for person in (pitcher, author):
        with pytest.raises(OwnShareback):
            review(again, person)


@pytest.mark.parametrize("state", [SharebackState.CANCELLED, SharebackState.WITHDRAWN])
def test_only_what_was_given_is_reviewed(author, state):
    with pytest.raises(NothingToReview):
        review(make.shareback(author, state))
    with pytest.raises(NothingToReview):
        review(make.event(author))
    with pytest.raises(NotFound):
        review(make.shareback(author, SharebackState.DRAFT))


def test_the_author_answers_and_the_reviewer_hears_of_it_once(author, post):
    peer = make.person()
    row = review(post, peer)
    with pytest.raises(NotAllowed):
        service.answer_review(peer.id, row, "No.")
    service.answer_review(author.id, row, "Send me yours!")
    service.answer_review(author.id, row, "Send me yours, please!")
    assert fresh(post).rows[0].reply == "Send me yours, please!"
    service.tell_of_review(ReviewWritten(row, post.id, by=peer.id))
    service.tell_of_answer(ReviewAnswered(row, post.id, by=author.id))
    assert [line.kind for line in notices_of(author.id).lines] == ["review_written"]
    assert [line.kind for line in notices_of(peer.id).lines] == ["review_answered"]


def test_means_are_of_blind_views_from_five_on(post):
    for number in range(1, 6):
        assert (fresh(post).figures.shown, fresh(post).figures.written) == (False, number - 1)
        review(post, clear=number, confidence=Confidence.HIGH if number > 2 else Confidence.LOW)
    late = make.person()
    service.read_first(late.id, post.id)
    review(post, late, clear=1, useful=1, usable=1)
    figures = fresh(post).figures
    assert (figures.written, figures.blind, figures.sure) == (6, 5, 3)
    assert [str(mean) for mean in (figures.clear, figures.useful, figures.usable)] == ["3.0", "4.0", "3.0"]
    (card,) = queries.listing(queries.Filter()).cards
    assert card.reviews == 6


def test_reviews_turn_their_pages_and_the_figures_are_of_all_of_them(post, browser):
    mine = make.person("Rita Reviewer")
    written = [service.review(mine.id, post.id, replace(VIEW, text="The very first.", clear=1))]
    written += [review(post, clear=2 + number % 4, text=f"View {number}.") for number in range(43)]
    for one in written[30:]:
        with transaction() as session:
            lock(session, Review, one).blind = False
    hide(make.person().id, "review", written[5], "It names a patient.")
    first = fresh(post)
    seen_ids, after, page = [row.id for row in first.rows], first.after, first
    while after:
        page = queries.shareback_page(post.id, post.author_id, after).reviews
        assert page.figures == first.figures
        seen_ids, after = seen_ids + [row.id for row in page.rows], page.after
    assert seen_ids == [one for one in reversed(written) if one != written[5]]
    shown = [one for one in written if one != written[5]]
    assert (first.figures.written, first.figures.blind) == (len(shown), 30 - 1)
    with reading() as session:
        clear = [session.get_one(Review, one).clear for one in shown if session.get_one(Review, one).blind]
    assert first.figures.clear == Decimal(sum(clear) / len(clear)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert seen(post, mine).mine.text == "The very first."
    browser.sign_in(post.author_id)
    page = browser.get(f"/en/sharebacks/{post.id}")
    assert ("View 42." in page.text, "View 3." in page.text) == (True, False)
    following = re.search(r'href="([^"]*after=[^"]*)#reviews"', page.response.text)
    page = browser.get(following[1])
    assert ("View 42." in page.text, "View 3." in page.text) == (False, True)
    reply = browser.get(f"/en/reviews/{written[0]}/reply").submit(reply="Thank you for being the first.")
    assert reply.status == 200
    assert "Thank you for being the first." in reply.text  # the page begins with the review that was answered
    assert browser.get(f"/en/sharebacks/{post.id}?after=nonsense").status == 200


def test_ones_own_view_comes_before_the_others(post, later):
    peer, other = make.person(), make.person()
    review(post, other, text="Too long.")
    assert (seen(post, peer).rows, seen(post, peer).figures.written) == ([], 1)
    assert seen(post, peer).curtain is Curtain.OWN_VIEW_FIRST
    review(post, peer)
    assert [row.text for row in seen(post, peer).rows] == ["I read mine aloud now.", "Too long."]
    assert all(row.blind for row in seen(post).rows)


def test_who_only_wants_to_read_gives_the_blind_view_up_for_good(post, later):
    reader = make.person()
    with pytest.raises(NothingToRead):
        service.read_first(reader.id, post.id)
    review(post)
    service.read_first(reader.id, post.id)
    assert (len(seen(post, reader).rows), seen(post, reader).reads_first) == (1, True)
    with pytest.raises(NothingToRead):
        service.read_first(reader.id, post.id)
    review(post, reader)
    assert [row.blind for row in fresh(post).rows] == [False, True]


def test_a_review_taken_back_or_rescored_after_reading_is_not_blind_any_more(post, later):
    peer, alone = make.person(), make.person()
    first = review(post, alone)
    service.change_review(alone.id, first, replace(VIEW, clear=1))  # nobody else wrote yet
    second = review(post, peer)
    service.change_review(peer.id, second, replace(VIEW, text="Better said."))
    assert all(row.blind for row in fresh(post).rows)
    service.change_review(alone.id, first, VIEW)
    assert [row.blind for row in fresh(post).rows] == [True, False]
    service.delete_review(peer.id, second)
    assert len(seen(post, peer).rows) == 1
    review(post, peer)
    assert not fresh(post).rows[0].blind


def test_visitors_read_reviews_after_the_first_phase(post):
    review(post)
    assert (seen(post).rows, seen(post).curtain) == ([], Curtain.FIRST_PHASE)
    with transaction() as session:
        lock(session, ShareBack, post.id).published_at = now() - FIRST_PHASE
    assert (len(seen(post).rows), seen(post).curtain) == (1, Curtain.OPEN)


def test_a_hidden_review_is_not_shown(post):
    steward = make.person()
    make.role(steward, Role.STEWARD)
    row = review(post)
    hide(steward.id, "review", row, "It is about somebody else.")
    assert fresh(post).rows == []


def test_i_learned_from_this_is_said_once_and_not_of_ones_own(author, post):
    peer = make.person()
    service.say_learned(peer.id, post.id)
    service.say_learned(peer.id, post.id)
    with pytest.raises(OwnShareback):
        service.say_learned(author.id, post.id)
    page = queries.shareback_page(post.id, peer.id)
    assert (page.learned, page.i_learned) == (1, True)
    service.take_learned_back(peer.id, post.id)
    service.take_learned_back(peer.id, post.id)
    assert queries.shareback_page(post.id, None).learned == 0


def test_i_learned_from_this_is_said_and_taken_back_by_the_buttons_of_the_page(browser, post):
    browser.sign_in(make.person().id)
    for learned in (1, 0, 1):
        browser.get(f"/en/sharebacks/{post.id}").form(action="/learned").submit()
        assert queries.shareback_page(post.id, None).learned == learned


@pytest.fixture
def delivery(author):
    pitch = make.pitch(author, state=PitchState.FUNDED)
    commitment = make.commitment(pitch, CommitmentState.DELIVERED)
    return commitment, make.shareback(author, pitch_id=pitch.id, commitment_id=commitment.id), pitch


def test_without_backers_a_peer_who_reviewed_confirms(author, delivery):
    commitment, post, _ = delivery
    peer, stranger = make.person(), make.person()
    review(post, peer)
    with pytest.raises(NotForYou):
        service.confirm_as_reviewer(stranger.id, post.id)
    with pytest.raises(OwnDelivery):
        service.confirm_as_reviewer(author.id, post.id)
    assert queries.shareback_page(post.id, peer.id).confirms_as == "reviewer"
    service.confirm_as_reviewer(peer.id, post.id)
    with reading() as session:
        row = session.get_one(Commitment, commitment.id)
    assert standing(row.state, late=False, reviews=row.reviews) is Standing.REVIEWED
    with pytest.raises(MoveRefused):
        service.confirm_as_reviewer(peer.id, post.id)


def test_with_backers_only_they_confirm(delivery):
    _, post, pitch = delivery
    backer, peer = make.person(), make.person()
    make.offer(pitch, backer, state=OfferState.CONFIRMED)
    review(post, peer)
    with pytest.raises(NotForYou):
        service.confirm_as_reviewer(peer.id, post.id)
    assert [queries.shareback_page(post.id, who.id).confirms_as for who in (peer, backer)] == ["", "backer"]
