"""A share-back in the other language, for its author."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import OtherLanguageForm
from crowdlearn.sharebacks.rules import OTHER
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, page_of


@blueprint.route("/sharebacks/<uuid:shareback_id>/language", methods=["GET", "POST"])
@access("shareback.language_form", "shareback.language")
def language(shareback_id: UUID) -> ResponseReturnValue:
    """Say one's own share-back in the other language."""
    page, content = queries.draft_page(shareback_id, signed_in().id)
    typed = queries.typed_version(shareback_id)
    form = OtherLanguageForm(data=vars(typed) if typed else None)
    for name in ("body", "transcript"):
        if not getattr(content, name):
            del form[name]
    if form.submitted():
        with form.showing_refusals():
            service.write_other_language(signed_in().id, shareback_id, form.version())
            return form.done(page_of(shareback_id), _("It can be read in both languages now."))
    into = OTHER[page.language]
    return form.page("sharebacks/language.html", page=page, there=typed is not None, into=into, action=ActionForm())


@blueprint.post("/sharebacks/<uuid:shareback_id>/language/remove")
@access("shareback.language_drop")
def drop_language(shareback_id: UUID) -> ResponseReturnValue:
    """Take the version in the other language off."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.drop_other_language(signed_in().id, shareback_id)
            return form.done(page_of(shareback_id), _("Taken away."))
    return form.back(url_for("sharebacks.language", shareback_id=shareback_id))
