"""Another kind of share-back instead, when the backers agree."""

import pytest

from crowdlearn.commitments import queries, service
from crowdlearn.commitments.models import Commitment, Replacement
from crowdlearn.commitments.rules import AlreadyAsked, CommitmentState, DateOutOfReach, NotOpen
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.pledges.rules import OfferState, PledgeState
from tests import make

ALOUD = (ShareBackKind.PODCAST, "The letters, read aloud")
WHY = "Readers asked to hear them."


@pytest.fixture
def commitment(database):
    return make.commitment(make.pitch(make.person("Amira"), state=PitchState.FUNDED))


@pytest.fixture
def backers(commitment):
    with reading() as session:
        pitch = session.get_one(Pitch, commitment.pitch_id)
    people = [make.person() for _ in range(3)]
    make.pledge(pitch, people[0], state=PledgeState.KEPT)
    make.offer(pitch, people[0], state=OfferState.CONFIRMED)  # money and help: still one head
    for helper in people[1:]:
        make.offer(pitch, helper, state=OfferState.CONFIRMED)
    return people


def ask(commitment, due_in=80):
    return service.ask_replacement(commitment.owner_id, commitment.id, *ALOUD, make.days(due_in), WHY)


def fresh(commitment):
    with reading() as session:
        return session.get_one(Commitment, commitment.id)


def agreed(wish):
    with reading() as session:
        return session.get_one(Replacement, wish).agreed


def test_more_than_half_of_the_heads_decide(commitment, backers):
    wish = ask(commitment)
    with pytest.raises(AlreadyAsked):
        ask(commitment)
    with pytest.raises(NotAllowed):
        service.vote_on_replacement(commitment.owner_id, commitment.id, agrees=True)
    service.vote_on_replacement(backers[0].id, commitment.id, agrees=True)
    assert (fresh(commitment).kind, agreed(wish)) == (ShareBackKind.BLOG, None)
    service.vote_on_replacement(backers[1].id, commitment.id, agrees=True)
    replaced = fresh(commitment)
    assert (replaced.kind, replaced.title, replaced.due_on) == (*ALOUD, make.days(80))
    assert agreed(wish) is True
    with pytest.raises(NotOpen):
        service.vote_on_replacement(backers[2].id, commitment.id, agrees=False)


def test_who_changes_their_mind_is_counted_once(commitment, backers):
    wish = ask(commitment)
    for agrees in (True, False, True):
        service.vote_on_replacement(backers[0].id, commitment.id, agrees=agrees)
    assert agreed(wish) is None


def test_half_against_is_a_no_and_the_first_promise_stands(commitment, backers):
    wish = ask(commitment)
    for backer in backers[:2]:
        service.vote_on_replacement(backer.id, commitment.id, agrees=False)
    assert (fresh(commitment).kind, agreed(wish)) == (ShareBackKind.BLOG, False)


def test_without_backers_it_is_agreed_at_once(commitment):
    assert agreed(ask(commitment)) is True
    assert fresh(commitment).kind is ShareBackKind.PODCAST


def test_silence_for_14_days_is_not_agreement(commitment, backers, clock):
    wish = ask(commitment)
    service.vote_on_replacement(backers[0].id, commitment.id, agrees=True)
    clock.forward(days=13)
    assert service.close_replacements() == 0
    clock.forward(days=2)
    assert service.close_replacements() == 1
    assert (fresh(commitment).kind, agreed(wish)) == (ShareBackKind.BLOG, False)


def test_a_delivery_ends_the_question(commitment, backers):
    wish = ask(commitment)
    with transaction() as session:
        service.deliver(session, commitment.id, commitment.owner_id)
    assert agreed(wish) is False
    with pytest.raises(NotOpen):
        service.vote_on_replacement(backers[0].id, commitment.id, agrees=True)


def test_it_cannot_be_put_off_for_ever(commitment, backers):
    with pytest.raises(DateOutOfReach):
        ask(commitment, due_in=30 + 181)


def test_members_see_how_the_answers_stand_and_backers_their_own(commitment, backers):
    ask(commitment)
    service.vote_on_replacement(backers[0].id, commitment.id, agrees=False)
    shown = queries.commitment_page(commitment.id, backers[0].id, member=True).replacement
    assert (shown.agreed, shown.refused, shown.mine) == (0, 1, False)
    assert queries.commitment_page(commitment.id, backers[1].id, member=True).replacement.mine is None
    assert fresh(commitment).state is CommitmentState.OPEN
