"""What goes with a share-back and on from it: materials, and governance bodies with their decisions."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.errors import NotFound
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import MaterialForm, PresentationForm, ResponseForm
from crowdlearn.sharebacks.rules import WITH_MATERIALS, Form, MaterialKind
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/sharebacks/<uuid:shareback_id>/materials", methods=["GET", "POST"])
@access("shareback.materials", "shareback.add_material")
def materials(shareback_id: UUID) -> ResponseReturnValue:
    """Show the author what goes with an event or a tool, and take a link or a file more."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    if page.form not in WITH_MATERIALS:
        raise NotFound
    form = MaterialForm()
    if page.form is Form.TOOL:
        del form.kind
    if form.submitted():
        with form.showing_refusals():
            kind = form.kind.data if "kind" in form else MaterialKind.OTHER
            what = (kind, form.title.data, form.link.data, form.file.data or None)
            service.add_material(signed_in().id, shareback_id, *what)
            return form.done(url_for("sharebacks.materials", shareback_id=shareback_id), _("Added."))
    return form.page("sharebacks/materials.html", page=page, action=ActionForm())


@blueprint.post("/sharebacks/<uuid:shareback_id>/materials/<uuid:material_id>/remove")
@access("shareback.remove_material")
def remove_material(shareback_id: UUID, material_id: UUID) -> ResponseReturnValue:
    """Take a link or a file away."""
    form, back = ActionForm(), url_for("sharebacks.materials", shareback_id=shareback_id)
    if form.submitted():
        with form.showing_refusals():
            service.remove_material(signed_in().id, shareback_id, material_id)
            return form.done(back, _("Taken away."))
    return form.back(back)


@blueprint.route("/sharebacks/<uuid:shareback_id>/bodies", methods=["GET", "POST"])
@access("shareback.bodies", "shareback.present")
def bodies(shareback_id: UUID) -> ResponseReturnValue:
    """Show the author to which governance bodies it went, and note another one."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    form = PresentationForm()
    if form.submitted():
        with form.showing_refusals():
            service.present(signed_in().id, shareback_id, form.body.data, form.day.day)
            return form.done(url_for("sharebacks.bodies", shareback_id=shareback_id), _("Noted."))
    return form.page("sharebacks/bodies.html", page=page)


@blueprint.route("/sharebacks/<uuid:shareback_id>/bodies/<uuid:presentation_id>", methods=["GET", "POST"])
@access("shareback.response_form", "shareback.response")
def response(shareback_id: UUID, presentation_id: UUID) -> ResponseReturnValue:
    """Record what a governance body decided."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    row = next((one for one in page.around.presentations if one.id == presentation_id), None)
    if row is None:
        raise NotFound
    form = ResponseForm(data={"decision": row.decision, "response": row.response})
    if form.submitted():
        with form.showing_refusals():
            said = (form.decision.data, form.response.data)
            service.record_response(signed_in().id, shareback_id, presentation_id, *said)
            return form.done(url_for("sharebacks.bodies", shareback_id=shareback_id), _("Recorded."))
    return form.page("sharebacks/response.html", page=page, row=row)
