"""Who appears in a share-back: asked by its author, answered by a member or by the link of a letter."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.files.views import handed_out
from crowdlearn.kernel.errors import NotFound
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import AskToAppearForm, ConsentForm
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.headers import private_address
from crowdlearn.web.limits import by_network, limited, writes_limited
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/sharebacks/<uuid:shareback_id>/people", methods=["GET", "POST"])
@access("shareback.people", "shareback.ask_consent")
@writes_limited("LIMIT_COMMENT")
def people(shareback_id: UUID) -> ResponseReturnValue:
    """Show an author who appears in their share-back and what they answered, and ask somebody else."""
    page, _content = queries.draft_page(shareback_id, signed_in().id)
    form, here = AskToAppearForm(), url_for(".people", shareback_id=shareback_id)
    form.offer(page.form, list(page.media.pictures.values()))
    if form.submitted():
        with form.showing_refusals():
            service.ask_to_appear(signed_in().id, shareback_id, form.asking())
            return form.done(here, _("Asked. Until they agree, nobody is shown it."))
    rows = queries.people_in(shareback_id)
    return form.page("sharebacks/people.html", page=page, people=rows, action=ActionForm())


@blueprint.post("/sharebacks/<uuid:shareback_id>/people/<uuid:appearance_id>/remove")
@access("shareback.take_out")
def take_out(shareback_id: UUID, appearance_id: UUID) -> ResponseReturnValue:
    """Take off the list what is not in the share-back any more."""
    form, here = ActionForm(), url_for(".people", shareback_id=shareback_id)
    if form.submitted():
        with form.showing_refusals(to=here):
            service.take_out(signed_in().id, shareback_id, appearance_id)
            return form.done(here, _("Taken off the list."))
    return form.back(here)


@blueprint.get("/me/appearances")
@access("consent.list")
def appearances() -> ResponseReturnValue:
    """Show a member where they appear, what they agreed to, and what waits for their answer."""
    rows = queries.appearances_of(signed_in().id)
    return _shown(rows, partial(_at, ".answer"), partial(_at, ".mine"))


@blueprint.post("/me/appearances/<uuid:appearance_id>")
@access("consent.answer")
def answer(appearance_id: UUID) -> ResponseReturnValue:
    """Take a member's answer about one item."""
    return _taken(partial(service.answer_consent, signed_in().id, appearance_id), url_for(".appearances"))


@blueprint.get("/me/appearances/<uuid:appearance_id>/file")
@access("consent.file")
def mine(appearance_id: UUID) -> ResponseReturnValue:
    """Show a member the picture, or let them hear the recording, that they are asked about."""
    return handed_out(queries.file_of_mine(signed_in().id, appearance_id))


@blueprint.get("/appearing/<token>")
@access("consent.letter")
@limited("LIMIT_SIGN_IN", by_network)
def letter(token: str) -> ResponseReturnValue:
    """Show somebody without an account the same; whoever made one since answers there."""
    if queries.has_account_now(token):
        return redirect(url_for(".appearances"), 303)
    rows = queries.appearances_by_letter(token)
    return _shown(rows, partial(_at, ".answer_letter", token=token), partial(_at, ".letter_file", token=token))


@blueprint.post("/appearing/<token>/<uuid:appearance_id>")
@access("consent.letter_answer")
@limited("LIMIT_SIGN_IN", by_network)
def answer_letter(token: str, appearance_id: UUID) -> ResponseReturnValue:
    """Take the answer of somebody without an account."""
    return _taken(partial(service.answer_by_letter, token, appearance_id), url_for(".letter", token=token))


@blueprint.get("/appearing/<token>/<uuid:appearance_id>/file")
@access("consent.letter_file")
def letter_file(token: str, appearance_id: UUID) -> ResponseReturnValue:
    """Show somebody without an account the picture, or let them hear the recording."""
    return private_address(handed_out(queries.file_by_letter(token, appearance_id)))


def _at(view: str, appearance_id: UUID, **values: Any) -> str:
    return url_for(view, appearance_id=appearance_id, **values)


def _shown(
    rows: list[queries.Mine], answer_at: Callable[[UUID], str], file_at: Callable[[UUID], str]
) -> ResponseReturnValue:
    places = {row.id: (answer_at(row.id), file_at(row.id) if row.file_type else "") for row in rows}
    groups = dict[UUID, list[queries.Mine]]()
    for row in rows:  # what waits for an answer stands first, and draws the rest of its share-back with it
        groups.setdefault(row.shareback_id, []).append(row)
    shown = ConsentForm().page("sharebacks/appearances.html", groups=list(groups.values()), places=places)
    return private_address(make_response(shown))


def _taken(answer: Callable[..., None], back: str) -> ResponseReturnValue:
    form, said = ConsentForm(), request.form.get("agrees")
    if said not in ("yes", "no"):
        raise NotFound
    if form.submitted():
        agrees = said == "yes"
        with form.showing_refusals(to=back):
            answer(agrees=agrees)
            return form.done(back, _("Thank you. It may be shown.") if agrees else _("It is not shown any more."))
    return form.back(back)
