"""An event as a calendar file: to download, and with the letters about a seat."""

from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, current_app
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.calendars.service import Appointment, calendar_file, method_of
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.post_office import Letter
from crowdlearn.sharebacks import queries
from crowdlearn.sharebacks.rules import CALLED_OFF, SeatState
from crowdlearn.web.access import access
from crowdlearn.web.enclosures import Enclosed, enclosures
from crowdlearn.web.locale import current_language
from crowdlearn.web.mail import public_url
from crowdlearn.web.viewer import viewer

from .blueprint import blueprint, readable

INVITING = ("seat_taken", "seat_freed", "event_changed")
CANCELLING = ("seat_returned", "event_cancelled")
Attendee = tuple[str, str]


@blueprint.get("/sharebacks/<uuid:shareback_id>/calendar.ics")
@access("shareback.calendar")
def calendar(shareback_id: UUID) -> ResponseReturnValue:
    """Return the event as a calendar file: an invitation of the viewer alone, with the link to join, if seated."""
    page, who = readable(shareback_id), viewer()
    seated = page.my_seat is SeatState.REGISTERED
    own = page.writes
    attendee = (who.name, queries.address_of(who.id)) if seated and who.id else None
    appointment = _appointment(queries.occasion_letter(shareback_id), attendee, joins=seated or own)
    answer = Response(
        calendar_file(appointment), content_type=f"text/calendar; charset=utf-8; method={method_of(appointment)}"
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="event.ics"'
    return answer


def enclose_calendars() -> None:
    """Let the letters about a seat take the event's calendar file along."""
    enclosures.connect((*INVITING, *CANCELLING), enclosed)


def enclosed(letter: Letter) -> Enclosed | None:
    """Return the calendar file that goes with a letter about a seat; None for who only waits for one."""
    if not letter.facts.get("seated", True) or "about" not in letter.facts:
        return None
    try:
        event = queries.occasion_letter(UUID(str(letter.facts["about"])))
    except NotFound:
        return None
    attendee, ends = (letter.name, letter.email), letter.kind in CANCELLING
    appointment = _appointment(event, attendee, joins=not ends, ends=ends)
    return Enclosed(calendar_file(appointment), method_of(appointment))


def _appointment(
    event: queries.OccasionLetter, attendee: Attendee | None, *, joins: bool, ends: bool = False
) -> Appointment:
    address = public_url(f"/{current_language()}/sharebacks/{event.id}")  # letters have no request to build it from
    join = event.join_link if joins else ""
    return Appointment(
        uid=f"{event.id}@{urlsplit(address).hostname}",
        title=event.title,
        starts_at=event.starts_at,
        minutes=event.minutes,
        time_zone=event.time_zone,
        place=event.place_name or join or _(event.place.label),
        text="\n".join(line for line in (event.summary, join, address) if line),
        url=address,
        organiser=(event.author, parseaddr(current_app.config["MAIL_FROM"])[1]),
        sequence=event.sequence,
        cancelled=ends or event.state in CALLED_OFF,
        attendee=attendee,
        language=event.language,
    )
