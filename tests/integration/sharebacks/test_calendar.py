"""The calendar file of an event, read back field by field."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from crowdlearn.kernel.clock import now
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.rules import Content, Form
from tests import make

STARTS = datetime(2027, 3, 16, 16, 0, tzinfo=UTC)  # summer time has begun in Halifax: 13:00
TITLE = "Lire à voix haute; a letter, \\n and you"  # what a writer of calendars must escape


@pytest.fixture
def author(database, clock):
    clock.stand(datetime(2027, 3, 1, 12, tzinfo=UTC))
    return make.person("Amira Haddad")


def content(**fields):
    values = {"starts_at": STARTS, "minutes": 45, "time_zone": "America/Halifax", "place": "hybrid"} | fields
    room = {"place_name": "Room 4, Moncton", "join_link": "https://meet.example/letters", "summary": "One letter."}
    return Content(**{"title": TITLE, "language": "en", "body": "Bring one."} | room | values)


@pytest.fixture
def event(author):
    row = service.draft(author.id, ShareBackKind.LUNCH_AND_LEARN, Form.EVENT, content())
    service.publish(author.id, row)
    return row


def read(browser, event):
    answer = browser.get(f"/en/sharebacks/{event}/calendar.ics").response
    calendar = Calendar.from_ical(answer.data)
    (entry,) = calendar.walk("VEVENT")
    return answer, calendar, entry


def test_every_field_arrives(browser, author, event):
    answer, calendar, entry = read(browser, event)
    assert answer.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    assert entry["UID"] == f"{event}@localhost"
    assert str(entry["SUMMARY"]) == TITLE
    begins = entry.decoded("DTSTART")
    assert begins == STARTS
    assert begins.utcoffset() == timedelta(hours=-3)
    assert entry["DTSTART"].params["TZID"] == "America/Halifax"
    assert entry.decoded("DTEND") - begins == timedelta(minutes=45)
    assert entry.decoded("DTSTAMP") == now()
    assert str(entry["LOCATION"]) == "Room 4, Moncton"
    assert str(entry["URL"]) == f"http://localhost/en/sharebacks/{event}"
    assert str(entry["STATUS"]) == "CONFIRMED"
    assert entry["SEQUENCE"] == 0
    assert (str(entry["ORGANIZER"]), entry["ORGANIZER"].params["CN"]) == ("mailto:crowdlearn@localhost", "Amira Haddad")


def test_the_file_carries_its_zone(browser, event):
    _, calendar, _ = read(browser, event)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "America/Halifax"
    there = STARTS.astimezone(ZoneInfo("America/Halifax")).replace(tzinfo=None)
    assert zone.to_tz().utcoffset(there) == timedelta(hours=-3)


def test_the_link_to_join_is_for_those_with_a_seat(browser, author, event):
    guest, waiting = make.person(), make.person()
    service.take_seat(guest.id, event)
    assert "meet.example" not in str(read(browser, event)[2]["DESCRIPTION"])
    browser.sign_in(waiting.id)
    assert "meet.example" not in str(read(browser, event)[2]["DESCRIPTION"])
    for person in (guest, author):
        browser.sign_in(person.id)
        assert "https://meet.example/letters" in str(read(browser, event)[2]["DESCRIPTION"])


def test_a_change_raises_the_sequence_and_keeps_the_uid(browser, author, event):
    uid = read(browser, event)[2]["UID"]
    later = STARTS + timedelta(days=1)
    service.edit(author.id, event, content(starts_at=later))
    entry = read(browser, event)[2]
    assert (entry["SEQUENCE"], entry["UID"], entry.decoded("DTSTART")) == (1, uid, later)


def test_a_cancelled_event_takes_itself_out_of_calendars(browser, author, event):
    service.cancel_event(author.id, event)
    answer, calendar, entry = read(browser, event)
    assert "method=CANCEL" in answer.content_type
    assert (calendar["METHOD"], str(entry["STATUS"]), entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_it_is_written_in_the_reader_s_language(browser, author):
    online = service.draft(
        author.id, ShareBackKind.WEBINAR, Form.EVENT, content(place="online", place_name="", join_link="")
    )
    service.publish(author.id, online)
    answer = browser.get(f"/fr/sharebacks/{online}/calendar.ics").response
    (entry,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert (str(entry["LOCATION"]), str(entry["URL"])) == ("En ligne", f"http://localhost/fr/sharebacks/{online}")


def test_only_events_have_one(browser, author):
    assert browser.get(f"/en/sharebacks/{make.shareback(author).id}/calendar.ics").status == 404
