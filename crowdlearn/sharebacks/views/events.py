"""Seats, calendar files, attendance."""

from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from flask import Response, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from crowdlearn.calendars.service import Appointment, calendar_file
from crowdlearn.kernel.errors import NotFound
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import AttendanceForm
from crowdlearn.sharebacks.rules import SeatState, SharebackState
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.mail import public_url
from crowdlearn.web.viewer import signed_in, viewer

from .blueprint import blueprint, page_of, readable


@blueprint.post("/sharebacks/<uuid:shareback_id>/seat")
@access("seat.take")
def take_seat(shareback_id: UUID) -> ResponseReturnValue:
    """Sign the viewer up for an event."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            seated = service.take_seat(signed_in().id, shareback_id)
            waiting = _("It is full. You are on the waiting list and move up by yourself.")
            return form.done(page_of(shareback_id), _("You have a seat. See you there.") if seated else waiting)
    return form.back(page_of(shareback_id))


@blueprint.post("/sharebacks/<uuid:shareback_id>/seat/back")
@access("seat.give_back")
def give_seat_back(shareback_id: UUID) -> ResponseReturnValue:
    """Give the viewer's seat to the next in line."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.give_seat_back(signed_in().id, shareback_id)
            return form.done(page_of(shareback_id), _("Your seat goes to the next in line. Thank you."))
    return form.back(page_of(shareback_id))


@blueprint.post("/sharebacks/<uuid:shareback_id>/here")
@access("seat.check_in")
def check_in(shareback_id: UUID) -> ResponseReturnValue:
    """Record that the viewer is there."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.check_in(signed_in().id, shareback_id)
            return form.done(page_of(shareback_id), _("Welcome. You are counted."))
    return form.back(page_of(shareback_id))


@blueprint.get("/sharebacks/<uuid:shareback_id>/calendar.ics")
@access("shareback.calendar")
def calendar(shareback_id: UUID) -> ResponseReturnValue:
    """Return the event as a calendar file; the link to join is in it for those who have a seat."""
    page = readable(shareback_id)
    if page.occasion is None:
        raise NotFound
    address = public_url(url_for("sharebacks.view", shareback_id=shareback_id))
    joins = page.my_seat is SeatState.REGISTERED or page.author_id == viewer().id
    when = page.occasion
    file = calendar_file(
        Appointment(
            uid=f"{shareback_id}@{urlsplit(address).hostname}",
            title=page.title,
            starts_at=when.starts_at,
            minutes=when.minutes,
            time_zone=when.time_zone,
            place=when.place_name or (when.join_link if joins else "") or _(when.place.label),
            text=f"{page.summary}\n{when.join_link if joins else ''}\n{address}".strip(),
            url=address,
            organiser=(page.author, parseaddr(current_app.config["MAIL_FROM"])[1]),
            sequence=when.sequence,
            cancelled=page.state is SharebackState.CANCELLED,
        )
    )
    method = "CANCEL" if page.state is SharebackState.CANCELLED else "PUBLISH"
    answer = Response(file, content_type=f"text/calendar; charset=utf-8; method={method}")
    answer.headers["Content-Disposition"] = 'attachment; filename="event.ics"'
    return answer


@blueprint.route("/sharebacks/<uuid:shareback_id>/attendance", methods=["GET", "POST"])
@access("shareback.attendance_form", "shareback.attendance")
def attendance(shareback_id: UUID) -> ResponseReturnValue:
    """Let the author record who came."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    seats = queries.attendance(shareback_id)
    form = AttendanceForm(data={"unnamed": page.occasion.attended_unnamed if page.occasion else 0})
    form.came.choices = [SelectChoice(str(seat.person_id), seat.name) for seat in seats]
    if not form.is_submitted() and form.kept is None:
        form.came.data = [str(seat.person_id) for seat in seats if seat.attended]
    if form.submitted():
        with form.showing_refusals():
            came = [UUID(person) for person in form.came.data or []]
            service.hold_event(signed_in().id, shareback_id, came, form.unnamed.data or 0)
            return form.done(page_of(shareback_id), _("Recorded. Thank you for holding it."))
    return form.page("sharebacks/attendance.html", page=page, seats=seats)


@blueprint.route("/sharebacks/<uuid:shareback_id>/cancel", methods=["GET", "POST"])
@access("shareback.cancel_form", "shareback.cancel")
def cancel(shareback_id: UUID) -> ResponseReturnValue:
    """Cancel an announced event, after a page that says who will be told."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.cancel_event(signed_in().id, shareback_id)
            return form.done(page_of(shareback_id), _("Cancelled. Everyone with a seat is told."))
    return form.page("sharebacks/cancel.html", page=page)
