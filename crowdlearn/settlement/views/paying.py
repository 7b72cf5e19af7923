"""Payouts: proposed by one treasurer, confirmed by another."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.settlement import queries, service
from crowdlearn.settlement.forms import ConfirmPayoutForm, PayoutForm, WithdrawForm
from crowdlearn.settlement.rules import Payee
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/finance/pitches/<uuid:pitch_id>/payouts", methods=["GET", "POST"])
@access("payout.form", "payout.propose")
def propose_payout(pitch_id: UUID) -> ResponseReturnValue:
    """Propose what is paid out, within what the gate lets through."""
    page = queries.money_page(signed_in().id, pitch_id)
    form = PayoutForm(data=page.likely_payout)
    if form.submitted():
        with form.showing_refusals():
            plan = service.PayoutPlan(form.payee.data, form.amount.data.cents, form.method.data)
            payout_id = service.propose_payout(signed_in().id, pitch_id, plan)
            return form.done(url_for("settlement.payout", payout_id=payout_id), _("The payout is proposed."))
    return form.page("settlement/propose_payout.html", page=page, payees=Payee)


@blueprint.get("/finance/payouts/<uuid:payout_id>")
@access("payout.page")
def payout(payout_id: UUID) -> ResponseReturnValue:
    """Show a payout and say exactly what confirming it means."""
    page = queries.payout_page(signed_in().id, payout_id)
    return ConfirmPayoutForm().page("settlement/payout.html", page=page, withdraw=WithdrawForm())


@blueprint.post("/finance/payouts/<uuid:payout_id>/confirm")
@access("payout.confirm")
def confirm_payout(payout_id: UUID) -> ResponseReturnValue:
    """Record that the payout left the bank."""
    form = ConfirmPayoutForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.confirm_payout(signed_in().id, payout_id, form.reference.data)
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), _("The payout is booked."))
    return form.back(url_for("settlement.payout", payout_id=payout_id))


@blueprint.post("/finance/payouts/<uuid:payout_id>/withdraw")
@access("payout.withdraw")
def withdraw_payout(payout_id: UUID) -> ResponseReturnValue:
    """Take the proposal back."""
    form = WithdrawForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.withdraw_payout(signed_in().id, payout_id)
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), _("The proposal is taken back."))
    return form.back(url_for("settlement.payout", payout_id=payout_id))
