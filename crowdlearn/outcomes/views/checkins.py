"""Check-ins: answered by the learner, confirmed by who saw the change."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.outcomes import queries, service
from crowdlearn.outcomes.forms import CheckInForm, ConfirmationForm, CorroborationForm
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, checkin_of, evidence_of, impact_of


@blueprint.route("/checkins/<uuid:checkin_id>", methods=["GET", "POST"])
@access("checkin.form", "checkin.answer")
def checkin(checkin_id: UUID) -> ResponseReturnValue:
    """Ask the learner the one question; who may confirm it, or saw it, reads the answer here."""
    me = signed_in().id
    page = queries.checkin_page(checkin_id, me)
    form = CheckInForm(data=vars(page.checkin))
    if page.owner_id != me:
        return render_template(
            "outcomes/confirm.html",
            page=page,
            form=ConfirmationForm(),
            seen_form=CorroborationForm(),
            action=ActionForm(),
        )
    if form.submitted():
        with form.showing_refusals():
            service.answer(
                me,
                checkin_id,
                form.applied.data,
                form.text.data,
                because=form.because.data,
                days_to_first_use=form.days_to_first_use.data,
                helped=form.helped.data,
                hindered=form.hindered.data,
            )
            return form.done(evidence_of(checkin_id), _("Thank you. Who can confirm it is asked."))
    return form.page("outcomes/checkin.html", page=page)


@blueprint.post("/checkins/<uuid:checkin_id>/confirm")
@access("checkin.confirm")
def confirm(checkin_id: UUID) -> ResponseReturnValue:
    """Take the confirmation of what the learner said."""
    page, form = queries.checkin_page(checkin_id), ConfirmationForm()
    if form.submitted():
        with form.showing_refusals():
            service.confirm_application(signed_in().id, checkin_id, form.words.data)
            return form.done(impact_of(page.pitch_id), _("Confirmed. Thank you."))
    return form.back(checkin_of(checkin_id))


@blueprint.post("/checkins/<uuid:checkin_id>/seen")
@access("checkin.corroborate")
def corroborate(checkin_id: UUID) -> ResponseReturnValue:
    """Take a colleague's word that they saw it."""
    page, form = queries.checkin_page(checkin_id), CorroborationForm()
    if form.submitted():
        with form.showing_refusals():
            service.corroborate(signed_in().id, checkin_id, form.seen.data)
            return form.done(impact_of(page.pitch_id), _("Thank you. Your word stands beside the answer."))
    return form.back(checkin_of(checkin_id))


@blueprint.post("/checkins/<uuid:checkin_id>/cannot-say")
@access("checkin.decline")
def decline(checkin_id: UUID) -> ResponseReturnValue:
    """Let a colleague say that they cannot tell, or take back what they said."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.decline_to_say(signed_in().id, checkin_id)
            return form.done(checkin_of(checkin_id), _("Noted. Nothing of yours stands there."))
    return form.back(checkin_of(checkin_id))
