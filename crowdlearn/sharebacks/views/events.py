"""Seats, and calling an event off."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import SeatForm
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, page_of, readable


@blueprint.post("/sharebacks/<uuid:shareback_id>/seat")
@access("seat.take")
def take_seat(shareback_id: UUID) -> ResponseReturnValue:
    """Sign the viewer up for an event."""
    form = SeatForm()
    if form.submitted():
        with form.showing_refusals():
            need, name_shown = form.access_need.data, form.name_shown.data
            seated = service.take_seat(signed_in().id, shareback_id, need, name_shown=name_shown)
            waiting = _("It is full. You are on the waiting list and move up by yourself.")
            return form.done(page_of(shareback_id), _("You have a seat. See you there.") if seated else waiting)
    return form.back(page_of(shareback_id))


@blueprint.route("/sharebacks/<uuid:shareback_id>/seat/edit", methods=["GET", "POST"])
@access("seat.form", "seat.change")
def edit_seat(shareback_id: UUID) -> ResponseReturnValue:
    """Change what the viewer asked for and agreed to when they signed up."""
    page = readable(shareback_id)
    form = SeatForm(data={"access_need": page.my_access_need, "name_shown": page.my_name_shown})
    if form.submitted():
        with form.showing_refusals():
            need, name_shown = form.access_need.data, form.name_shown.data
            service.change_seat(signed_in().id, shareback_id, need, name_shown=name_shown)
            return form.done(page_of(shareback_id), _("Changed."))
    return form.page("sharebacks/edit_seat.html", page=page)


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
