"""Who came: the code at the door, "I am here", the host's list, the figures."""

from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from crowdlearn.kernel.errors import NotFound
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import AttendanceForm, CheckInForm
from crowdlearn.sharebacks.rules import Rate, plain_code
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.limits import by_person, limited
from crowdlearn.web.locale import preferred_language
from crowdlearn.web.mail import public_url
from crowdlearn.web.qr import qr_picture
from crowdlearn.web.spreadsheet import csv_answer
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, page_of

plain = Blueprint("sharebacks_plain", __name__)  # an address short enough to be typed from a screen


@plain.get("/here")
@access("seat.short_address")
def short() -> ResponseReturnValue:
    """Lead to the check-in page in the reader's language."""
    code = plain_code(request.args.get("code", ""))[:8] or None
    return redirect(url_for("sharebacks.check_in", lang=preferred_language(), code=code), 303)


@blueprint.route("/check-in", methods=["GET", "POST"])
@access("seat.check_in_form", "seat.check_in")
@limited("LIMIT_CHECK_IN", by_person)
def check_in() -> ResponseReturnValue:
    """Let whoever is at an event say so, with the code that its host shows."""
    form = CheckInForm(data={"code": plain_code(request.args.get("code", ""))[:8]})
    if form.submitted():
        with form.showing_refusals():
            event = service.check_in(signed_in().id, form.code.data, name_shown=form.name_shown.data)
            return form.done(page_of(event), _("Welcome. You are counted."))
    return form.page("sharebacks/check_in.html")


@blueprint.get("/sharebacks/<uuid:shareback_id>/door")
@access("shareback.door")
def door(shareback_id: UUID) -> ResponseReturnValue:
    """Show the host the code, large, for the screen or the door."""
    page = own_event(shareback_id)
    address, code = public_url("/here"), page.occasion.code if page.occasion else ""
    qr = qr_picture(f"{address}?code={code}", _("QR code that leads to the check-in page, with the code typed"))
    return ActionForm().page("sharebacks/door.html", page=page, address=address.partition("://")[2], qr=qr)


@blueprint.post("/sharebacks/<uuid:shareback_id>/door/renew")
@access("shareback.renew_code")
def renew_code(shareback_id: UUID) -> ResponseReturnValue:
    """Give the event another code."""
    form, back = ActionForm(), url_for("sharebacks.door", shareback_id=shareback_id)
    if form.submitted():
        with form.showing_refusals():
            service.renew_code(signed_in().id, shareback_id)
            return form.done(back, _("This is the code now. The old one is no longer good."))
    return form.back(back)


@blueprint.get("/sharebacks/<uuid:shareback_id>/guests")
@access("shareback.guests")
def guests(shareback_id: UUID) -> ResponseReturnValue:
    """Show the host who signed up, and what they need."""
    page = own_event(shareback_id)
    return ActionForm().page("sharebacks/guests.html", page=page, seats=queries.attendance(shareback_id))


@blueprint.route("/sharebacks/<uuid:shareback_id>/attendance", methods=["GET", "POST"])
@access("shareback.attendance_form", "shareback.attendance")
def attendance(shareback_id: UUID) -> ResponseReturnValue:
    """Let the host record who came, beside those who checked in themselves."""
    page, seats = own_event(shareback_id), queries.attendance(shareback_id)
    listed = [seat for seat in seats if not seat.by_code]
    form = AttendanceForm(data={"unnamed": page.occasion.attended_unnamed if page.occasion else 0})
    form.came.choices = [SelectChoice(str(seat.person_id), seat.name) for seat in listed]
    if not form.is_submitted() and form.kept is None:
        form.came.data = [str(seat.person_id) for seat in listed if seat.attended]
    if form.submitted():
        with form.showing_refusals():
            came = [UUID(person) for person in form.came.data or []]
            service.hold_event(signed_in().id, shareback_id, came, form.unnamed.data or 0)
            return form.done(page_of(shareback_id), _("Recorded. Thank you for holding it."))
    here = [seat for seat in seats if seat.by_code]
    return form.page("sharebacks/attendance.html", page=page, listed=listed, here=here)


@blueprint.get("/sharebacks/<uuid:shareback_id>/figures.csv")
@access("shareback.figures")
def figures(shareback_id: UUID) -> ResponseReturnValue:
    """Hand the host the event's figures, each with what it is a part of."""
    own_event(shareback_id)
    found = queries.figures_of(shareback_id)
    rates = {"registered": found.reached, "came_with_seat": found.shown_up, "answered": found.responded}
    counts = {
        "invited": (found.invited, ""),
        "registered": (found.registered, "invited"),
        "waiting": (found.waiting, ""),
        "given_back": (found.given_back, ""),
        "came": (found.came, ""),
        "came_with_seat": (found.with_seat, "registered"),
        "came_without_seat": (found.without_seat, ""),
        "came_without_account": (found.unnamed, ""),
        "answered": (found.answered, "came with an account"),
    }
    rows = [
        (name, count, base, rates[name].count if base else "", rates[name].base if base else "", _percent(rates, name))
        for name, (count, base) in counts.items()
    ]
    return csv_answer("event", ("figure", "people", "base", "of_base", "base_people", "percent"), rows)


def _percent(rates: dict[str, Rate], name: str) -> object:
    return rates[name].percent if name in rates else ""


def own_event(shareback_id: UUID) -> queries.ShareBackPage:
    """Return the host's own event. Raises NotFound for what is none."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    if page.occasion is None:
        raise NotFound
    return page
