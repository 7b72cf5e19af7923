"""iCalendar out (RFC 5545 and 5546): announce, invite, update, cancel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crowdlearn.kernel.clock import now
from crowdlearn.kernel.lines import one_line

PRODUCT = "-//CrowdLearn//Calendar//EN"
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Appointment:
    """Something at a time. `uid` stays the same for all its life, `sequence` rises with every change.

    `organiser` is the name and the address that calendars show; RFC 5546 asks for one. `attendee` is the reader, by
    name and address, where the file is theirs; nobody else ever stands in it. `language` is that of title and text.
    """

    uid: str
    title: str
    starts_at: datetime
    minutes: int
    time_zone: str
    place: str
    text: str
    url: str
    organiser: tuple[str, str]
    sequence: int = 0
    cancelled: bool = False
    attendee: tuple[str, str] | None = None
    language: str = ""
    stamped: datetime | None = None  # when it last changed; feeds say so, that they stay the same until then


@dataclass(frozen=True)
class Days:
    """Something of whole days, from `first` to `last`, both included: a deadline, days of learning."""

    uid: str
    title: str
    first: date
    last: date
    place: str
    text: str
    url: str
    sequence: int = 0
    stamped: datetime | None = None
    language: str = ""


def method_of(*appointments: Appointment) -> str:
    """Return what a file of these asks of a calendar: CANCEL or REQUEST for one alone, PUBLISH to show them."""
    if len(appointments) != 1:
        return "PUBLISH"
    (one,) = appointments
    if one.cancelled:
        return "CANCEL"
    return "REQUEST" if one.attendee else "PUBLISH"


def calendar_file(*appointments: Appointment) -> bytes:
    """Return an .ics file of the appointments; one alone invites its attendee, or takes itself out of calendars."""
    return _written(method_of(*appointments), "", appointments)


def calendar_feed(name: str, *entries: Appointment | Days) -> bytes:
    """Return a calendar to subscribe to; programs show its `name` and look again after some hours."""
    return _written("PUBLISH", name, entries)


def _written(method: str, name: str, entries: Sequence[Appointment | Days]) -> bytes:
    from icalendar import Calendar, vText  # large, and wanted seldom

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", vText(one_line(name)))
        calendar.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", vText("PT6H"))
    for entry in entries:
        calendar.add_component(_event(entry) if isinstance(entry, Appointment) else _days(entry))
    days = [entry.starts_at.date() for entry in entries if isinstance(entry, Appointment)]
    if days:  # the rules of these years only: not every reader gets through a century of clock changes
        calendar.add_missing_timezones(min(days) - A_YEAR, max(days) + A_YEAR)
    return bytes(calendar.to_ical())


def _days(days: Days) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", days.uid)
    event.add("sequence", days.sequence)
    event.add("dtstamp", days.stamped or now())
    event.add("dtstart", days.first)
    event.add("dtend", days.last + timedelta(days=1))  # the first day after it, as RFC 5545 has it
    spoken = {"LANGUAGE": days.language} if days.language else {}
    event.add("summary", days.title, spoken)
    event.add("location", days.place)
    event.add("description", days.text, spoken)
    event.add("url", days.url)
    event.add("transp", "TRANSPARENT")  # nobody is busy because something closes
    event.add("status", "CONFIRMED")
    return event


def _event(appointment: Appointment) -> Any:
    from icalendar import Event

    begins = appointment.starts_at.astimezone(ZoneInfo(appointment.time_zone))
    spoken = {"LANGUAGE": appointment.language} if appointment.language else {}
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.stamped or now())
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=appointment.minutes))
    event.add("summary", appointment.title, spoken)
    event.add("location", appointment.place)
    event.add("description", appointment.text, spoken)
    event.add("url", appointment.url)
    event.add("organizer", _person(*appointment.organiser))
    if appointment.attendee:
        standing = "DECLINED" if appointment.cancelled else "ACCEPTED"
        event.add("attendee", _person(*appointment.attendee, partstat=standing, role="REQ-PARTICIPANT", rsvp="FALSE"))
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    return event


def _person(name: str, address: str, **parameters: str) -> Any:
    from icalendar import vCalAddress, vText

    person = vCalAddress(f"mailto:{address}")
    for key, value in {"cn": name, **parameters}.items():
        person.params[key] = vText(value)
    return person
