"""The quick pitch and the idea, in a browser: ten answers, or two lines."""

from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask

from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import lock, transaction
from crowdlearn.people import service as service_of_people
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches import service
from crowdlearn.pitches.forms import QuickForm
from crowdlearn.pitches.rules import NeedKind, OrganisationUnconfirmed, PitchKind, PitchState
from crowdlearn.reactions import AFTER
from tests import make
from tests.support.accounts import ADDRESS, HASH, PASSWORD
from tests.support.pitching import QUICK, only_pitch, quick
from tests.support.web import Browser


def ten(**changes: Any) -> dict[str, Any]:
    return {name: str(value) for name, value in quick().items()} | changes


def test_the_quick_pitch_asks_for_ten_answers_at_most(app: Flask) -> None:
    with app.test_request_context("/en/pitches/quick"):
        form = QuickForm()
        needed = [field.name for field in form if field.flags.required]
    assert len([*needed, "help"]) <= 10
    assert set(needed) == {
        "title",
        "kind",
        "starts_on",
        "benefit_me",
        "benefit_peers",
        "benefit_organisation",
        "application_plan",
        "gives_back",
        "deadline",
    }


def test_ten_answers_make_a_live_pitch(mine: Browser) -> None:
    page = mine.get("/en/pitches/quick").submit(**ten())
    assert "Your pitch is live" in page.text
    pitch, plan = only_pitch()
    assert (pitch.state, pitch.language) == (PitchState.OPEN, "en")
    assert [need.kind for need in plan.needs] == [NeedKind.HOURS]


def test_the_same_in_french_is_a_french_pitch(mine: Browser) -> None:
    mine.get("/fr/pitches/quick").submit(**ten(title="Une semaine de données probantes", cost="1 600,50"))
    pitch, _plan = only_pitch()
    assert (pitch.language, pitch.cost_cents, pitch.peer_goal_cents) == ("fr", 160_050, 80_025)


@pytest.mark.parametrize("kind", [kind for kind in PitchKind if kind is not PitchKind.OTHER])
def test_every_kind_needs_no_more(mine: Browser, kind: PitchKind) -> None:
    mine.get("/en/pitches/quick").submit(**ten(kind=kind.value))
    assert only_pitch()[0].state is PitchState.OPEN


def test_another_kind_is_said_in_ones_own_words(mine: Browser) -> None:
    page = mine.get("/en/pitches/quick").submit(**ten(kind="other"))
    assert "Say in your own words what kind of learning this is." in page.text
    page.submit(kind_other="A field visit")
    assert only_pitch()[0].kind_other == "A field visit"


def test_what_is_wrong_is_said_at_once_beside_its_answer(mine: Browser) -> None:
    page = mine.get("/en/pitches/quick").submit(**ten(title="", deadline=make.days(1).isoformat(), starts_on="soon"))
    assert page.title.startswith("Error:")
    assert "Write a date such as" in page.text
    assert page.form().values["benefit_me"] == [QUICK["benefit_me"]]
    page = page.submit(title="Evidence week", starts_on=make.days(60).isoformat())
    assert "Give people at least three days" in page.text
    assert "Your pitch is live" in page.submit(deadline=make.days(9).isoformat()).text


def test_help_or_a_cost_but_one_of_them(mine: Browser) -> None:
    page = mine.get("/en/pitches/quick").submit(**ten(help=""))
    assert "Say what help you would like, or what it costs." in page.text
    page.submit(cost="400")
    pitch, plan = only_pitch()
    assert (pitch.peer_goal_cents, plan.needs) == (20_000, ())


def test_an_organisation_without_adoption_keeps_the_answers(browser: Browser) -> None:
    office = make.organisation(adopted=False, name_en="Coastal Services")
    browser.sign_in(make.person(of=office, time_zone="UTC").id)
    page = browser.get("/en/pitches/quick").submit(**ten(cost="400"))
    assert "Coastal Services has not adopted pledging with money." in page.text
    assert "Your pitch is live" in page.submit(cost="").text


def test_who_waits_for_a_steward_writes_a_draft_and_publishes_later(browser: Browser) -> None:
    zoe = make.person("Zoe", of=make.organisation(confirmed_at=None), state=PersonState.WAITING)
    browser.sign_in(zoe.id)
    page = browser.get("/en/pitches/quick").submit(**ten())
    assert "It is kept as a draft, until you may publish it." in page.text
    assert only_pitch()[0].state is PitchState.DRAFT
    refused = page.form(action="/publish").submit()
    assert "A steward is confirming your organisation." in refused.text
    with transaction() as session:
        lock(session, Person, zoe.id).state = PersonState.ACTIVE
    assert "Your pitch is live" in page.form(action="/publish").submit().text
    with pytest.raises(OrganisationUnconfirmed):
        other = make.person("Max", of=make.organisation(confirmed_at=None), state=PersonState.WAITING)
        service.share_idea(other.id, {"title": "An idea", "summary": "Half of one"})


