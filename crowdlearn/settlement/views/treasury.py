"""The desk and the money of one pitch."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.settlement import queries, service
from crowdlearn.settlement.forms import Direction as Way
from crowdlearn.settlement.forms import FreezeForm, OrganisationMoneyForm, SettleForm
from crowdlearn.settlement.rules import LAWS
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from . import tasks
from .blueprint import blueprint


@blueprint.get("/finance")
@access("settle.view")
def desk() -> ResponseReturnValue:
    """Show what waits for the treasurer."""
    page = queries.desk(signed_in().id)
    return render_template("settlement/desk.html", page=page, tasks=tasks.lines(page), laws=len(LAWS))


@blueprint.get("/finance/pitches/<uuid:pitch_id>")
@access("settle.pitch")
def pitch(pitch_id: UUID) -> ResponseReturnValue:
    """Show all the money of one pitch."""
    return render_template("settlement/pitch.html", page=queries.money_page(signed_in().id, pitch_id))


@blueprint.post("/finance/pitches/<uuid:pitch_id>/settle")
@access("settle.run")
def run(pitch_id: UUID) -> ResponseReturnValue:
    """Weigh the pitch now."""
    form = SettleForm()
    if form.submitted():
        with form.showing_refusals():
            service.settle_now(signed_in().id, pitch_id)
            return form.done(url_for("settlement.pitch", pitch_id=pitch_id), _("The pitch is locked."))
    return form.back(url_for("settlement.desk"))


@blueprint.route("/finance/pitches/<uuid:pitch_id>/freeze", methods=["GET", "POST"])
@access("settle.freeze_form", "settle.freeze")
def freeze(pitch_id: UUID) -> ResponseReturnValue:
    """Stop a pitch whose pitcher cannot go on."""
    form = FreezeForm()
    if form.submitted():
        with form.showing_refusals():
            service.freeze(signed_in().id, pitch_id, form.reason.data)
            return form.done(url_for("pages.home"), _("The pitch is frozen. Everything unspent goes back."))
    return form.page("settlement/freeze.html", page=queries.frozen_page(signed_in().id, pitch_id))


@blueprint.route("/pitches/<uuid:pitch_id>/organisation-money", methods=["GET", "POST"])
@access("settle.organisation_form", "settle.organisation")
def organisation_money(pitch_id: UUID) -> ResponseReturnValue:
    """Note what an organisation paid later."""
    form = OrganisationMoneyForm()
    page = queries.receipts_page(signed_in().id, pitch_id)
    back = "settlement.receipts" if page.is_owner else "settlement.pitch"
    if form.submitted():
        with form.showing_refusals():
            cents = form.amount.data.cents * (1 if form.direction.data is Way.MORE else -1)
            service.note_organisation_money(signed_in().id, pitch_id, cents, form.reason.data)
            return form.done(url_for(back, pitch_id=pitch_id), _("Noted. What everyone carries was worked out anew."))
    return form.page("settlement/organisation_money.html", page=page, back=url_for(back, pitch_id=pitch_id))
