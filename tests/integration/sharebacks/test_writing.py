"""A share-back from its draft to its tombstone."""

import pytest
from sqlmodel import select

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentDelivered, CommitmentState
from crowdlearn.conversations.service import hide
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import PitchState, ShareBackKind
from crowdlearn.search.queries import matching
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.rules import (
    BadCommitment,
    Content,
    Form,
    SharebackState,
    TextTooShort,
    TranscriptMissing,
)
from tests import make

WORDS = "They stop at the first sentence that makes them sigh. " * 6
POST = Content("What readers told us", "en", "Six readers, ten letters.", WORDS)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def author():
    return make.person("Amira")


@pytest.fixture
def commitment(author):
    return make.commitment(make.pitch(author, state=PitchState.FUNDED))


def blog(author, content=POST, **of):
    return service.draft(author.id, ShareBackKind.BLOG, Form.POST, content, **of)


def state_of(commitment):
    with reading() as session:
        return session.get_one(Commitment, commitment.id).state


def emitted(event):
    with reading() as session:
        return len(session.exec(select(Outbox).where(Outbox.name == f"commitments.{event.__name__}")).all())


def test_a_post_keeps_its_promise_when_it_is_published(author, commitment):
    shareback = blog(author, commitment_id=commitment.id)
    assert state_of(commitment) is CommitmentState.OPEN
    service.publish(author.id, shareback)
    assert state_of(commitment) is CommitmentState.DELIVERED
    page = queries.shareback_page(shareback, None)
    assert (page.state, page.commitment_state) == (SharebackState.PUBLISHED, CommitmentState.DELIVERED)
    with pytest.raises(MoveRefused):
        service.publish(author.id, shareback)


def test_a_second_text_for_the_same_promise_is_read_and_delivers_nothing(author, commitment):
    first, second = blog(author, commitment_id=commitment.id), blog(author, commitment_id=commitment.id)
    service.publish(author.id, first)
    service.publish(author.id, second)
    assert emitted(CommitmentDelivered) == 1
    assert queries.shareback_page(second, None).state is SharebackState.PUBLISHED


def test_a_broken_promise_can_still_be_kept(author):
    late = make.commitment(make.pitch(author, state=PitchState.FUNDED), CommitmentState.BROKEN, due_in=-70)
    service.publish(author.id, blog(author, commitment_id=late.id))
    assert state_of(late) is CommitmentState.DELIVERED


def test_nobody_answers_for_the_promise_or_the_pitch_of_another(author, commitment):
    other = make.person()
    with pytest.raises(BadCommitment):
        blog(other, commitment_id=commitment.id)
    with pytest.raises(NotAllowed):
        blog(other, pitch_id=commitment.pitch_id)
    settled = make.commitment(make.pitch(author, state=PitchState.FUNDED), CommitmentState.CONFIRMED)
    with pytest.raises(BadCommitment):
        blog(author, commitment_id=settled.id)


def test_what_keeps_a_promise_is_open_to_all_whatever_was_asked(author, commitment):
    shareback = blog(author, Content(*list(vars(POST).values())[:4], open_to_all=False), commitment_id=commitment.id)
    assert queries.shareback_page(shareback, author.id).open_to_all


def test_a_draft_is_its_author_s_alone_and_can_be_thrown_away(author):
    shareback = blog(author)
    with pytest.raises(NotFound):
        queries.shareback_page(shareback, make.person().id)
    with pytest.raises(NotFound):
        service.discard(make.person().id, shareback)
    assert [row.id for row in queries.drafts_of(author.id)] == [shareback]
    service.discard(author.id, shareback)
    assert queries.drafts_of(author.id) == []
    published = blog(author)
    service.publish(author.id, published)
    with pytest.raises(MoveRefused):
        service.discard(author.id, published)


@pytest.mark.parametrize(
    ("form", "content", "missing"),
    [
        (Form.POST, Content("Short", "en", body="Too short."), TextTooShort),
        (Form.RECORDING, Content("Fog", "en", link="https://audio.example/fog", transcript="Hm."), TranscriptMissing),
    ],
)
def test_nothing_half_made_is_published(author, form, content, missing):
    shareback = service.draft(author.id, ShareBackKind.STORY, form, content)
    with pytest.raises(missing):
        service.publish(author.id, shareback)
    assert queries.shareback_page(shareback, author.id).state is SharebackState.DRAFT


def test_every_change_of_what_is_read_keeps_what_was_read_before(author):
    shareback = blog(author)
    service.edit(author.id, shareback, Content("A draft has no versions", "en", body=WORDS))
    service.publish(author.id, shareback)
    assert queries.versions_of(shareback) == []
    for number in (2, 3):
        service.edit(author.id, shareback, Content(f"Title {number}", "en", body=f"{WORDS} <b>{number}</b>"))
    service.edit(author.id, shareback, Content("Title 3", "en", body=f"{WORDS} <b>3</b>"))  # the very same
    versions = queries.versions_of(shareback)
    assert [(row.number, row.title) for row in versions] == [(2, "Title 2"), (1, "A draft has no versions")]
    assert "&lt;b&gt;2" in versions[0].body_html
    assert queries.shareback_page(shareback, None).version == 3
    with pytest.raises(TextTooShort):
        service.edit(author.id, shareback, Content("Title 4", "en", body="Gone."))
    with pytest.raises(NotAllowed):
        service.edit(make.person().id, shareback, POST)


def test_a_withdrawn_one_leaves_its_title_and_keeps_what_it_kept(author, commitment):
    shareback = blog(author, commitment_id=commitment.id)
    service.publish(author.id, shareback)
    assert [hit.object_id for hit in matching("readers told", ["shareback"])] == [shareback]
    service.withdraw(author.id, shareback)
    assert matching("readers told", ["shareback"]) == []
    assert queries.listing(queries.Filter(member=True)).cards == []
    assert queries.shareback_page(shareback, None).title == "What readers told us"
    assert state_of(commitment) is CommitmentState.DELIVERED
    with pytest.raises(NotAllowed):
        service.edit(author.id, shareback, POST)


def test_members_only_is_not_listed_found_or_shown_to_strangers(author, browser):
    shareback = blog(author, Content("Among ourselves", "en", "Quietly.", WORDS, open_to_all=False))
    service.publish(author.id, shareback)
    assert matching("ourselves", ["shareback"]) == []
    for words in ("", "ourselves"):
        assert "Among ourselves" not in browser.get(f"/en/sharebacks?q={words}").text
    answer = browser.get(f"/en/sharebacks/{shareback}", follow=False)
    assert answer.status == 303
    assert "next=" in answer.response.location
    browser.sign_in(make.person().id)
    assert "Members only" in browser.get("/en/sharebacks?q=ourselves").text
    assert browser.get(f"/en/sharebacks/{shareback}").status == 200


def test_what_a_steward_hides_is_there_for_its_author_and_stewards(author, browser):
    shareback, steward = blog(author), make.person()
    make.role(steward, Role.STEWARD)
    service.publish(author.id, shareback)
    hide(steward.id, "shareback", shareback, "It names a patient.")
    assert queries.listing(queries.Filter(member=True)).cards == []
    assert browser.get(f"/en/sharebacks/{shareback}").status == 404
    for person in (author, steward):
        browser.sign_in(person.id)
        assert "A steward hid this share-back" in browser.get(f"/en/sharebacks/{shareback}").text
