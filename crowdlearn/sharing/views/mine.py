"""A person's own calendar: the page that hands out its address, and what the address answers."""

from uuid import UUID

from flask import current_app, make_response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from crowdlearn.calendars.service import Appointment, Days, calendar_feed
from crowdlearn.kernel.errors import NotFound
from crowdlearn.sharing import queries, service
from crowdlearn.sharing.forms import EndAddressForm, NewAddressForm
from crowdlearn.sharing.queries import Addressee, MyDate
from crowdlearn.sharing.queries.mine import Mine
from crowdlearn.web.access import access
from crowdlearn.web.headers import private_address
from crowdlearn.web.locale import speaking
from crowdlearn.web.mail import public_url
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, host, outside, plain
from .calendar import ics, organiser

PAGES = {  # where a thing of my calendar is, and by which name its page knows it
    Mine.SEAT: ("sharebacks.view", "shareback_id"),
    Mine.HOSTING: ("sharebacks.view", "shareback_id"),
    Mine.COMMITMENT: ("commitments.view", "commitment_id"),
    Mine.CHECK_IN: ("outcomes.checkin", "checkin_id"),
    Mine.APPOINTMENT: ("pledges.offer_view", "offer_id"),
}


@blueprint.route("/me/calendar")
@access("calendar.mine")
def my_calendar() -> ResponseReturnValue:
    """Show the address of one's own calendar, with ways to change and end it."""
    address = queries.my_address(signed_in().id)
    url = public_url(url_for("sharing_plain.personal", token=_signer().dumps(str(address.id)))) if address else ""
    page = NewAddressForm().page("sharing/mine.html", address=address, url=url, end_form=EndAddressForm())
    return private_address(make_response(page))


@blueprint.post("/me/calendar/new")
@access("calendar.make")
def make_address() -> ResponseReturnValue:
    """Make a new address; the earlier one opens nothing from now on."""
    form = NewAddressForm()
    if form.submitted():
        with form.showing_refusals():
            service.make_address(signed_in().id)
            return form.done(url_for(".my_calendar"), _("Your calendar has a new address."))
    return form.back(url_for(".my_calendar"))


@blueprint.post("/me/calendar/end")
@access("calendar.end")
def end_address() -> ResponseReturnValue:
    """End the address; nothing takes its place."""
    form = EndAddressForm()
    if form.submitted():
        with form.showing_refusals():
            service.end_address(signed_in().id)
            return form.done(url_for(".my_calendar"), _("The address opens nothing any more."))
    return form.back(url_for(".my_calendar"))


@plain.route("/ics/<token>.ics")
@access("ics.feed")
def personal(token: str) -> ResponseReturnValue:
    """Return the calendar that a token opens. Raises NotFound for one that we did not make, or that is ended."""
    try:
        found = queries.addressee(UUID(str(_signer().loads(token))))
    except (BadSignature, ValueError):
        found = None
    if found is None:
        raise NotFound
    with speaking(found.language):
        name = _("%(brand)s: my dates", brand=current_app.config["BRAND_NAME"])
        body = calendar_feed(name, *(_entry(one, found) for one in queries.my_dates(found.person_id)))
    return private_address(ics(body, "my-dates.ics"))


def _signer() -> URLSafeSerializer:
    config = current_app.config
    return URLSafeSerializer([*config.get("SECRET_KEY_FALLBACKS", ()), config["SECRET_KEY"]], salt="calendar")


def _entry(one: MyDate, whose: Addressee) -> Appointment | Days:
    endpoint, argument = PAGES[one.kind]
    address = outside(endpoint, lang=whose.language, **{argument: one.id})
    uid, text = f"{one.kind}-{one.id}@{host()}", f"{one.text}\n{address}".strip()
    title = _title(one)
    if one.day is not None:
        return Days(uid, title, one.day, one.day, "", text, address, one.version, one.changed_at)
    assert one.starts_at is not None
    return Appointment(
        uid=f"{one.id}@{host()}" if one.kind in (Mine.SEAT, Mine.HOSTING) else uid,
        title=title,
        starts_at=one.starts_at,
        minutes=one.minutes,
        time_zone=one.time_zone if one.time_zone != "UTC" else whose.time_zone,
        place=one.where,
        text=text,
        url=address,
        organiser=(current_app.config["BRAND_NAME"], organiser()),
        sequence=one.version,
        cancelled=one.cancelled,
        stamped=one.changed_at,
    )


def _title(one: MyDate) -> str:
    match one.kind:
        case Mine.COMMITMENT:
            return str(_("Due: %(title)s", title=one.title))
        case Mine.CHECK_IN:
            return str(_("What I applied: %(title)s", title=one.title))
        case Mine.APPOINTMENT:
            return str(_("Help for: %(title)s", title=one.title))
        case Mine.HOSTING:
            return str(_("I hold: %(title)s", title=one.title))
    return one.title
