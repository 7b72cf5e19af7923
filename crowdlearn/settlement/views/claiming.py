"""Money that a pitcher owes."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.settlement import queries, service
from crowdlearn.settlement.forms import ConfirmWriteOffForm, RepaymentForm, WriteOffForm
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.get("/finance/claims/<uuid:claim_id>")
@access("claim.page")
def claim(claim_id: UUID) -> ResponseReturnValue:
    """Show what is owed, what came in, and what can be done."""
    page = queries.claim_page(signed_in().id, claim_id)
    return RepaymentForm().page(
        "settlement/claim.html", page=page, write_off=WriteOffForm(), confirm=ConfirmWriteOffForm()
    )


@blueprint.post("/finance/claims/<uuid:claim_id>/repayments")
@access("claim.repay")
def repay(claim_id: UUID) -> ResponseReturnValue:
    """Record that the pitcher paid something back."""
    form = RepaymentForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.record_repayment(
                signed_in().id, claim_id, form.amount.data.cents, form.on, form.bank_reference.data
            )
            words = _("Recorded. Its return to the backers is opened.")
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), words)
    return form.back(url_for("settlement.claim", claim_id=claim_id))


@blueprint.post("/finance/claims/<uuid:claim_id>/write-off")
@access("claim.write_off")
def propose_write_off(claim_id: UUID) -> ResponseReturnValue:
    """Propose that the host bears it."""
    form = WriteOffForm()
    if form.submitted():
        with form.showing_refusals():
            service.propose_write_off(signed_in().id, claim_id, form.reason.data)
            return form.done(url_for("settlement.claim", claim_id=claim_id), _("Another treasurer must confirm it."))
    return form.back(url_for("settlement.claim", claim_id=claim_id))


@blueprint.post("/finance/claims/<uuid:claim_id>/write-off/confirm")
@access("claim.write_off_confirm")
def confirm_write_off(claim_id: UUID) -> ResponseReturnValue:
    """Let the host bear it."""
    form = ConfirmWriteOffForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.confirm_write_off(signed_in().id, claim_id)
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), _("The host bears it."))
    return form.back(url_for("settlement.claim", claim_id=claim_id))
