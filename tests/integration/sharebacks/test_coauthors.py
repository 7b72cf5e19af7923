"""Writing together: invited by the author, named once they accept, heard and held as authors are."""

import pytest
from sqlmodel import select

from crowdlearn.commitments import service as commitments
from crowdlearn.commitments.rules import CommitmentState, OwnDelivery
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.notices.models import Notice
from crowdlearn.outcomes import queries as outcomes
from crowdlearn.outcomes.queries.scope import About, Scope
from crowdlearn.outcomes.rules import OwnWork
from crowdlearn.outcomes.rules.uses import Adopted
from crowdlearn.outcomes.service import say_used
from crowdlearn.pages.queries.search import search_page
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from crowdlearn.reactions import AFTER
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import CoAuthor, ShareBack
from crowdlearn.sharebacks.rules import AuthorState, Content, OwnShareback, SharebackState
from crowdlearn.sharebacks.rules.authors import InvitedBefore, NobodyToInvite, ReviewedIt
from tests import make

pytestmark = pytest.mark.usefixtures("database")
WORDS = "They stop at the first sentence that makes them sigh. " * 6
JUDGED = service.Judgement(5, 4, 4, "Clear.")


@pytest.fixture
def author():
    return make.person("Amira Haddad")


@pytest.fixture
def bao():
    return make.person("Bao Chen")


def told(kind):
    drain_all(AFTER)
    with reading() as session:
        return {notice.person_id for notice in session.exec(select(Notice).where(Notice.kind == kind))}


def test_a_member_is_asked_accepts_changes_the_text_and_leaves(author, bao, browser):
    draft = make.shareback(author, SharebackState.DRAFT)
    browser.sign_in(author.id)
    browser.get(f"/en/sharebacks/{draft.id}/authors").submit(who="bao chen")
    assert "Asked, not named yet" in browser.get(f"/en/sharebacks/{draft.id}/authors").text
    assert told("coauthor_invited") == {bao.id}
    browser.sign_in(bao.id)
    assert "asks you to be a co-author of" in browser.get("/en/").text
    page = browser.get(f"/en/sharebacks/{draft.id}")
    assert "Your name on it?" in page.text
    assert browser.get(f"/en/sharebacks/{draft.id}/edit").status == 403
    page.form(action="/authors/join").submit()
    assert told("coauthor_joined") == {author.id}
    form = browser.get(f"/en/sharebacks/{draft.id}/edit")
    form.submit(title="What two of us heard", body=WORDS, language="en")
    service.publish(author.id, draft.id)
    browser.get(f"/en/sharebacks/{draft.id}/edit").submit(title="What both of us heard", body=WORDS, language="en")
    service.edit(author.id, draft.id, Content("What we heard", "en", body=WORDS))
    versions = queries.versions_of(draft.id)
    assert [(one.title, one.writer) for one in versions] == [
        ("What both of us heard", "Bao Chen"),
        ("What two of us heard", "Bao Chen"),
    ]
    assert queries.last_writer(draft.id) == "Amira Haddad"
    assert "written by Bao Chen" in browser.get(f"/en/sharebacks/{draft.id}/versions").text
    for refused in ("publish", "withdraw", "discard"):
        assert browser.get(f"/en/sharebacks/{draft.id}/{refused}").status in (403, 404, 405)
    browser.get(f"/en/sharebacks/{draft.id}").form(action="/authors/leave").submit()
    assert told("coauthor_left") == {author.id}
    assert "wrote this with" not in browser.get(f"/en/sharebacks/{draft.id}").text
    assert browser.get(f"/en/sharebacks/{draft.id}/edit").status == 403


def test_co_authors_are_named_wherever_the_author_is(author, bao, browser):
    post = make.shareback(author, may_be_retold=True)
    service.invite_author(author.id, post.id, "Bao Chen")
    both = "Amira Haddad, Bao Chen"
    assert queries.listing(queries.Filter()).cards[0].author == "Amira Haddad"
    service.join_authors(bao.id, post.id)
    assert queries.listing(queries.Filter(author_id=bao.id)).cards[0].author == both
    assert search_page("sigh", member=False).library[0].person == both
    assert browser.get("/en/sharebacks.atom").response.text.count("<name>") == 2
    assert post.title in browser.get(f"/en/people/{bao.id}.atom").response.text
    assert f"{post.title}{both}" in browser.get(f"/en/people/{bao.id}").text
    assert outcomes.footprint(Scope(About.PERSON, bao.id), None).given == 1
    assert [entry.title for entry in outcomes.record_of(bao.id).entries] == [post.title]
    reader = make.person("Rita Reader")
    service.say_learned(reader.id, post.id)
    (link,) = outcomes.chain(Scope(About.PERSON, bao.id), None, member=True).links
    assert (link.name, link.teacher) == ("Rita Reader", both)


