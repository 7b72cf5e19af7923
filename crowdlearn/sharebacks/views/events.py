"""Seats, attendance, calling an event off."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import AttendanceForm
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, page_of


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
