"""Reviews, "I learned from this", and who confirms a delivery."""

import pytest

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState, NotForYou, OwnDelivery, Standing, standing
from crowdlearn.conversations.service import hide
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.notices.queries import notices_of
from crowdlearn.people.models import ActingManager
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.rules import (
    NothingToReview,
    OwnShareback,
    ReviewAnswered,
    ReviewedBefore,
    ReviewWritten,
    SharebackState,
)
from tests import make

pytestmark = pytest.mark.usefixtures("database")
VIEW = {"clear": 5, "useful": 4, "usable": 3, "text": "I read mine aloud now."}


@pytest.fixture
def author():
    return make.person("Amira")


@pytest.fixture
def post(author):
    return make.shareback(author)


def review(post, who=None, **view):
    return service.review((who or make.person()).id, post.id, **VIEW | view)


def fresh(post):
    return queries.shareback_page(post.id, None)


def test_anyone_reviews_once_and_may_change_it(post):
    peer = make.person("Bao")
    first = review(post, peer)
    with pytest.raises(ReviewedBefore):
        review(post, peer)
    service.change_review(peer.id, first, **VIEW | {"usable": 5, "text": "It worked."})
    (row,) = fresh(post).reviews
    assert (row.reviewer, row.clear, row.usable, row.text) == ("Bao", 5, 5, "It worked.")
    assert row.changed_at is not None
    with pytest.raises(NotAllowed):
        service.change_review(make.person().id, first, **VIEW)
    service.delete_review(peer.id, first)
    assert fresh(post).reviews == []


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
        assert not queries.shareback_page(post.id, person.id).may_review
    assert queries.shareback_page(post.id, make.person().id).may_review


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
    assert fresh(post).reviews[0].reply == "Send me yours, please!"
    service.tell_of_review(ReviewWritten(row, post.id, by=peer.id))
    service.tell_of_answer(ReviewAnswered(row, post.id, by=author.id))
    assert [line.kind for line in notices_of(author.id).lines] == ["review_written"]
    assert [line.kind for line in notices_of(peer.id).lines] == ["review_answered"]


def test_the_mean_is_shown_from_five_reviews_on(post):
    for number in range(1, 6):
        (card,) = queries.listing(queries.Filter()).cards
        assert card.stars is None
        review(post, clear=number, useful=5, usable=5)
    (card,) = queries.listing(queries.Filter()).cards
    assert str(card.stars) == "4.3"  # (1+2+3+4+5 + 25 + 25) / 15 = 4.33…
    assert card.reviews == 5


def test_a_hidden_review_is_not_shown(post):
    steward = make.person()
    make.role(steward, Role.STEWARD)
    row = review(post)
    hide(steward.id, "review", row, "It is about somebody else.")
    assert fresh(post).reviews == []


def test_i_learned_from_this_is_said_once_and_not_of_ones_own(author, post):
    peer = make.person()
    service.say_learned(peer.id, post.id)
    service.say_learned(peer.id, post.id)
    with pytest.raises(OwnShareback):
        service.say_learned(author.id, post.id)
    assert (fresh(post).learned, queries.shareback_page(post.id, peer.id).i_learned) == (1, True)
    service.take_learned_back(peer.id, post.id)
    service.take_learned_back(peer.id, post.id)
    assert fresh(post).learned == 0


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
