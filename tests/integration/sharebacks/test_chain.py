"""What goes on from a share-back: retellings, governance bodies; and what goes with an event: language, materials."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlmodel import select

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.notices.models import Notice
from crowdlearn.pitches.rules import PitchState, ShareBackKind, ShareBackMode
from crowdlearn.reactions import AFTER
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.rules import (
    Content,
    Decision,
    Form,
    MaterialKind,
    NothingThere,
    NotToBeRetold,
    SharebackState,
)
from tests import make
from tests.support.uploads import PDF
from tests.support.web import Browser

pytestmark = pytest.mark.usefixtures("database")
WORDS = "They stop at the first sentence that makes them sigh. " * 6


@pytest.fixture
def author():
    return make.person("Amira Haddad")


def again(person, original, **links):
    content = Content("Read it aloud, in Halifax", "en", body=WORDS)
    return service.draft(person.id, ShareBackKind.BLOG, Form.POST, content, retold_from_id=original.id, **links)


def test_who_may_give_it_again_does_and_the_author_is_told_and_named(author, browser):
    original = make.shareback(author, title="Read it aloud", may_be_retold=True)
    other = make.person("Bao Chen")
    browser.sign_in(other.id)
    assert "Give it again to my own colleagues" in browser.get(f"/en/sharebacks/{original.id}").text
    form = browser.get(f"/en/sharebacks/new?again={original.id}")
    assert "Amira Haddad, who is named and told" in form.text
    draft = form.submit(title="Read it aloud, in Halifax", body=WORDS, language="en")
    draft.form(action="/publish").submit()
    drain_all(AFTER)
    with reading() as session:
        (told,) = session.exec(select(Notice).where(Notice.kind == "shareback_retold")).all()
        row = session.exec(select(ShareBack).where(ShareBack.retold_from_id == original.id)).one()
    assert told.person_id == author.id
    assert (told.facts["who"], told.path) == ("Bao Chen", f"/sharebacks/{row.id}")
    there, back = (browser.get(f"/en/sharebacks/{shareback}").text for shareback in (original.id, row.id))
    assert "Given again by others" in there
    assert "Read it aloud, in Halifax" in there
    assert "Given on from" in back
    assert "by Amira Haddad" in back


def test_nobody_gives_again_what_is_not_theirs_to_give(author):
    other = make.person()
    shut, draft = make.shareback(author), make.shareback(author, SharebackState.DRAFT, may_be_retold=True)
    announced = make.event(author, may_be_retold=True)
    open_ = make.shareback(author, may_be_retold=True)
    for person, original in ((other, shut), (other, draft), (other, announced), (author, open_)):
        with pytest.raises(NotToBeRetold):
            again(person, original)
        with pytest.raises(NotFound):
            queries.to_be_retold(original.id, person.id)


def test_a_retelling_keeps_no_promise(author):
    original, other = make.shareback(author, may_be_retold=True), make.person()
    theirs = make.commitment(make.pitch(author, state=PitchState.FUNDED))
    own = make.commitment(make.pitch(other, state=PitchState.FUNDED))
    with pytest.raises(NotToBeRetold):
        again(other, original, commitment_id=own.id)
    service.publish(other.id, again(other, original))
    with reading() as session:
        states = {row.state for row in session.exec(select(Commitment)).all()}
    assert states == {CommitmentState.OPEN}
    assert theirs.id != own.id


def test_a_body_s_decision_stands_with_who_recorded_it(author, browser):
    post = make.shareback(author)
    browser.sign_in(author.id)
    page = browser.get(f"/en/sharebacks/{post.id}/bodies")
    page.submit(body="Learning Committee", day=make.days(-2).isoformat())
    assert "No answer recorded yet" in browser.get(f"/en/sharebacks/{post.id}").text
    (row,) = queries.shareback_page(post.id, None).around.presentations
    form = browser.get(f"/en/sharebacks/{post.id}/bodies/{row.id}")
    form.submit(decision="partly", response="Two of three proposals are taken up.")
    browser.sign_in(make.person().id)
    text = browser.get(f"/en/sharebacks/{post.id}").text.replace("\u00a0", " ")
    told = ("Learning Committee", "Accepted in part", "Two of three", "recorded by Amira")
    assert [words for words in told if words not in text] == []
    other = make.person()
    with pytest.raises(NotAllowed):
        service.record_response(other.id, post.id, row.id, Decision.DECLINED, "No.")
    with pytest.raises(NotFound):
        service.record_response(author.id, make.shareback(author).id, row.id, Decision.DECLINED, "No.")


def test_an_event_says_in_which_languages_it_can_be_followed_and_whom_to_ask(author, browser):
    values = {"spoken": ("en", "fr"), "services": ("asl", "captions_fr"), "access_contact": "Noor, 555-0100"}
    content = Content("Read it aloud", "en", starts_at=now() + timedelta(days=2), place="onsite", **values)
    event = service.draft(author.id, ShareBackKind.WORKSHOP, Form.EVENT, content)
    service.publish(author.id, event)
    text = browser.get(f"/en/sharebacks/{event}").text
    told = ("One may speak: English, French", "American Sign Language", "Live captions in French", "Noor, 555-0100")
    assert [words for words in told if words not in text] == []
    browser.sign_in(author.id)
    form = browser.get(f"/en/sharebacks/{event}/edit")
    assert form.submit(title="Read it aloud, twice").status == 200
    page, typed = queries.draft_page(event, author.id)
    assert (typed.spoken, typed.services, page.mode) == (("en", "fr"), ("asl", "captions_fr"), ShareBackMode.ONSITE)


def test_every_share_back_is_online_in_person_or_ongoing(author, browser):
    post = make.shareback(author, SharebackState.DRAFT)
    service.edit(author.id, post.id, Content("Read it aloud", "en", body=WORDS, ongoing=True))
    service.publish(author.id, post.id)
    assert queries.shareback_page(post.id, None).mode is ShareBackMode.ONGOING
    assert "Ongoing" in browser.get(f"/en/sharebacks/{post.id}").text


def test_slides_and_the_recording_are_there_for_readers_as_links_and_files(author, browser):
    event = make.event(author, in_hours=-2, state=SharebackState.HELD)
    browser.sign_in(author.id)
    page = browser.get(f"/en/sharebacks/{event.id}/materials")
    assert "Give a link or choose a file." in page.submit(kind="handout", title="Slides").text
    page = browser.get(f"/en/sharebacks/{event.id}/materials")
    page.submit(kind="recording", title="The whole hour", link="https://video.example/hour")
    with pytest.raises(NothingThere):
        service.add_material(author.id, event.id, MaterialKind.HANDOUT, "Slides")
    browser.sign_in(make.person().id)
    assert 'href="https://video.example/hour"' in browser.get(f"/en/sharebacks/{event.id}").response.text
    (row,) = queries.shareback_page(event.id, None).around.materials
    with pytest.raises(NotAllowed):
        service.remove_material(make.person().id, event.id, row.id)
    service.remove_material(author.id, event.id, row.id)
    assert queries.shareback_page(event.id, None).around.materials == []


def test_a_file_that_goes_with_an_event_is_looked_at_kept_and_fetched_by_its_readers_until_it_goes(author, browser):
    event = make.event(author, open_to_all=False)
    browser.sign_in(author.id)
    for contents, refused in ((b"<html>", True), (PDF, False)):
        form = browser.get(f"/en/sharebacks/{event.id}/materials").form(-1)
        page = form.submit(kind="handout", title="Slides", file=(BytesIO(contents), "slides.pdf"))
        assert page.title.startswith("Error:") is refused
    (row,) = queries.shareback_page(event.id, None).around.materials
    assert (row.title, row.link) == ("Slides", "")
    address, visitor = f"/files/{row.file_id}", Browser(browser.app)
    assert browser.get(f"/en/sharebacks/{event.id}").response.text.count(address) == 1
    assert browser.get(address).response.data == PDF
    assert visitor.get(address).status in (302, 303, 401)  # the event is for members
    visitor.sign_in(make.person().id)
    assert visitor.get(address).response.data == PDF
    assert "Remove" in browser.get(f"/en/sharebacks/{event.id}/materials").text
    browser.get(f"/en/sharebacks/{event.id}/materials").form(action="/remove").submit()
    assert visitor.get(address).status == 404
