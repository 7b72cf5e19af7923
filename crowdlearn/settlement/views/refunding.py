"""Money that goes back to backers."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from crowdlearn.settlement import queries, service
from crowdlearn.settlement.forms import (
    ConfirmRefundsForm,
    FailedForm,
    RefundForm,
    SavingsForm,
    SentForm,
    WithdrawForm,
)
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/finance/pitches/<uuid:pitch_id>/savings", methods=["GET", "POST"])
@access("refund.savings_form", "refund.savings")
def savings(pitch_id: UUID) -> ResponseReturnValue:
    """Show what goes back to whom, and propose it."""
    form = SavingsForm()
    if form.submitted():
        with form.showing_refusals():
            round_id = service.propose_savings(signed_in().id, pitch_id)
            return form.done(url_for("settlement.refunds", round_id=round_id), _("The refunds are proposed."))
    return form.page("settlement/savings.html", page=queries.savings_page(signed_in().id, pitch_id))


@blueprint.route("/finance/payments/<uuid:payment_id>/refunds", methods=["GET", "POST"])
@access("refund.form", "refund.propose")
def refund(payment_id: UUID) -> ResponseReturnValue:
    """Propose to send a part of one payment back."""
    form = RefundForm()
    if form.submitted():
        with form.showing_refusals():
            round_id = service.propose_refund(signed_in().id, payment_id, form.amount.data.cents)
            return form.done(url_for("settlement.refunds", round_id=round_id), _("The refund is proposed."))
    return form.page("settlement/refund.html", page=queries.payment_page(signed_in().id, payment_id))


@blueprint.get("/finance/refunds/<uuid:round_id>")
@access("refund.page")
def refunds(round_id: UUID) -> ResponseReturnValue:
    """Show a round of refunds and what is to do with it."""
    page = queries.round_page(signed_in().id, round_id)
    forms = {"confirm": ConfirmRefundsForm(), "withdraw": WithdrawForm()}
    return SentForm().page("settlement/round.html", page=page, left=queries.to_send(page), **forms)


@blueprint.post("/finance/refunds/<uuid:round_id>/confirm")
@access("refund.confirm")
def confirm_refunds(round_id: UUID) -> ResponseReturnValue:
    """Confirm the round; where two are needed, the first of them proposes it."""
    form = ConfirmRefundsForm()
    if form.submitted():
        with form.showing_refusals():
            service.confirm_refunds(signed_in().id, round_id)
            return form.done(url_for("settlement.refunds", round_id=round_id), _("Your word is recorded."))
    return form.back(url_for("settlement.refunds", round_id=round_id))


@blueprint.post("/finance/refunds/<uuid:round_id>/withdraw")
@access("refund.withdraw")
def withdraw_refunds(round_id: UUID) -> ResponseReturnValue:
    """Take the proposal back."""
    form = WithdrawForm()
    if form.submitted():
        with form.showing_refusals():
            service.withdraw_refunds(signed_in().id, round_id)
            return form.done(url_for("settlement.refunds", round_id=round_id), _("The proposal is taken back."))
    return form.back(url_for("settlement.refunds", round_id=round_id))


@blueprint.post("/finance/refunds/<uuid:round_id>/send")
@access("refund.send")
def send_refunds(round_id: UUID) -> ResponseReturnValue:
    """Record that all that is left of the round was sent."""
    form = SentForm()
    if form.submitted():
        with form.showing_refusals():
            count = service.send_refunds(signed_in().id, round_id, form.reference.data)
            words = ngettext("%(num)s refund is booked as sent.", "%(num)s refunds are booked as sent.", count)
            return form.done(url_for("settlement.refunds", round_id=round_id), words)
    return form.back(url_for("settlement.refunds", round_id=round_id))


@blueprint.route("/finance/refunds/parts/<uuid:refund_id>", methods=["GET", "POST"])
@access("refund.part", "refund.send_one")
def send_refund(refund_id: UUID) -> ResponseReturnValue:
    """Record that one refund was sent by itself."""
    form = SentForm()
    if form.submitted():
        with form.showing_refusals():
            round_id = service.send_refund(signed_in().id, refund_id, form.reference.data)
            return form.done(url_for("settlement.refunds", round_id=round_id), _("The refund is booked as sent."))
    page = queries.round_page(signed_in().id, queries.round_of_refund(refund_id))
    part = next(part for part in page.refunds if part.id == refund_id)
    return form.page("settlement/send_refund.html", page=page, part=part, failed_form=FailedForm())


@blueprint.post("/finance/refunds/parts/<uuid:refund_id>/failed")
@access("refund.failed")
def fail_refund(refund_id: UUID) -> ResponseReturnValue:
    """Record that a refund came back."""
    form = FailedForm()
    if form.submitted():
        with form.showing_refusals():
            service.fail_refund(signed_in().id, refund_id)
            words = _("Noted. Find another way to send it.")
            return form.done(url_for("settlement.send_refund", refund_id=refund_id), words)
    return form.back(url_for("settlement.send_refund", refund_id=refund_id))
