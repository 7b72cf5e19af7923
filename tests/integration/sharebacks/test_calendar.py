"""The calendar file of an event, read back field by field."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from icalendar import Calendar

from crowdlearn.db.outbox import drain_all
from crowdlearn.jobs import send_mail
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.post_office import post_office
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.reactions import AFTER
from crowdlearn.sharebacks import service
from crowdlearn.sharebacks.rules import Content, Form
from crowdlearn.web import mail
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


def invitation_of(letter):
    """Return the calendar part of a mail: its method, and what both parsers read in it."""
    (part,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    contents = part.get_content()
    (entry,) = Calendar.from_ical(contents).walk("VEVENT")
    other = vobject.readOne(contents)
    assert other.method.value == part.get_param("method") == str(Calendar.from_ical(contents)["METHOD"])
    assert other.vevent.uid.value == str(entry["UID"])
    assert other.vevent.dtstart.value == entry.decoded("DTSTART")
    return other.method.value, entry


@pytest.fixture
def sent(app):
    """Return what was mailed to a person since it was last asked, by subject."""
    folder, read = Path(app.config["CROWDLEARN_HOME"]) / "mail", set()

    def to(person):
        post_office.connect(mail.deliver)
        with app.app_context():
            drain_all(AFTER)
            while send_mail():
                pass
        fresh = [file for file in sorted(folder.glob("*.eml")) if file not in read]
        letters = [message_from_bytes(file.read_bytes(), policy=default) for file in fresh]
        read.update(fresh)
        return {letter["Subject"]: letter for letter in letters if person.email in letter["To"]}

    folder.mkdir(parents=True, exist_ok=True)
    read.update(folder.glob("*.eml"))
    return to


def test_who_has_a_seat_is_invited_alone_and_a_second_reader_agrees(browser, author, event):
    guest, other = make.person("Bao Chen"), make.person("Chloé Roy")
    for person in (guest, other):
        service.take_seat(person.id, event)
    browser.sign_in(guest.id)
    answer, calendar, entry = read(browser, event)
    assert calendar["METHOD"] == "REQUEST"
    assert "method=REQUEST" in answer.content_type
    assert str(entry["ATTENDEE"]) == f"mailto:{guest.email}"  # one alone: two would be a list
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert other.email.encode() not in answer.data
    (also,) = vobject.readComponents(answer.data.decode())
    assert also.vevent.attendee.value == f"mailto:{guest.email}"
    assert also.vevent.organizer.params["CN"] == ["Amira Haddad"]
    assert also.vevent.dtstart.value == STARTS
    assert (also.vevent.summary.value, also.vevent.summary.params["LANGUAGE"]) == (TITLE, ["en"])


def test_letters_about_a_seat_keep_the_calendar_true(sent, author, event):
    guest = make.person("Bao Chen", language="fr")
    service.take_seat(guest.id, event)
    asked, seat = invitation_of(sent(guest)[f"Votre place\u00a0: {TITLE}"])
    assert (asked, seat["SEQUENCE"]) == ("REQUEST", 0)
    assert str(seat["URL"]) == f"http://localhost/fr/sharebacks/{event}"
    later = STARTS + timedelta(days=1)
    service.edit(author.id, event, content(starts_at=later))
    asked, moved = invitation_of(sent(guest)[f"Modifié\u00a0: {TITLE}"])
    assert (asked, moved["SEQUENCE"], moved["UID"], moved.decoded("DTSTART")) == ("REQUEST", 1, seat["UID"], later)
    service.give_seat_back(guest.id, event)
    asked, returned = invitation_of(sent(guest)[f"Place remise\u00a0: {TITLE}"])
    assert (asked, returned["SEQUENCE"], str(returned["STATUS"])) == ("CANCEL", 2, "CANCELLED")
    assert "meet.example" not in str(returned["DESCRIPTION"])
    service.take_seat(guest.id, event)
    assert invitation_of(sent(guest)[f"Votre place\u00a0: {TITLE}"])[1]["SEQUENCE"] == 3  # newer than the cancellation
    service.cancel_event(author.id, event)
    asked, off = invitation_of(sent(guest)[f"Annulé\u00a0: {TITLE}"])
    assert (asked, off["SEQUENCE"], off["UID"]) == ("CANCEL", 4, seat["UID"])


def test_who_waits_is_told_without_an_invitation(sent, author):
    event = service.draft(author.id, ShareBackKind.WORKSHOP, Form.EVENT, content(seats=1))
    service.publish(author.id, event)
    first, waiting = make.person("Bao Chen"), make.person("Chloé Roy")
    for person in (first, waiting):
        service.take_seat(person.id, event)
    service.edit(author.id, event, content(seats=1, starts_at=STARTS + timedelta(days=1)))
    letters = sent(waiting)
    assert set(letters) == {f"On the waiting list: {TITLE}", f"Changed: {TITLE}"}
    for letter in letters.values():
        assert "meet.example" not in letter.as_string()
        assert "text/calendar" not in letter.as_string()
    service.give_seat_back(first.id, event)
    assert invitation_of(sent(waiting)[f"A seat for you: {TITLE}"])[0] == "REQUEST"


def test_letters_tell_the_time_by_both_clocks(sent, author, event):
    guest = make.person("Bao Chen", time_zone="America/Vancouver")
    service.take_seat(guest.id, event)
    text = sent(guest)[f"Your seat: {TITLE}"].get_body(("plain",)).get_content().replace("\u00a0", " ")
    assert "When: 16 March 2027, 9:00 Pacific Time" in text
    assert "By the clocks there: 16 March 2027, 13:00 Atlantic Time" in text
    assert "Where: In person and online, Room 4, Moncton" in text
    assert "https://meet.example/letters" in text


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


def test_one_taken_off_the_site_takes_itself_out_of_calendars_too(browser, author, event):
    service.withdraw(author.id, event)
    _, calendar, entry = read(browser, event)
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
