"""Evidence of an answer, and asking a colleague who saw it."""

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.outcomes import queries, service
from crowdlearn.outcomes.forms import EVIDENCE_FORMS, AskForm
from crowdlearn.outcomes.rules import EvidenceKind
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, evidence_of


@blueprint.get("/checkins/<uuid:checkin_id>/evidence")
@access("evidence.list")
def evidence(checkin_id: UUID) -> ResponseReturnValue:
    """Show an answer's evidence to its learner, with a form for each kind, and whom they asked."""
    page = queries.checkin_page(checkin_id, signed_in().id)
    if page.owner_id != signed_in().id:
        raise NotFound
    forms = {kind: form() for kind, form in EVIDENCE_FORMS.items()}
    return AskForm().page("outcomes/evidence.html", page=page, forms=forms, action=ActionForm())


@blueprint.post("/checkins/<uuid:checkin_id>/evidence/<kind>")
@access("evidence.add")
def add_evidence(checkin_id: UUID, kind: str) -> ResponseReturnValue:
    """Take one piece of evidence."""
    if kind not in set(EvidenceKind):
        abort(404)
    form = EVIDENCE_FORMS[EvidenceKind(kind)]()
    if form.submitted():
        with form.showing_refusals():
            service.add_evidence(signed_in().id, checkin_id, form.shown())
            return form.done(evidence_of(checkin_id), _("Added."))
    return form.back(evidence_of(checkin_id), kind)


@blueprint.post("/checkins/<uuid:checkin_id>/evidence/<uuid:evidence_id>/remove")
@access("evidence.remove")
def remove_evidence(checkin_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Take one piece away."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            if service.remove_evidence(signed_in().id, evidence_id) != checkin_id:
                raise NotAllowed
            return form.done(evidence_of(checkin_id), _("Taken away."))
    return form.back(evidence_of(checkin_id))


@blueprint.post("/checkins/<uuid:checkin_id>/ask")
@access("checkin.ask")
def ask(checkin_id: UUID) -> ResponseReturnValue:
    """Ask a colleague by name."""
    form = AskForm()
    if form.submitted():
        with form.showing_refusals():
            name = service.ask_colleague(signed_in().id, checkin_id, form.colleague.data)
            return form.done(evidence_of(checkin_id), _("%(name)s is asked.", name=name))
    return form.back(evidence_of(checkin_id), "colleagues")
