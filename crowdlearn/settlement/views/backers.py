"""The backer's side: how to pay."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from crowdlearn.settlement import queries
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.get("/pledges/<uuid:pledge_id>/pay")
@access("pledge.pay")
def pay(pledge_id: UUID) -> ResponseReturnValue:
    """Say how to pay a committed pledge; one that stands on a card has nothing to transfer and says so itself."""
    page = queries.pay_page(signed_in().id, pledge_id)
    if page.by_card:
        return redirect(url_for("pledges.view", pledge_id=page.pledge_id), 303)
    return render_template("settlement/pay.html", page=page)
