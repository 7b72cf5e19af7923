"""One offer of help, between its helper and its pitcher."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.pledges import queries, service
from crowdlearn.pledges.forms import (
    AcceptForm,
    HoursForm,
    IntroduceForm,
    MetForm,
    NotGivenForm,
    NotTakenUpForm,
    OutcomeForm,
    ReceivedForm,
    RefuseOfferForm,
    ScheduleForm,
    StandsForm,
    TakeBackForm,
)
from crowdlearn.pledges.service import Given
from crowdlearn.web.access import access
from crowdlearn.web.formats import zone_name
from crowdlearn.web.forms import AppForm
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/offers/<uuid:offer_id>")
@access("offer.view")
def offer_view(offer_id: UUID) -> ResponseReturnValue:
    """Show an offer to its helper or its pitcher, with what they can do next."""
    offer = queries.offer_view(offer_id, signed_in().id, current_language())
    forms = {
        "accept": AcceptForm(),
        "refuse": RefuseOfferForm(),
        "schedule": ScheduleForm(data={"where": offer.scheduled_where}),
        "hours": HoursForm(data={"hours": offer.minutes}),
        "received": ReceivedForm(),
        "missing": NotGivenForm(),
        "stands": StandsForm(),
        "back": TakeBackForm(),
        "introduce": IntroduceForm(),
        "met": MetForm(),
        "outcome": OutcomeForm(),
        "untaken": NotTakenUpForm(),
    }
    zone = zone_name(current_language(), signed_in().time_zone)
    return render_template("pledges/offer_view.html", offer=offer, forms=forms, zone=zone)


@blueprint.post("/offers/<uuid:offer_id>/accept")
@access("pledge.accept_expertise")
def accept(offer_id: UUID) -> ResponseReturnValue:
    """Take the help."""
    form = AcceptForm()
    return act(
        form,
        offer_id,
        lambda: service.accept_offer(signed_in().id, offer_id, form.answer.data),
        _("Accepted. Agree on a time next."),
    )


@blueprint.post("/offers/<uuid:offer_id>/decline")
@access("offer.decline")
def decline(offer_id: UUID) -> ResponseReturnValue:
    """Decline the help, kindly."""
    form = RefuseOfferForm()
    return act(
        form,
        offer_id,
        lambda: service.decline_offer(signed_in().id, offer_id, form.answer.data),
        _("Declined, with your words."),
    )


@blueprint.post("/offers/<uuid:offer_id>/schedule")
@access("offer.schedule")
def schedule(offer_id: UUID) -> ResponseReturnValue:
    """Agree on when and where; the time is read in the zone of whoever writes it."""
    form = ScheduleForm()

    def agree() -> None:
        zone = ZoneInfo(signed_in().time_zone)
        starts_at = datetime.combine(form.day.data, form.at.data, tzinfo=zone)
        service.schedule_offer(signed_in().id, offer_id, starts_at, form.where.data)

    return act(form, offer_id, agree, _("The appointment is made; both of you are told."))


@blueprint.post("/offers/<uuid:offer_id>/confirm")
@access("offer.confirm")
def confirm(offer_id: UUID) -> ResponseReturnValue:
    """Say how much time was given."""
    form = HoursForm()
    return act(
        form,
        offer_id,
        lambda: service.confirm(signed_in().id, offer_id, Given(form.hours.data, note=form.note.data)),
        _("Thank you. Hours count as soon as both of you say the same."),
    )


@blueprint.post("/offers/<uuid:offer_id>/received")
@access("offer.received")
def received(offer_id: UUID) -> ResponseReturnValue:
    """Say that an introduction or material was given, or received."""
    form = ReceivedForm()
    return act(
        form,
        offer_id,
        lambda: service.confirm(signed_in().id, offer_id, Given(received=True, note=form.note.data)),
        _("Thank you. It is written down."),
    )


@blueprint.post("/offers/<uuid:offer_id>/not-given")
@access("offer.not_given")
def not_given(offer_id: UUID) -> ResponseReturnValue:
    """Say that the help did not come."""
    form = NotGivenForm()
    return act(
        form,
        offer_id,
        lambda: service.not_given(signed_in().id, offer_id, form.note.data),
        _("Noted. The need is open again."),
    )


@blueprint.post("/offers/<uuid:offer_id>/stands")
@access("offer.stands")
def stands(offer_id: UUID) -> ResponseReturnValue:
    """Say that the offer stands although the pitch was not funded."""
    form = StandsForm()
    return act(
        form, offer_id, lambda: service.say_it_stands(signed_in().id, offer_id), _("Thank you. Your offer stands.")
    )


@blueprint.post("/offers/<uuid:offer_id>/withdraw")
@access("offer.withdraw")
def take_back(offer_id: UUID) -> ResponseReturnValue:
    """Take the offer back."""
    form = TakeBackForm()
    return act(form, offer_id, lambda: service.withdraw_offer(signed_in().id, offer_id), _("Your offer is withdrawn."))


def act(form: AppForm, offer_id: UUID, use_case: Callable[[], None], words: str) -> ResponseReturnValue:
    """Carry out what a form on an offer's page asks for, and go back to that page."""
    address = url_for(".offer_view", offer_id=offer_id)
    if form.submitted():
        with form.showing_refusals():
            use_case()
            return form.done(address, words)
    return form.back(address)