def test_the_chain_goes_on_through_a_co_author(author, bao):
    service.say_learned(bao.id, make.shareback(author).id)
    second = make.shareback(make.person("Cleo Dion"))
    make.co_author(second, bao)
    service.say_learned(make.person("Dina Eng").id, second.id)
    links = outcomes.chain(Scope(About.PERSON, author.id), None, member=True).links
    assert [(link.name, link.generation, link.teacher) for link in links] == [
        ("Bao Chen", 1, "Amira Haddad"),
        ("Dina Eng", 2, "Cleo Dion, Bao Chen"),
    ]
    assert links[1].teacher_id == bao.id


def test_authors_do_not_judge_count_or_praise_their_own_work(author, bao):
    post, boss = make.shareback(author), make.person("Max Roy")
    make.manages(boss, bao)
    service.say_learned(bao.id, post.id)
    service.invite_author(author.id, post.id, "Bao Chen")
    service.join_authors(bao.id, post.id)
    with reading() as session:
        assert session.get_one(ShareBack, post.id).learned == 0
    for person in (bao, boss):
        with pytest.raises(OwnShareback):
            service.review(person.id, post.id, JUDGED)
    with pytest.raises(OwnShareback):
        service.say_learned(bao.id, post.id)
    with pytest.raises(OwnWork):
        say_used(bao.id, post.id, Adopted.USED, "At work")
    review = service.review(make.person().id, post.id, JUDGED)
    assert told("review_written") == {author.id, bao.id}
    service.answer_review(bao.id, review, "Thank you!")
    service.leave_authors(bao.id, post.id)
    with pytest.raises(OwnShareback):  # they wrote in it
        service.review(bao.id, post.id, JUDGED)


def test_who_judged_it_is_not_named_until_they_take_it_back(author, bao):
    post = make.shareback(author)
    review = service.review(bao.id, post.id, JUDGED)
    service.invite_author(author.id, post.id, "Bao Chen")
    with pytest.raises(ReviewedIt):
        service.join_authors(bao.id, post.id)
    service.delete_review(bao.id, review)
    service.join_authors(bao.id, post.id)


def test_nobody_is_found_who_does_not_show_themselves_and_a_no_is_a_no(author, bao):
    post, shy = make.shareback(author), make.person("Shy Roy", profile_public=False)
    for who in ("Shy Roy", shy.email, "Amira Haddad", "Nobody Here"):
        with pytest.raises(NobodyToInvite):
            service.invite_author(author.id, post.id, who)
    service.invite_author(author.id, post.id, bao.email)
    with pytest.raises(InvitedBefore):
        service.invite_author(author.id, post.id, "Bao Chen")
    service.leave_authors(bao.id, post.id)
    assert told("coauthor_declined") == {author.id}
    with pytest.raises(InvitedBefore):
        service.invite_author(author.id, post.id, "Bao Chen")
    with pytest.raises(NotFound):
        service.join_authors(make.person().id, post.id)


def test_an_author_takes_a_name_off_and_only_their_own(author, bao):
    post, other = make.shareback(author), make.shareback(make.person())
    part = make.co_author(post, bao)
    with pytest.raises(NotAllowed):
        service.remove_author(bao.id, post.id, part.id)
    with pytest.raises(NotFound):
        service.remove_author(other.author_id, other.id, part.id)
    service.remove_author(author.id, post.id, part.id)
    with reading() as session:
        assert session.get_one(ShareBack, post.id).co_authors == 0
        assert session.get_one(CoAuthor, part.id).state is AuthorState.LEFT
    service.invite_author(author.id, post.id, "Bao Chen")


def test_pictures_of_a_draft_are_there_for_its_authors_and_nobody_else(author, bao, browser):
    draft = make.shareback(author, SharebackState.DRAFT)
    picture = make.picture(draft)
    make.co_author(draft, bao)
    for person, status in ((author, 200), (bao, 200), (make.person(), 404)):
        browser.sign_in(person.id)
        assert browser.get(f"/files/{picture.file_id}").status == status
        assert browser.get(f"/en/sharebacks/{draft.id}").status == status


def test_a_backer_who_wrote_in_it_does_not_confirm_that_it_was_delivered(author, bao):
    pitch = make.pitch(author, state=PitchState.FUNDED)
    make.offer(pitch, bao, state=OfferState.CONFIRMED)
    commitment = make.commitment(pitch, CommitmentState.DELIVERED)
    post = make.shareback(author, pitch_id=pitch.id, commitment_id=commitment.id)
    assert queries.shareback_page(post.id, bao.id).confirms_as == "backer"
    service.invite_author(author.id, post.id, "Bao Chen")
    service.join_authors(bao.id, post.id)
    assert queries.shareback_page(post.id, bao.id).confirms_as == ""
    for _ in range(2):
        with pytest.raises(OwnDelivery):
            commitments.confirm(bao.id, commitment.id)
        if queries.shareback_page(post.id, bao.id).writes:
            service.leave_authors(bao.id, post.id)
