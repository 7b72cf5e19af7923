"""Help offered before anybody asked: found by pitchers, asked for once, ended by itself."""

from datetime import timedelta

import pytest

from crowdlearn.conversations.service import hide
from crowdlearn.expertise import queries, service
from crowdlearn.expertise.queries.standing import PAGE
from crowdlearn.expertise.rules import (
    MOST_OPEN,
    AskedBefore,
    HelpAsked,
    HelpKind,
    NoPitch,
    NotOpen,
    Offered,
    OwnThing,
    TooManyOpen,
)
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.notices.queries import notices_of
from crowdlearn.pitches.rules import PitchState
from tests import make

pytestmark = pytest.mark.usefixtures("database")


def offered(**fields):
    values = {"kind": HelpKind.TIME, "title": "Two hours", "detail": "", "language": "en", "until": make.days(9)}
    return Offered(**(values | {"minutes": 120} | fields))


def open_titles(**wanted):
    return [card.title for card in queries.standing_offers(queries.StandingFilter(**wanted))[0]]


def test_a_pitcher_asks_once_for_each_open_pitch_of_their_own():
    giver, pitcher = make.person("Noor"), make.person("Amira")
    pitch, done = make.pitch(pitcher), make.pitch(pitcher, state=PitchState.COMPLETED)
    standing = service.offer_freely(giver.id, offered())
    ask = service.ask_for_help(pitcher.id, standing, pitch.id, "A first workshop.")
    with pytest.raises(AskedBefore):
        service.ask_for_help(pitcher.id, standing, pitch.id, "Please.")
    for pitch_id in (done.id, make.pitch(make.person()).id):
        with pytest.raises(NoPitch):
            service.ask_for_help(pitcher.id, standing, pitch_id, "Please.")
    with pytest.raises(OwnThing):
        service.ask_for_help(giver.id, standing, make.pitch(giver).id, "Me.")
    service.tell_of_ask(HelpAsked(ask, by=pitcher.id))
    (line,) = notices_of(giver.id).lines
    assert (line.kind, line.path, line.facts["text"]) == (
        "offer_asked",
        f"/pitches/{pitch.id}/offer",
        "A first workshop.",
    )


def test_an_offer_ends_by_its_giver_or_by_itself(clock):
    giver = make.person()
    first, _second = (service.offer_freely(giver.id, offered(title=title)) for title in ("First", "Second"))
    with pytest.raises(NotAllowed):
        service.end_offer(make.person().id, first)
    service.end_offer(giver.id, first)
    with pytest.raises(MoveRefused):
        service.end_offer(giver.id, first)
    with pytest.raises(NotOpen):
        service.ask_for_help(make.person().id, first, make.pitch(make.person()).id, "")
    assert (open_titles(), service.end_offers()) == (["Second"], 0)
    clock.forward(timedelta(days=11))
    assert open_titles() == []
    assert (service.end_offers(), service.end_offers()) == (1, 0)


def test_few_are_open_at_a_time():
    giver = make.person()
    for _ in range(MOST_OPEN):
        service.offer_freely(giver.id, offered())
    with pytest.raises(TooManyOpen):
        service.offer_freely(giver.id, offered())


def test_who_writes_a_need_is_shown_offers_of_its_skill_first():
    giver, writer = make.person(), make.person()
    for title, skill in (("Maps", "cartography"), ("Rooms", "facilitation"), ("Numbers", "budgeting")):
        make.standing(giver, title=title, skill=skill)
    make.standing(writer, title="My own")
    assert [card.title for card in queries.offers_for(["facilitation"], writer.id)] == ["Rooms", "Numbers", "Maps"]


def test_the_list_filters_pages_on_and_leaves_hidden_ones_out(assert_queries):
    giver, other, steward = make.person(), make.person(), make.person()
    rows = [make.standing(giver, title=f"Offer {number}", language="fr") for number in range(PAGE + 1)]
    english = service.offer_freely(other.id, offered(title="English"))
    assert open_titles(language="en") == ["English"]
    assert open_titles(kind=HelpKind.TIME) == ["English"]
    with assert_queries(1):
        cards, after = queries.standing_offers(queries.StandingFilter(language="fr"))
    assert (len(cards), after) == (PAGE, rows[1].id)
    cards, after = queries.standing_offers(queries.StandingFilter(language="fr", after=after))
    assert ([card.id for card in cards], after) == ([rows[0].id], None)
    hide(steward.id, "standing_offer", english, "It sells.")
    assert open_titles(language="en") == []


def test_visitors_do_not_read_who_offers(browser):
    giver = make.person("Noor Holm")
    standing = make.standing(giver)
    for path in ("/en/expertise/offers", f"/en/expertise/offers/{standing.id}", "/en/expertise"):
        assert "Two hours of facilitation" in browser.get(path).text
        assert "Noor Holm" not in browser.get(path).text
    browser.sign_in(make.person().id)
    assert "Noor Holm" in browser.get(f"/en/expertise/offers/{standing.id}").text
