"""The public calendar: a page that says what its picture shows, and a file that two other programs understand."""

from datetime import timedelta

import icalendar
import pytest
import vobject

from crowdlearn.kernel.clock import now
from crowdlearn.pitches.models import PitchTopic
from crowdlearn.pitches.rules import PitchState, Place
from crowdlearn.sharebacks.rules import SharebackState
from tests import make
from tests.support.web import Browser

NASTY = "Lunch\r\nBEGIN:VEVENT\r\nUID:evil;,\\ “é”"


@pytest.fixture
def coming(database: object) -> dict[str, object]:
    """Two pitches and an event in the days to come, and what nobody may see."""
    owner = make.person("Amira Haddad")
    pitch = make.pitch(
        owner, deadline=make.days(3), starts_on=make.days(5), ends_on=make.days(6), region="qc", topics=["data"]
    )
    make.kept(PitchTopic(pitch_id=pitch.id, topic="data"))
    french = make.pitch(
        owner, title="Penser en boucles", language="fr", deadline=make.days(3), starts_on=None, ends_on=None
    )
    event = make.event(owner, in_hours=24, title=NASTY)
    make.pitch(owner, state=PitchState.DRAFT, title="Not said yet", deadline=make.days(3))
    make.event(owner, in_hours=24, title="For members", open_to_all=False)
    make.event(owner, in_hours=24, title="A draft", state=SharebackState.DRAFT)
    return {"pitch": pitch, "french": french, "event": event}


def pages(browser: Browser, query: str = "") -> str:
    """Return the words of all months that the coming days are in."""
    months = {f"{day:%Y-%m}" for day in (make.days(0), make.days(6))}
    return " ".join(browser.get(f"/en/calendar?month={month}{query}").text for month in sorted(months))


def test_the_list_tells_of_everything_public_and_of_nothing_else(browser: Browser, coming: dict[str, object]):
    words = pages(browser)
    assert "Plain-language letters" in words
    assert "Penser en boucles" in words
    assert "BEGIN:VEVENT" in words
    assert "Not said yet" not in words
    assert "For members" not in words
    assert "A draft" not in words


def test_members_see_what_is_for_members(browser: Browser, coming: dict[str, object]):
    browser.sign_in(make.person().id)
    assert "For members" in pages(browser)


@pytest.mark.parametrize(
    ("query", "seen", "unseen"),
    [
        ("&topic=data", "Plain-language", "boucles"),
        ("&region=qc", "Plain-language", "boucles"),
        ("&language=fr", "boucles", "Plain-language"),
        ("&mode=onsite", "What is coming", "Plain-language"),
    ],
)
def test_filters_leave_out_what_does_not_fit(
    browser: Browser, coming: dict[str, object], query: str, seen: str, unseen: str
):
    words = pages(browser, query)
    assert seen in words
    assert unseen not in words


def test_the_month_is_three_queries_whatever_is_in_it(browser: Browser, coming: dict[str, object], assert_queries):
    browser.get("/en/calendar")
    with assert_queries(3):
        browser.get("/en/calendar?topic=data")


def test_who_has_the_page_is_told_so(browser: Browser, coming: dict[str, object]):
    mark = browser.get("/en/calendar").response.headers["ETag"]
    assert browser.get("/en/calendar", headers={"If-None-Match": mark}).status == 304


def test_the_file_is_read_back_by_two_programs_and_nothing_breaks_out_of_it(
    browser: Browser, coming: dict[str, object]
):
    answer = browser.get("/en/calendar.ics").response
    assert answer.mimetype == "text/calendar"
    events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    others = vobject.readOne(answer.text).vevent_list
    titles = sorted(str(event["summary"]) for event in events)
    assert len(events) == len(others) == 4, titles  # an event, two closing days, one learning
    assert titles == sorted(other.summary.value for other in others)
    assert NASTY.replace("\r\n", "\n") in titles
    assert "UID:evil" not in answer.text.replace("\\nUID:evil", "")
    learning = next(event for event in events if "Learning" in str(event["summary"]))
    assert (learning["dtend"].dt - learning["dtstart"].dt) == timedelta(days=2)
    assert "Not said yet" not in answer.text
    assert "For members" not in answer.text


def test_the_file_stays_the_same_until_something_changes(browser: Browser, coming: dict[str, object]):
    first = browser.get("/en/calendar.ics").response
    assert browser.get("/en/calendar.ics", headers={"If-None-Match": first.headers["ETag"]}).status == 304


def test_a_cancelled_event_is_said_to_be(browser: Browser, database: object):
    row = make.event(make.person(), in_hours=1, state=SharebackState.CANCELLED)
    assert "Cancelled" in browser.get(f"/en/calendar?month={now() + timedelta(hours=1):%Y-%m}").text
    (event,) = icalendar.Calendar.from_ical(browser.get("/en/calendar.ics").response.data).walk("VEVENT")
    assert event["status"] == "CANCELLED"
    assert str(row.id) in event["uid"]


def test_french_readers_have_a_french_calendar(browser: Browser, coming: dict[str, object]):
    assert "Calendrier" in browser.get("/fr/calendar").title
    assert "Le projet prend fin" in browser.get("/fr/calendar.ics").response.text.replace("\r\n ", "")


def test_what_is_hybrid_fits_who_comes_and_who_stays(browser: Browser, database: object):
    make.pitch(make.person(), place=Place.HYBRID, deadline=make.days(0), starts_on=None, ends_on=None)
    for mode in ("online", "onsite"):
        assert "Plain-language" in browser.get(f"/en/calendar?mode={mode}").text
