"""Check-ins: answered by the learner, confirmed by who saw the change."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in, viewer

from . import queries, service
from .forms import CheckInForm, ConfirmationForm

blueprint = Blueprint("outcomes", __name__)


@blueprint.get("/pitches/<uuid:pitch_id>/impact")
@access("impact.view")
def impact(pitch_id: UUID) -> ResponseReturnValue:
    """Show what a pitch added up to."""
    who = viewer()
    page = queries.impact(pitch_id, member=who.is_authenticated and not who.suspended)
    return render_template("outcomes/impact.html", page=page)


@blueprint.route("/checkins/<uuid:checkin_id>", methods=["GET", "POST"])
@access("checkin.form", "checkin.answer")
def checkin(checkin_id: UUID) -> ResponseReturnValue:
    """Ask the learner the one question; whoever may confirm reads the answer here."""
    page = queries.checkin_page(checkin_id)
    form = CheckInForm(data=vars(page.checkin))
    if page.owner_id != signed_in().id:
        return render_template("outcomes/confirm.html", page=page, form=ConfirmationForm())
    if form.submitted():
        with form.showing_refusals():
            service.answer(
                signed_in().id,
                checkin_id,
                form.applied.data,
                form.text.data,
                evidence=form.evidence.data,
                days_to_first_use=form.days_to_first_use.data,
                helped=form.helped.data,
                hindered=form.hindered.data,
            )
            return form.done(_impact_of(page.pitch_id), _("Thank you. Who can confirm it is asked."))
    return form.page("outcomes/checkin.html", page=page)


@blueprint.post("/checkins/<uuid:checkin_id>/confirm")
@access("checkin.confirm")
def confirm(checkin_id: UUID) -> ResponseReturnValue:
    """Take the confirmation of what the learner said."""
    page, form = queries.checkin_page(checkin_id), ConfirmationForm()
    if form.submitted():
        with form.showing_refusals():
            service.confirm_application(signed_in().id, checkin_id, form.words.data)
            return form.done(_impact_of(page.pitch_id), _("Confirmed. Thank you."))
    return form.back(url_for("outcomes.checkin", checkin_id=checkin_id))


def _impact_of(pitch_id: UUID) -> str:
    return url_for("outcomes.impact", pitch_id=pitch_id)
