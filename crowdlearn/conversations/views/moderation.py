"""Reports by anyone, and the stewards' desk."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.conversations import queries, service
from crowdlearn.conversations.forms import DismissForm, HideForm, ReportForm, SettleForm, ShowForm
from crowdlearn.web.access import access
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.viewer import signed_in

from .base import blueprint, here


@blueprint.route("/flags/<about_kind>/<uuid:about_id>", methods=["GET", "POST"])
@access("flag.form", "flag.create")
@writes_limited("LIMIT_COMMENT")
def report(about_kind: str, about_id: UUID) -> ResponseReturnValue:
    """Ask what is wrong with a thing, and tell the stewards."""
    form, content = ReportForm(), queries.content_for(about_kind, about_id, signed_in().id)
    back = here(content.path)
    if form.submitted():
        with form.showing_refusals():
            service.report(signed_in().id, about_kind, about_id, form.reason.data, form.note.data)
            return form.done(back, _("Thank you. A steward looks at it and decides."))
    return form.page("conversations/report.html", content=content, back=back)


@blueprint.route("/stewardship")
@access("mod.queue")
def queue() -> ResponseReturnValue:
    """Show what was reported and what is hidden."""
    return ShowForm().page(
        "conversations/queue.html", page=queries.steward_page(), dismiss_form=DismissForm(), settle_form=SettleForm()
    )


@blueprint.route("/stewardship/hide/<about_kind>/<uuid:about_id>", methods=["GET", "POST"])
@access("mod.hide_form", "mod.hide")
def hide(about_kind: str, about_id: UUID) -> ResponseReturnValue:
    """Ask why, then hide a thing."""
    form, content = HideForm(), queries.content_for(about_kind, about_id, None)
    if form.submitted():
        with form.showing_refusals():
            service.hide(signed_in().id, about_kind, about_id, form.reason.data)
            return form.done(url_for(".queue"), _("It is hidden, and its author is told why."))
    return form.page("conversations/hide.html", content=content, back=url_for(".queue"))


@blueprint.post("/stewardship/hidden/<uuid:hidden_id>/show")
@access("mod.show")
def show(hidden_id: UUID) -> ResponseReturnValue:
    """Show again what was hidden."""
    form = ShowForm()
    if form.submitted():
        with form.showing_refusals():
            service.show_again(signed_in().id, hidden_id)
            return form.done(url_for(".queue"), _("It is shown again, and its author is told."))
    return form.back(url_for(".queue"))


@blueprint.post("/stewardship/flags/<uuid:flag_id>/dismiss")
@access("mod.dismiss")
def dismiss(flag_id: UUID) -> ResponseReturnValue:
    """Find nothing wrong with what was reported."""
    form = DismissForm()
    if form.submitted():
        with form.showing_refusals():
            service.dismiss(signed_in().id, flag_id)
            return form.done(url_for(".queue"), _("The report is settled."))
    return form.back(url_for(".queue"))


@blueprint.post("/stewardship/feedback/<uuid:feedback_id>/settle")
@access("feedback.settle")
def settle(feedback_id: UUID) -> ResponseReturnValue:
    """Note that somebody's feedback was answered."""
    form = SettleForm()
    if form.submitted():
        with form.showing_refusals():
            service.settle_feedback(signed_in().id, feedback_id)
            return form.done(url_for(".queue", _anchor="feedback"), _("Noted as answered."))
    return form.back(url_for(".queue"))
