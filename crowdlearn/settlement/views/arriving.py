"""Money that comes in, and the documents that show where it went."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.settlement import queries, service
from crowdlearn.settlement.forms import BackForm, MoneyInForm, RefuseForm, UndoForm, VerifyForm
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/finance/money", methods=["GET", "POST"])
@access("settle.money_form", "settle.money")
def record() -> ResponseReturnValue:
    """Record a line of the bank statement."""
    form = MoneyInForm(data={"code": request.args.get("code", "")})
    if form.submitted():
        with form.showing_refusals():
            seen = service.Seen(form.code.data, form.amount.data.cents, form.on, form.bank_reference.data)
            pitch_id = service.record_money(signed_in().id, seen)
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), _("Recorded and booked."))
    return form.page("settlement/record.html")


@blueprint.get("/finance/arrivals/<uuid:arrival_id>")
@access("settle.arrival")
def arrival(arrival_id: UUID) -> ResponseReturnValue:
    """Show money that came in, and the ways out where it counts for nothing."""
    page = queries.arrival_page(signed_in().id, arrival_id)
    return BackForm().page("settlement/arrival.html", page=page, undo=UndoForm())


@blueprint.post("/finance/arrivals/<uuid:arrival_id>/send-back")
@access("settle.send_back")
def send_back(arrival_id: UUID) -> ResponseReturnValue:
    """Record that it was sent back."""
    form = BackForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.send_back(signed_in().id, arrival_id, form.reference.data)
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), _("Booked as sent back."))
    return form.back(url_for("settlement.arrival", arrival_id=arrival_id))


@blueprint.post("/finance/arrivals/<uuid:arrival_id>/undo")
@access("settle.undo")
def undo(arrival_id: UUID) -> ResponseReturnValue:
    """Take back what was recorded by mistake."""
    form = UndoForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.undo_money(signed_in().id, arrival_id)
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), _("Taken back, with reversing postings."))
    return form.back(url_for("settlement.arrival", arrival_id=arrival_id))


@blueprint.get("/finance/documents/<uuid:document_id>")
@access("receipt.view")
def document(document_id: UUID) -> ResponseReturnValue:
    """Show one document to be looked at."""
    page = queries.document_page(signed_in().id, document_id)
    return RefuseForm().page("settlement/document.html", page=page, verify=VerifyForm())


@blueprint.post("/finance/documents/<uuid:document_id>/verify")
@access("receipt.verify")
def verify(document_id: UUID) -> ResponseReturnValue:
    """Certify a document."""
    form = VerifyForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.verify_document(signed_in().id, document_id)
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), _("The document is verified."))
    return form.back(url_for("settlement.document", document_id=document_id))


@blueprint.post("/finance/documents/<uuid:document_id>/refuse")
@access("receipt.refuse")
def refuse(document_id: UUID) -> ResponseReturnValue:
    """Refuse a document with a reason."""
    form = RefuseForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.refuse_document(signed_in().id, document_id, form.reason.data)
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), _("The document is refused."))
    return form.back(url_for("settlement.document", document_id=document_id))
