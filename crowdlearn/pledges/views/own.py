"""One's own pledges: what I gave, its state, change, withdraw, receipt; and a pitch's supporters."""

from uuid import UUID

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.pledges import queries, service
from crowdlearn.pledges.forms import ChangeForm, ReconfirmForm, WithdrawForm
from crowdlearn.pledges.rules import MoneyOffer
from crowdlearn.web.access import access
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/me/pledges")
@access("pledge.mine")
def mine() -> ResponseReturnValue:
    """Show what I gave, its state and what came of it."""
    return render_template("pledges/mine.html", page=queries.my_pledges(signed_in().id, current_language()))


@blueprint.route("/pledges/<uuid:pledge_id>")
@access("pledge.view")
def view(pledge_id: UUID) -> ResponseReturnValue:
    """Show one pledge of mine with what I can still do."""
    pledge = _own(pledge_id)
    asked = ReconfirmForm(data={"terms_version": pledge.pitch.terms_version})
    return render_template("pledges/view.html", pledge=pledge, reconfirm=asked)


@blueprint.route("/pledges/<uuid:pledge_id>/thanks")
@access("pledge.thanks")
def thanks(pledge_id: UUID) -> ResponseReturnValue:
    """Say that the pledge is in, and what happens next."""
    return render_template("pledges/thanks.html", pledge=_own(pledge_id))


@blueprint.route("/pledges/<uuid:pledge_id>/edit", methods=["GET", "POST"])
@access("pledge.edit_form", "pledge.edit")
def edit(pledge_id: UUID) -> ResponseReturnValue:
    """Change amount, wish, or whether my name is shown."""
    pledge = _own(pledge_id)
    form = ChangeForm(
        data={
            "terms_version": pledge.pitch.terms_version,
            "amount": pledge.total,
            "wish": pledge.wish,
            "name_shown": pledge.name_shown,
        }
    )
    if form.submitted():
        offer = MoneyOffer(
            form.amount.data,
            terms_version=form.terms_version.data,
            up_to=pledge.up_to,
            wish=form.wish.data,
            name_shown=form.name_shown.data,
            agreed=form.agreed.data,
        )
        with form.showing_refusals():
            service.change_pledge(signed_in().id, pledge_id, offer)
            return form.done(url_for(".view", pledge_id=pledge_id), _("Your pledge is changed."))
    return form.page("pledges/edit.html", pledge=pledge)


@blueprint.route("/pledges/<uuid:pledge_id>/withdraw", methods=["GET", "POST"])
@access("pledge.withdraw_form", "pledge.withdraw")
def withdraw(pledge_id: UUID) -> ResponseReturnValue:
    """Say what taking the pledge back means, then do it."""
    form = WithdrawForm()
    if form.submitted():
        with form.showing_refusals():
            service.withdraw(signed_in().id, pledge_id)
            return form.done(url_for(".mine"), _("Your pledge is withdrawn. Nothing will be asked of you."))
    return form.page("pledges/withdraw.html", pledge=_own(pledge_id))


@blueprint.post("/pledges/<uuid:pledge_id>/reconfirm")
@access("pledge.reconfirm")
def reconfirm(pledge_id: UUID) -> ResponseReturnValue:
    """Stand by my pledge under the changed terms."""
    form = ReconfirmForm()
    address = url_for(".view", pledge_id=pledge_id)
    if form.submitted():
        with form.showing_refusals():
            service.reconfirm(signed_in().id, pledge_id, form.terms_version.data)
            return form.done(address, _("Thank you. Your pledge stands."))
    return form.back(address)


@blueprint.route("/pledges/<uuid:pledge_id>/receipt")
@access("pledge.receipt")
def receipt(pledge_id: UUID) -> ResponseReturnValue:
    """Show a receipt of what was given, for print."""
    return render_template("pledges/receipt.html", pledge=_kept(pledge_id))


@blueprint.route("/pledges/<uuid:pledge_id>/receipt.txt")
@access("pledge.receipt_text")
def receipt_text(pledge_id: UUID) -> Response:
    """Return the receipt as a plain text to keep."""
    answer = make_response(render_template("pledges/receipt.txt", pledge=_kept(pledge_id)))
    answer.mimetype = "text/plain"
    answer.headers["Content-Disposition"] = f'attachment; filename="crowdlearn-receipt-{pledge_id.hex[:8]}.txt"'
    return answer


@blueprint.route("/pitches/<uuid:pitch_id>/supporters")
@access("pledge.view_as_pitcher")
def supporters(pitch_id: UUID) -> ResponseReturnValue:
    """Show the pitcher who stands behind the pitch, by consent and without amounts."""
    page = queries.supporters_page(pitch_id, signed_in().id, current_language())
    return render_template("pledges/supporters.html", page=page)


def _own(pledge_id: UUID) -> queries.OwnPledge:
    return queries.own_pledge_page(pledge_id, signed_in().id, current_language())


def _kept(pledge_id: UUID) -> queries.OwnPledge:
    return queries.receipt_page(pledge_id, signed_in().id, current_language())