def test_a_visitor_types_first_and_signs_in_later(browser: Browser, pitcher: Person) -> None:
    page = browser.get("/en/pitches/quick").submit(**ten())
    assert page.url.split("?")[0].endswith("/sign-in")
    back = page.url.split("next=")[1]
    browser.sign_in(pitcher.id)
    again = browser.get(unquote(back))
    assert again.form().values["title"] == [QUICK["title"]]
    assert "Your pitch is live" in again.submit().text


def test_a_visitor_is_shown_at_once_what_is_wrong_and_nothing_is_lost(browser: Browser) -> None:
    make.person(email=ADDRESS, password_hash=HASH, of=make.organisation(), time_zone="UTC")
    page = browser.get("/en/pitches/quick").submit(**ten(title="", deadline="soon"))
    assert page.url.startswith("/en/pitches/quick?kept=")
    assert "Fill this in." in page.text
    assert "Write a date such as" in page.text
    page = page.submit(title=QUICK["title"], deadline=make.days(1).isoformat())
    assert "Give people at least three days" in page.text
    assert page.form().values["benefit_me"] == [QUICK["benefit_me"]]
    page = browser.get("/en/sign-in").submit(email=ADDRESS, password=PASSWORD)
    assert page.form().values["title"] == [QUICK["title"]]
    assert "Give people at least three days" in page.text
    assert "Your pitch is live" in page.submit(deadline=make.days(20).isoformat()).text


def test_a_second_click_makes_no_second_pitch(mine: Browser) -> None:
    form = mine.get("/en/pitches/quick").form()
    form.submit(**ten())
    form.submit(**ten())
    only_pitch()


def test_who_learned_it_already_is_shown_and_blocks_nothing(mine: Browser, pitcher: Person) -> None:
    other = make.person("Lise Gagnon", of=make.organisation())
    for title in ("Evidence week in Halifax, last year", "Evidence week in Halifax, called off"):
        idea = service.share_idea(other.id, {"title": title, "summary": "Notes"})
    service.withdraw(other.id, idea, "It was called off.")
    page = mine.get("/en/pitches/quick").form().submit(**ten(), add="learned")
    assert "Evidence week in Halifax, last year" in page.text
    assert "called off" not in page.text
    assert "Lise Gagnon" in page.text
    assert not page.title.startswith("Error:")
    assert "Your pitch is live" in page.submit().text


def test_people_who_know_it_are_shown_if_they_show_themselves(mine: Browser, pitcher: Person) -> None:
    def says(name: str, **more: Any) -> None:
        known = service_of_people.Profile(name, title="Evidence broker in Halifax", offered=("evaluation",), **more)
        service_of_people.change_profile(pitcher.id if name == "Myself" else make.person(name).id, known)

    says("Paula Public")
    says("Pria Private", profile_public=False)
    says("Myself")
    own = service.share_idea(pitcher.id, {"title": "Evidence week in Halifax, my first thoughts", "summary": "Hm"})
    make.person("Wanda Wants")
    drain_all(AFTER)
    page = mine.get("/en/pitches/quick").form().submit(**ten(), add="learned")
    assert "Paula Public" in page.text
    assert "Evidence broker in Halifax" in page.text
    assert not [name for name in ("Pria Private", "Wanda Wants") if name in page.text]
    assert not [key for key in (pitcher.id, own) if str(key) in page.response.text], "nobody is to ask themselves"


def test_the_page_shows_the_arithmetic_that_the_server_makes(mine: Browser) -> None:
    page = mine.get("/en/pitches/quick")
    key = page.form().values["key"][0]
    answer = mine.post("/en/pitches/figures", {"csrf_token": mine.csrf_token(), "key": key, "cost": "800.01"})
    assert "Your own share$400.01" in answer.text.replace(" $", "$")
    assert "Asked of your peers$400" in answer.text.replace(" $", "$")


def test_an_idea_is_two_lines(mine: Browser) -> None:
    page = mine.get("/en/pitches/new")
    assert "Share an idea" in page.text
    page = mine.get("/en/pitches/idea").submit(title="A reading circle", summary="Would you read with me?")
    assert "Your idea is shared." in page.text
    pitch, _plan = only_pitch()
    assert pitch.state is PitchState.IDEA
