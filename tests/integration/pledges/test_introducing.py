"""An introduction from the question to its outcome; no name passes before its bearer agreed."""

import pytest

from crowdlearn.conversations import service as moderation
from crowdlearn.conversations.rules import FlagReason
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.notices.queries import notices_of
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Need
from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pledges import queries, service
from crowdlearn.pledges.rules import (
    ConsentNeeded,
    IntroductionMoved,
    IntroductionState,
    NoIntroduction,
    OfferState,
    OutcomeMissing,
    PersonMissing,
)
from tests import make

pytestmark = pytest.mark.usefixtures("database")
WHO = "Nadia Karim, nadia@archive.example"


@pytest.fixture
def amira():
    return make.person("Amira")


@pytest.fixture
def noor():
    return make.person("Noor")


@pytest.fixture
def offer(amira, noor):
    pitch = make.pitch(amira)
    need = make.need(pitch, kind=NeedKind.INTRODUCTION, title="Someone at the archive", wanted=1, filled=1)
    return make.offer(pitch, noor, 0, OfferState.ACCEPTED, need_id=need.id)


def seen(offer, who):
    return queries.offer_view(offer.id, who.id, "en").introduction


def test_a_name_passes_only_with_a_yes_and_to_the_pitcher_alone(offer, amira, noor):
    assert seen(offer, amira).state is IntroductionState.ASKED
    with pytest.raises(NotAllowed):
        service.introduce(amira.id, offer.id, WHO, make.days(-1))
    for who, day, refusal in ((" ", make.days(-1), PersonMissing), (WHO, None, ConsentNeeded)):
        with pytest.raises(refusal):
            service.introduce(noor.id, offer.id, who, day)
    with pytest.raises(ConsentNeeded):
        service.introduce(noor.id, offer.id, WHO, make.home_days(1))
    assert seen(offer, amira).who == ""
    service.introduce(noor.id, offer.id, WHO, make.days(-1))
    assert (seen(offer, amira).who, seen(offer, amira).consent_on) == (WHO, make.days(-1))
    with pytest.raises(NotFound):
        queries.offer_view(offer.id, make.person().id, "en")


def test_it_is_tracked_from_the_meeting_to_what_came_of_it(offer, amira, noor):
    with pytest.raises(MoveRefused):
        service.say_met(amira.id, offer.id)
    service.introduce(noor.id, offer.id, WHO, make.home_days(0))
    with pytest.raises(NotAllowed):
        service.say_met(noor.id, offer.id)
    service.say_met(amira.id, offer.id)
    assert queries.offer_view(offer.id, noor.id, "en").state is OfferState.CONFIRMED
    with pytest.raises(OutcomeMissing):
        service.say_outcome(amira.id, offer.id, " ")
    service.say_outcome(amira.id, offer.id, "She opened the letters of 1962 to us.")
    assert (seen(offer, noor).state, seen(offer, noor).outcome) == (
        IntroductionState.CAME_OF_IT,
        "She opened the letters of 1962 to us.",
    )
    with pytest.raises(MoveRefused):
        service.not_taken_up(noor.id, offer.id, "")


def test_without_a_yes_the_need_opens_again(offer, amira, noor):
    service.not_taken_up(noor.id, offer.id, "She has no time this year.")
    assert queries.offer_view(offer.id, amira.id, "en").state is OfferState.NOT_GIVEN
    with reading() as session:
        assert session.get_one(Need, offer.need_id).filled == 0
    assert seen(offer, amira).state is IntroductionState.NOT_TAKEN_UP


def test_only_an_accepted_introduction(amira, noor):
    pitch = make.pitch(amira)
    hours = make.offer(pitch, noor, 60, OfferState.ACCEPTED, need_id=make.need(pitch).id)
    need = make.need(pitch, kind=NeedKind.INTRODUCTION, wanted=1)
    waiting = make.offer(pitch, noor, 0, need_id=need.id)
    for one in (hours, waiting):
        with pytest.raises(NoIntroduction):
            service.introduce(noor.id, one.id, WHO, make.days(-1))


def test_the_other_side_hears_of_each_step_without_the_name(offer, amira, noor):
    service.introduce(noor.id, offer.id, WHO, make.days(-1))
    facts = {"offer_id": offer.id, "pitch_id": offer.pitch_id, "helper_id": noor.id}
    service.tell_of_introduction(IntroductionMoved(**facts, state=IntroductionState.MADE, by=noor.id))
    service.tell_of_introduction(IntroductionMoved(**facts, state=IntroductionState.MET, by=amira.id))
    (line,) = notices_of(amira.id).lines
    assert (line.kind, line.path) == ("offer_introduction", f"/offers/{offer.id}")
    assert "Nadia" not in str(line.facts)
    assert [line.kind for line in notices_of(noor.id).lines] == ["offer_introduction"]


def test_the_page_walks_through_it(offer, amira, noor, browser):
    browser.sign_in(noor.id)
    address = f"/en/offers/{offer.id}"
    typed = {"who": WHO, "consent_on": make.days(-1).isoformat()}
    assert "Introduced" in browser.get(address).form(action="/introduce").submit(**typed).text
    browser.sign_in(amira.id)
    page = browser.get(address)
    assert "Nadia Karim" in page.text
    page = page.form(action="/met").submit()
    assert "They met" in page.form(action="/outcome").submit(outcome=" ").text
    assert (
        "Something came of it" in browser.get(address).form(action="/outcome").submit(outcome="Letters of 1962.").text
    )


def test_the_other_side_can_report_private_words_and_what_a_steward_hid_is_gone(offer, amira, noor, browser):
    steward, stranger = make.person(), make.person()
    make.role(steward, Role.STEWARD)
    service.introduce(noor.id, offer.id, WHO, make.days(-1))
    report, address = f"/introduction/{offer.id}", f"/en/offers/{offer.id}"
    for who, shown in ((noor, False), (amira, True)):
        browser.sign_in(who.id)
        assert (report in browser.get(address).response.text) is shown
    with pytest.raises(NotFound):
        moderation.report(stranger.id, "introduction", offer.id, FlagReason.OTHER, "")
    moderation.report(amira.id, "introduction", offer.id, FlagReason.OTHER, "No.")
    browser.sign_in(steward.id)
    assert WHO in browser.get("/en/stewardship").text
    moderation.hide(steward.id, "introduction", offer.id, "A private number.")
    for who in (noor, amira):
        browser.sign_in(who.id)
        page = browser.get(address).text
        assert ("Nadia" in page, "A steward hid these words." in page) == (False, True)
