""" "I used this" and "I taught this on", said or taken back."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.errors import NotFound
from crowdlearn.outcomes import service
from crowdlearn.outcomes.forms import UseForm
from crowdlearn.outcomes.rules import Adopted
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, readable


@blueprint.get("/sharebacks/<uuid:shareback_id>/uses")
@access("use.list")
def uses(shareback_id: UUID) -> ResponseReturnValue:
    """Show what others did with a share-back."""
    return render_template("outcomes/uses.html", page=readable(shareback_id), action=ActionForm())


@blueprint.route("/sharebacks/<uuid:shareback_id>/uses/new", methods=["GET", "POST"])
@access("use.form", "use.say")
def use(shareback_id: UUID) -> ResponseReturnValue:
    """Ask what someone did with it; what they said before is there to be changed."""
    page = readable(shareback_id)
    wanted = Adopted.TAUGHT if request.args.get("how") == Adopted.TAUGHT else Adopted.USED
    said = page.mine.get(wanted)
    form = UseForm(
        data={"how": wanted, "text": said.text, "reached": said.reached or None} if said else {"how": wanted}
    )
    if form.submitted():
        with form.showing_refusals():
            service.say_used(signed_in().id, shareback_id, form.how.data, form.text.data, form.reached.data)
            return form.done(uses_of(shareback_id), _("Thank you. Its author is told what became of it."))
    return form.page("outcomes/use.html", page=page, said=said)


@blueprint.post("/sharebacks/<uuid:shareback_id>/uses/<how>/back")
@access("use.take_back")
def take_use_back(shareback_id: UUID, how: str) -> ResponseReturnValue:
    """Undo what someone said."""
    if how not in set(Adopted):
        raise NotFound
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.take_use_back(signed_in().id, shareback_id, Adopted(how))
            return form.done(uses_of(shareback_id), _("Taken back."))
    return form.back(uses_of(shareback_id))


def uses_of(shareback_id: UUID) -> str:
    """Return the address of what others did with a share-back."""
    return url_for("outcomes.uses", shareback_id=shareback_id)
