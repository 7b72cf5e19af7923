"""Pages where managers and budget holders decide."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.money import Money
from crowdlearn.web.access import access
from crowdlearn.web.forms import AppForm
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import signed_in

from . import queries, service
from .forms import ChangesForm, ClearForm, DeclineForm, RevokeForm
from .service import Word

blueprint = Blueprint("approvals", __name__)


@blueprint.route("/approvals")
@access("approval.queue")
def queue() -> ResponseReturnValue:
    """Show what waits for my decision, what I was told of, what I decided."""
    page = queries.queue(signed_in().id, current_language())
    return render_template("approvals/queue.html", page=page)


@blueprint.route("/approvals/<uuid:pitch_id>")
@access("approval.view")
def view(pitch_id: UUID) -> ResponseReturnValue:
    """Show one pitch with what is asked, the money, what is new, and the ways to decide."""
    page = queries.decision_page(pitch_id, signed_in().id, current_language())
    read = {"terms_version": page.terms_version}
    forms = {
        "yes": ClearForm(data=read),
        "changes": ChangesForm(data=read),
        "decline": DeclineForm(data=read),
        "revoke": RevokeForm(data=read),
    }
    return render_template("approvals/view.html", page=page, forms=forms, money=Money)


@blueprint.post("/approvals/<uuid:pitch_id>/approve")
@access("approval.approve")
def approve(pitch_id: UUID) -> ResponseReturnValue:
    """Clear the terms that were read."""
    form = ClearForm()
    return _decide(
        form,
        pitch_id,
        lambda: service.clear(signed_in().id, pitch_id, Word(form.terms_version.data, conditions=form.conditions.data)),
        _("Cleared. The pitcher has been told."),
    )


@blueprint.post("/approvals/<uuid:pitch_id>/changes")
@access("approval.ask_changes")
def ask_changes(pitch_id: UUID) -> ResponseReturnValue:
    """Ask for changes first; the pitch stays open."""
    form = ChangesForm()
    return _decide(
        form,
        pitch_id,
        lambda: service.ask_changes(signed_in().id, pitch_id, Word(form.terms_version.data, form.reason.data)),
        _("The pitcher has been asked for changes."),
    )


@blueprint.post("/approvals/<uuid:pitch_id>/reject")
@access("approval.reject")
def reject(pitch_id: UUID) -> ResponseReturnValue:
    """Decline the money ask, not the pitch."""
    form = DeclineForm()
    return _decide(
        form,
        pitch_id,
        lambda: service.decline(signed_in().id, pitch_id, Word(form.terms_version.data, form.reason.data)),
        _("Declined. Help with hours stays welcome on the pitch."),
    )


@blueprint.post("/approvals/<uuid:pitch_id>/revoke")
@access("approval.revoke")
def revoke(pitch_id: UUID) -> ResponseReturnValue:
    """Take a clearance back before settlement."""
    form = RevokeForm()
    return _decide(
        form,
        pitch_id,
        lambda: service.revoke(signed_in().id, pitch_id, Word(form.terms_version.data, form.reason.data)),
        _("The clearance is withdrawn."),
    )


def _decide(form: AppForm, pitch_id: UUID, use_case: Callable[[], None], words: str) -> ResponseReturnValue:
    if form.submitted():
        with form.showing_refusals():
            use_case()
            return form.done(url_for(".queue"), words)
    return form.back(url_for(".view", pitch_id=pitch_id))
