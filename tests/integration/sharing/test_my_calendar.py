"""A person's own calendar: made, changed, ended; what stands in it; who may open it."""

from datetime import timedelta

import icalendar
import vobject

from crowdlearn.kernel.clock import now
from crowdlearn.people.rules import PersonState
from crowdlearn.pledges.rules import OfferState
from tests import make
from tests.support.web import Browser


def address(page) -> str:
    """Return the path of the calendar that the page hands out."""
    shown = next(code.text for code in page.tree.iter("code") if code.text and "/ics/" in code.text)
    return shown.removeprefix("http://localhost")


def made(browser: Browser, person) -> str:
    browser.sign_in(person.id)
    return address(browser.get("/en/me/calendar").form(action="/me/calendar/new").submit())


def test_it_holds_my_dates_and_nobody_else_s(browser: Browser, app):
    me, other = make.person("Mia Member", language="fr"), make.person("Olga Other")
    pitch = make.pitch(other, title="Their pitch; with\r\nBEGIN:VEVENT")
    mine = make.pitch(me, title="My own pitch")
    seat = make.event(other, in_hours=30, title="A lunch that I go to")
    make.seat(seat, me)
    make.event(other, in_hours=30, title="A lunch of others")
    make.commitment(mine, title="What I promised", due_in=10)
    make.commitment(pitch, title="What they promised", due_in=10)
    make.checkin(mine)
    make.offer(
        pitch, me, state=OfferState.SCHEDULED, scheduled_at=now() + timedelta(days=2), scheduled_where="Room\r\n4"
    )
    path = made(browser, me)
    answer = Browser(app).get(path).response
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    titles = sorted(str(event["summary"]) for event in icalendar.Calendar.from_ical(answer.data).walk("VEVENT"))
    assert titles == sorted(event.summary.value for event in vobject.readOne(answer.text).vevent_list)
    assert len(titles) == 4, titles
    assert [title.partition("\u00a0:")[0] for title in titles][-1] == "À remettre"  # in its owner's language
    assert "A lunch that I go to" in titles
    assert "others" not in answer.text
    assert "What they promised" not in answer.text


def test_a_new_address_ends_the_old_one(browser: Browser, app):
    me, stranger = make.person(), Browser(app)
    first = made(browser, me)
    assert stranger.get(first).status == 200
    second = address(browser.get("/en/me/calendar").form(action="/me/calendar/new").submit())
    assert first != second
    assert stranger.get(first).status == 404
    assert stranger.get(second).status == 200
    browser.get("/en/me/calendar").form(action="/me/calendar/end").submit()
    assert stranger.get(second).status == 404


def test_nothing_kept_opens_it_and_nothing_guessed(browser: Browser, app):
    me = make.person()
    path = made(browser, me)
    token = path.removeprefix("/ics/").removesuffix(".ics")
    for wrong in (token[:-1], token.upper(), token.partition(".")[0], str(me.id), "x"):
        assert Browser(app).get(f"/ics/{wrong}.ics").status == 404, wrong


def test_it_closes_when_its_owner_leaves(browser: Browser, app):
    me = make.person()
    path = made(browser, me)
    me.state = PersonState.LEFT
    make.kept(me)
    assert Browser(app).get(path).status == 404


def test_its_page_is_kept_nowhere(browser: Browser):
    browser.sign_in(make.person().id)
    assert browser.get("/en/me/calendar").response.headers["Cache-Control"] == "no-store"
