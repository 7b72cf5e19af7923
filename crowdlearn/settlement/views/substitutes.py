"""Someone else goes in the pitcher's place: the pitcher proposes, backers may object, the organisation agrees."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.settlement import queries, service
from crowdlearn.settlement.forms import ClearSubstituteForm, Opinion, OpinionForm, SubstituteForm
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/pitches/<uuid:pitch_id>/substitute", methods=["GET", "POST"])
@access("pitch.substitute_form", "pitch.substitute")
def substitute(pitch_id: UUID) -> ResponseReturnValue:
    """Show who would go instead and what is said to it, and let the pitcher propose someone."""
    form = SubstituteForm()
    if form.submitted():
        with form.showing_refusals():
            service.propose_substitute(signed_in().id, pitch_id, form.email.data, form.reason.data)
            return form.done(_page_of(pitch_id), _("Your backers are asked. They have 72 hours to object."))
    page = queries.substitute_page(signed_in().id, pitch_id)
    said = {} if page.agrees is None else {"opinion": Opinion.FINE if page.agrees else Opinion.OBJECT}
    forms = {"opinion": OpinionForm(data=said), "agreement": ClearSubstituteForm()}
    return form.page("settlement/substitute.html", page=page, forms=forms)


@blueprint.post("/pitches/<uuid:pitch_id>/substitute/answer")
@access("pitch.substitute_answer")
def answer_substitute(pitch_id: UUID) -> ResponseReturnValue:
    """Take a backer's word on who would go."""
    form = OpinionForm()
    if form.submitted():
        with form.showing_refusals():
            service.answer_substitute(signed_in().id, pitch_id, form.opinion.data is Opinion.FINE)
            return form.done(_page_of(pitch_id), _("Thank you, your answer counts."))
    return form.back(_page_of(pitch_id))


@blueprint.post("/pitches/<uuid:pitch_id>/substitute/clear")
@access("pitch.substitute_clear")
def clear_substitute(pitch_id: UUID) -> ResponseReturnValue:
    """Record that the organisation agrees to who would go."""
    form = ClearSubstituteForm()
    if form.submitted():
        with form.showing_refusals():
            service.clear_substitute(signed_in().id, pitch_id)
            return form.done(_page_of(pitch_id), _("Your agreement is recorded."))
    return form.back(_page_of(pitch_id))


def _page_of(pitch_id: UUID) -> str:
    return url_for("settlement.substitute", pitch_id=pitch_id)
