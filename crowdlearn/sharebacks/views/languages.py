"""A share-back in the other language, for its author."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.languages.forms import typed
from crowdlearn.languages.queries import typed_version
from crowdlearn.languages.rules import OTHER
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import OtherLanguageForm
from crowdlearn.sharebacks.rules import SHAREBACK_KIND
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import signed_in
from crowdlearn.web.words import in_language

from .blueprint import blueprint, page_of


@blueprint.route("/sharebacks/<uuid:shareback_id>/language", methods=["GET", "POST"])
@access("shareback.language_form", "shareback.language")
def language(shareback_id: UUID) -> ResponseReturnValue:
    """Say one's own share-back in the other language."""
    page, content = queries.writing_page(shareback_id, signed_in().id)
    before = typed_version(SHAREBACK_KIND, shareback_id)
    form = OtherLanguageForm(data=typed(before))
    form.leave_out(vars(content), "title", "summary")
    if form.submitted():
        with form.showing_refusals():
            service.write_other_language(signed_in().id, shareback_id, form.version())
            return form.done(page_of(shareback_id), _("It can be read in both languages now."))
    return form.page(
        "languages/write.html",
        into=OTHER[page.written_in],
        written_in=page.written_in,
        original=[
            ("", page.title, ""),
            ("", page.problem, ""),
            ("", page.summary, ""),
            ("", "", page.body_html),
            (_("Transcript") if page.transcript_html else "", "", page.transcript_html),
        ],
        trail=[
            (_("Library"), url_for(".index")),
            (in_language(current_language(), page.title, page.language), page_of(shareback_id)),
        ],
        back=page_of(shareback_id),
        drop=url_for(".drop_language", shareback_id=shareback_id) if before else "",
        rows={"body": 18, "transcript": 14},
        counts={"title": 160, "summary": 400, "problem": 300},
        optional={"summary"},
        action=ActionForm(),
    )


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
