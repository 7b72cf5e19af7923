"""Who stands with a share-back: the author invites, co-authors accept and leave."""

from collections.abc import Callable
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import AuthorForm
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint, page_of


@blueprint.route("/sharebacks/<uuid:shareback_id>/authors", methods=["GET", "POST"])
@access("shareback.authors", "shareback.invite_author")
@writes_limited("LIMIT_COMMENT")
def authors(shareback_id: UUID) -> ResponseReturnValue:
    """Show the author who stands with a share-back, and ask somebody more."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    form = AuthorForm()
    if form.submitted():
        with form.showing_refusals():
            name = service.invite_author(signed_in().id, shareback_id, form.who.data)
            return form.done(_here(shareback_id), _("%(name)s is asked. The name shows once they accept.", name=name))
    return form.page("sharebacks/authors.html", page=page, action=ActionForm())


@blueprint.post("/sharebacks/<uuid:shareback_id>/authors/<uuid:part_id>/remove")
@access("shareback.remove_author")
def remove_author(shareback_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Take an invitation back, or a co-author off."""
    form, back = ActionForm(), _here(shareback_id)
    if form.submitted():
        with form.showing_refusals():
            service.remove_author(signed_in().id, shareback_id, part_id)
            return form.done(back, _("Taken away."))
    return form.back(back)


@blueprint.post("/sharebacks/<uuid:shareback_id>/authors/join")
@access("shareback.join_authors")
def join_authors(shareback_id: UUID) -> ResponseReturnValue:
    """Accept to be named."""
    return _answer(shareback_id, service.join_authors, page_of(shareback_id), _("Your name stands with it now."))


@blueprint.post("/sharebacks/<uuid:shareback_id>/authors/leave")
@access("shareback.leave_authors")
def leave_authors(shareback_id: UUID) -> ResponseReturnValue:
    """Decline to be named, or be named no longer."""
    to = url_for("sharebacks.start")
    return _answer(shareback_id, service.leave_authors, to, _("Your name does not stand with it."))


def _answer(shareback_id: UUID, act: Callable[[UUID, UUID], None], to: str, words: str) -> ResponseReturnValue:
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            act(signed_in().id, shareback_id)
            return form.done(to, words)
    return form.back(page_of(shareback_id))


def _here(shareback_id: UUID) -> str:
    return url_for("sharebacks.authors", shareback_id=shareback_id)
