"""iCalendar out (RFC 5545): announce, update, cancel."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crowdlearn.kernel.clock import now

PRODUCT = "-//CrowdLearn//Calendar//EN"


@dataclass(frozen=True)
class Appointment:
    """Something at a time. `uid` stays the same for all its life, `sequence` rises with every change.

    `organiser` is the name and the address that calendars show; RFC 5546 asks for one.
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


def calendar_file(*appointments: Appointment) -> bytes:
    """Return an .ics file of the appointments; a single cancelled one takes itself out of calendars."""
    from icalendar import Calendar  # large, and wanted seldom

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    lone_cancellation = len(appointments) == 1 and appointments[0].cancelled
    calendar.add("method", "CANCEL" if lone_cancellation else "PUBLISH")
    for appointment in appointments:
        calendar.add_component(_event(appointment))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(appointment: Appointment) -> Any:
    from icalendar import Event, vCalAddress, vText

    begins = appointment.starts_at.astimezone(ZoneInfo(appointment.time_zone))
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", now())
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=appointment.minutes))
    event.add("summary", appointment.title)
    event.add("location", appointment.place)
    event.add("description", appointment.text)
    event.add("url", appointment.url)
    organiser = vCalAddress(f"mailto:{appointment.organiser[1]}")
    organiser.params["cn"] = vText(appointment.organiser[0])
    event.add("organizer", organiser)
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    return event
