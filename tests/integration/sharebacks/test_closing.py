"""The loop is closed: wishes answered by backers, each backer thanked."""

import io

import pytest
from sqlmodel import select

from crowdlearn.commitments.rules import CommitmentDelivered, CommitmentState
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.notices.queries import notices_of
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.models import ThankYou
from crowdlearn.sharebacks.rules import Met, NothingCameBack, ThankedBefore, WishAnswered
from tests import make
from tests.support.uploads import png

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def pitch():
    return make.pitch(make.person("Amira"), state=PitchState.FUNDED, title="Letters")


@pytest.fixture
def backer():
    return make.person("Bao")


@pytest.fixture
def offer(pitch, backer):
    return make.offer(pitch, backer, state=OfferState.CONFIRMED, wish="A checklist")


def emitted(event):
    with reading() as session:
        return len(session.exec(select(Outbox).where(Outbox.name == f"sharebacks.{event.__name__}")).all())


def test_a_wish_is_answered_after_something_came_back(pitch, backer, offer):
    with pytest.raises(NothingCameBack):
        service.answer_wish(backer.id, pitch.id, offer.id, Met.YES)
    announced = make.event(make.person(), pitch_id=pitch.id)
    with pytest.raises(NothingCameBack):
        service.answer_wish(backer.id, pitch.id, offer.id, Met.YES)
    assert announced.held_at is None
    make.shareback(make.person(), pitch_id=pitch.id)
    service.answer_wish(backer.id, pitch.id, offer.id, Met.PARTLY, "Half of it.")
    service.answer_wish(backer.id, pitch.id, offer.id, Met.YES)
    assert [(row.wish, row.met, row.note) for row in queries.wishes_of(pitch.id, backer.id)] == [
        ("A checklist", Met.YES, "")
    ]
    assert emitted(WishAnswered) == 1


def test_nobody_answers_the_wish_of_another_or_of_a_pledge_that_ended(pitch, backer, offer):
    make.shareback(make.person(), pitch_id=pitch.id)
    gone = make.pledge(pitch, backer, state=PledgeState.WITHDRAWN, wish="Numbers")
    silent = make.offer(pitch, backer, state=OfferState.CONFIRMED)
    elsewhere = make.pitch(make.person(), state=PitchState.FUNDED)
    for person, of, promise in (
        (make.person(), pitch, offer),
        (backer, pitch, gone),
        (backer, pitch, silent),
        (backer, elsewhere, offer),
    ):
        with pytest.raises(NotFound):
            service.answer_wish(person.id, of.id, promise.id, Met.YES)
    assert [row.wish for row in queries.wishes_of(pitch.id, backer.id)] == ["A checklist"]


def test_after_a_delivery_open_wishes_are_asked_for(pitch, backer, offer):
    quiet = make.person()
    make.offer(pitch, quiet, state=OfferState.CONFIRMED)
    commitment = make.commitment(pitch, CommitmentState.DELIVERED)
    service.ask_wishes(CommitmentDelivered(commitment.id, by=pitch.owner_id))
    (line,) = notices_of(backer.id).lines
    assert (line.kind, line.facts["wish"], line.path) == ("wish_asked", "A checklist", f"/pitches/{pitch.id}/wishes")
    assert notices_of(quiet.id).lines == []
    make.shareback(make.person(), pitch_id=pitch.id)
    service.answer_wish(backer.id, pitch.id, offer.id, Met.NO)
    service.ask_wishes(CommitmentDelivered(commitment.id, by=pitch.owner_id))
    assert len(notices_of(backer.id).lines) == 1


def test_each_backer_is_thanked_once_by_the_pitcher(pitch, backer, offer):
    twice = make.pledge(pitch, backer, state=PledgeState.KEPT)
    with pytest.raises(NotAllowed):
        service.thank(backer.id, pitch.id, offer.id, "Thank me.")
    assert [(row.name, row.text) for row in queries.thanks_owed(pitch.id)] == [("Bao", None)]
    service.thank(pitch.owner_id, pitch.id, offer.id, "You read every draft.")
    for promise in (offer, twice):
        with pytest.raises(ThankedBefore):
            service.thank(pitch.owner_id, pitch.id, promise.id, "Again.")
    assert [(row.name, row.text) for row in queries.thanks_owed(pitch.id)] == [("Bao", "You read every draft.")]


def test_who_gave_money_without_a_name_is_thanked_without_one(pitch, browser):
    hidden = make.person("Tomasz Wójcik")
    pledge = make.pledge(pitch, hidden, state=PledgeState.KEPT, name_shown=False)
    browser.sign_in(pitch.owner_id)
    page = browser.get(f"/en/pitches/{pitch.id}/thanks")
    assert "Thank a backer who stays unnamed" in page.text
    assert "Tomasz" not in page.response.text
    assert str(hidden.id) not in page.response.text
    after = page.form(action=str(pledge.id)).submit(text="Whoever you are: thank you.")
    assert "Everybody is thanked." in after.text
    with pytest.raises(NotFound):
        service.thank(pitch.owner_id, pitch.id, make.pledge(pitch, make.person()).id, "Too early.")


def test_a_backer_answers_one_wish_after_the_other(pitch, backer, offer, browser):
    make.pledge(pitch, backer, state=PledgeState.KEPT, wish="The numbers")
    make.shareback(make.person(), pitch_id=pitch.id)
    browser.sign_in(backer.id)
    page = browser.get(f"/en/pitches/{pitch.id}/wishes")
    page = page.form().submit(met="yes")
    assert "Thank you. The pitcher reads your answer." in page.text
    page = page.form().submit(met="partly", note="Not yet all.")
    assert "You have answered." in page.text
    assert {row.met for row in queries.wishes_of(pitch.id, backer.id)} == {Met.YES, Met.PARTLY}
    wrong = browser.get(f"/en/pitches/{pitch.id}/wishes?promise={offer.id}").form().submit(met="never")
    assert wrong.title.startswith("Error:")


def test_thanks_may_bring_a_picture_with_its_words(pitch, backer, offer, browser):
    browser.sign_in(pitch.owner_id)
    page = browser.get(f"/en/pitches/{pitch.id}/thanks")
    refused = page.submit(text="You read every draft.", file=(io.BytesIO(png()), "door.png"))
    assert "Say what the picture shows" in refused.text
    letter = (io.BytesIO(b"Dear reader,"), "letter.txt")
    assert "Choose a picture" in refused.submit(file=letter, picture_words="A letter.").text
    page.submit(text="You read every draft.", file=(io.BytesIO(png()), "door.png"), picture_words="A door.")
    browser.sign_in(backer.id)
    page = browser.get("/en/me/thanks")
    assert "You read every draft." in page.text
    (picture,) = [one for one in page.tree.iter("img") if one.get("alt") == "A door."]
    assert browser.get(picture.get("src")).response.mimetype == "image/png"
    browser.sign_in(make.person().id)
    assert "You read every draft." not in browser.get("/en/me/thanks").text


def test_the_list_of_thanks_is_paged(pitch, backer, offer, assert_queries):
    for _ in range(25):
        make.kept(ThankYou(pitch_id=make.pitch(make.person()).id, backer_id=backer.id, text="Thank you."))
    with assert_queries(1):
        page = queries.thanks_received(backer.id)
    assert (len(page.rows), len(queries.thanks_received(backer.id, page.after).rows)) == (20, 5)
