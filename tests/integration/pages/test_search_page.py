"""The search page, and feedback that reaches the stewards."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from crowdlearn.conversations.service import hide
from crowdlearn.db.outbox import drain_all, emit
from crowdlearn.db.session import transaction
from crowdlearn.expertise import service as expertise
from crowdlearn.expertise.rules import HelpKind, Offered, Opened, OpeningKind
from crowdlearn.people.models import Person, PersonSkill
from crowdlearn.people.rules import PersonState, ProfileChanged, Role, SkillSide
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.reactions import AFTER
from crowdlearn.search.service import index
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.rules import Content, Form, ToolKind
from tests import make
from tests.support.web import Browser


def test_search_finds_what_is_public(browser: Browser) -> None:
    pitch = make.pitch(make.person("Amira"))
    with transaction() as session:
        index(session, "pitch", pitch.id, language="en", title=pitch.title, text="Œuvre", visible=True)
    text = browser.get("/en/search?q=oeuvres").text
    assert pitch.title in text
    assert "Amira" in text
    assert "Nothing was found" in browser.get("/en/search?q=zebra").text
    assert "Rien n’a été trouvé" in browser.get("/fr/search?q=zebra").text
    assert "Nothing was found" not in browser.get("/en/search").text


def test_a_search_finds_people_who_show_their_profile_by_what_they_offer(browser: Browser) -> None:
    home = make.organisation(name_en="Coastal Services", name_fr="Services côtiers")
    people = {
        "Hélène Roy": make.person("Hélène Roy", of=home, profile_public=True, title="Rédactrice"),
        "Noor Holm": make.person("Noor Holm", of=home, profile_public=False),
        "Sid Mohr": make.person("Sid Mohr", of=home, profile_public=True),
    }
    for who in people.values():
        make.kept(PersonSkill(person_id=who.id, skill="coaching", side=SkillSide.OFFERED))
        with transaction() as session:
            emit(session, ProfileChanged(person_id=who.id, by=who.id))
    drain_all(AFTER)
    with transaction() as session:
        session.get_one(Person, people["Sid Mohr"].id).state = PersonState.SUSPENDED
    page = browser.get("/fr/search?q=helene")
    assert "Hélène Roy" in page.text
    assert "Services côtiers" in page.text
    assert f"/fr/people/{people['Hélène Roy'].id}" in page.response.text
    found = browser.get("/en/search?q=coaching").text
    assert [name for name in people if name in found] == ["Hélène Roy"]


def test_openings_and_offers_of_help_are_found_while_they_are_open_and_name_their_giver_to_members(
    browser: Browser,
) -> None:
    home = make.organisation(name_en="Coastal Services")
    joan, bao = make.person("Joan Penney", of=home), make.person("Bao Chen")
    free = {"kind": HelpKind.MENTORING, "language": "en", "detail": "Bring the sentences you fear.", "minutes": 60}
    offers = [
        expertise.offer_freely(joan.id, Offered(title=f"Radio nerves {number}", until=make.days(9), **free))
        for number in range(3)
    ]
    days = {"starts_on": make.days(40), "ends_on": make.days(41), "until": make.days(20)}
    place = {"kind": OpeningKind.SHADOWING, "language": "en", "region": "", "how": "Write to me.", **days}
    opening = expertise.open_place(joan.id, Opened(title="A wharf", learned="Radio nerves in storms", **place))
    expertise.end_offer(joan.id, offers[1])
    hide(make.person().id, "standing_offer", offers[2], "It sells.")
    found = browser.get("/en/search?q=radio+nerves")
    assert [f"/en/expertise/offers/{one}" in found.response.text for one in offers] == [True, False, False]
    assert f"/en/expertise/openings/{opening}" in found.response.text
    assert "Coastal Services" in found.text
    offered = found.text.partition("Offers of help")[2]
    assert "Joan Penney" not in offered
    browser.sign_in(bao.id)
    assert "Joan Penney" in browser.get("/en/search?q=radio+nerves").text.partition("Offers of help")[2]
    expertise.close_opening(joan.id, opening, taken=True)
    assert "A wharf" not in browser.get("/en/search?q=radio+nerves").text


def test_members_find_what_is_in_the_library_for_them_alone(browser: Browser) -> None:
    said = {"language": "en", "problem": "Onboarding takes weeks", "tool": ToolKind.CHECKLIST}
    body = "Ask the newest colleague what they searched for in vain, and write it down where they looked."
    author = make.person()
    for title, open_to_all in (("For everybody", True), ("Among ourselves", False)):
        content = Content(title=title, body=body, open_to_all=open_to_all, **said)
        row = sharebacks.draft(author.id, ShareBackKind.TOOL, Form.TOOL, content)
        sharebacks.publish(author.id, row)
    titles = ("For everybody", "Among ourselves")
    assert [one in browser.get("/en/search?q=onboarding").text for one in titles] == [True, False]
    browser.sign_in(make.person().id)
    assert [one in browser.get("/en/search?q=onboarding").text for one in titles] == [True, True]


def test_feedback_reaches_the_stewards(browser: Browser) -> None:
    steward = make.person("Stew")
    make.role(steward, Role.STEWARD)
    page = browser.get("/en/accessibility").form(action="").submit(text="The menu cannot be read aloud.")
    assert "Thank you" in page.text
    drain_all(AFTER)
    browser.sign_in(steward.id)
    assert "The menu cannot be read aloud." in browser.get("/en/stewardship").text
    assert "Someone reports a barrier" in browser.get("/en/me/notices").text
    browser.get("/en/stewardship").form(action="/settle").submit()
    assert "The menu cannot be read aloud." not in browser.get("/en/stewardship").text


def test_empty_feedback_is_asked_again(browser: Browser) -> None:
    page = browser.get("/en/accessibility").form(action="").submit(text="", email="me@example.org")
    assert page.title.startswith("Error:")
    assert page.form().values["email"] == ["me@example.org"]


@pytest.mark.parametrize("number", [1, 20])
def test_a_search_asks_the_same_few_questions_however_much_it_finds(
    browser: Browser, number: int, assert_queries: Callable[[int], AbstractContextManager[list[str]]]
) -> None:
    owner = make.person(of=make.organisation())
    pitches, sharebacks = [make.pitch(owner) for _ in range(number)], [make.shareback(owner) for _ in range(number)]
    people = [make.person(of=make.organisation()) for _ in range(number)]
    with transaction() as session:
        for kind, rows in (("pitch", pitches), ("shareback", sharebacks), ("person", people)):
            for row in rows:
                index(
                    session,
                    kind,
                    row.id,
                    language="en",
                    title=f"Title {row.title}",
                    text="coastal statistics",
                    visible=True,
                )
    with assert_queries(9):  # two for each kind that something is found of, one for each other
        page = browser.get("/en/search?q=coastal+statistics")
    assert all(f"/en/pitches/{row.id}" in page.response.text for row in pitches)
    assert all(f"/en/people/{row.id}" in page.response.text for row in people)
    assert all(f"/en/sharebacks/{row.id}" in page.response.text for row in sharebacks)
