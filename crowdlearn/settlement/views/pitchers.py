"""The pitcher's side: receipts, top-up, cancellation."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.settlement import queries, service
from crowdlearn.settlement.forms import CancelForm, CompleteForm, DocumentForm, TakeBackForm, TopUpForm
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/pitches/<uuid:pitch_id>/receipts", methods=["GET", "POST"])
@access("payout.view", "receipt.add")
def receipts(pitch_id: UUID) -> ResponseReturnValue:
    """Show what was spent, and what peers' half pays of it."""
    form = DocumentForm()
    if form.submitted():
        with form.showing_refusals():
            scan = form.scan.data if form.scan.data else None
            proof = service.Proof(form.kind.data, form.label.data, form.amount.data.cents, form.on, scan)
            service.show_document(signed_in().id, pitch_id, proof)
            words = _("Your document is in. A treasurer looks at it.")
            return form.done(url_for("settlement.receipts", pitch_id=pitch_id), words)
    page = queries.receipts_page(signed_in().id, pitch_id)
    return form.page("settlement/receipts.html", page=page, complete=CompleteForm(), take_back=TakeBackForm())


@blueprint.post("/pitches/<uuid:pitch_id>/receipts/complete")
@access("receipt.complete")
def complete(pitch_id: UUID) -> ResponseReturnValue:
    """Say that all documents are in."""
    form = CompleteForm()
    if form.submitted():
        with form.showing_refusals():
            service.say_complete(signed_in().id, pitch_id)
            words = _(
                "Thank you. What was saved goes back to your backers once the treasurer has looked at everything."
            )
            return form.done(url_for("settlement.receipts", pitch_id=pitch_id), words)
    return form.back(url_for("settlement.receipts", pitch_id=pitch_id))


@blueprint.post("/documents/<uuid:document_id>/take-back")
@access("receipt.withdraw")
def take_back(document_id: UUID) -> ResponseReturnValue:
    """Take back a document that nobody looked at yet."""
    form = TakeBackForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.take_back_document(signed_in().id, document_id)
            return form.done(url_for("settlement.receipts", pitch_id=pitch_id), _("The document is taken back."))
    return form.back(url_for("pages.home"))


@blueprint.route("/pitches/<uuid:pitch_id>/top-up", methods=["GET", "POST"])
@access("pitch.top_up_form", "pitch.top_up")
def top_up(pitch_id: UUID) -> ResponseReturnValue:
    """Let the pitcher close the gap."""
    form = TopUpForm()
    if form.submitted():
        with form.showing_refusals():
            service.add_top_up(signed_in().id, pitch_id, form.amount.data.cents)
            return form.done(url_for("settlement.top_up", pitch_id=pitch_id), _("Your top-up is recorded."))
    return form.page("settlement/top_up.html", page=queries.top_up_page(signed_in().id, pitch_id))


@blueprint.route("/pitches/<uuid:pitch_id>/report-cancelled", methods=["GET", "POST"])
@access("pitch.report_cancelled_form", "pitch.report_cancelled")
def report_cancelled(pitch_id: UUID) -> ResponseReturnValue:
    """Say that the learning does not take place."""
    form = CancelForm()
    if form.submitted():
        with form.showing_refusals():
            service.report_cancelled(signed_in().id, pitch_id, form.reason.data)
            return form.done(url_for("pages.home"), _("Your backers are told."))
    return form.page("settlement/report_cancelled.html", page=queries.own_pitch(signed_in().id, pitch_id))
