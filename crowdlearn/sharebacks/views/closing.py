"""Closing the loop: wishes answered by backers, thanks sent by the pitcher."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import ThanksForm, WishForm
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.get("/pitches/<uuid:pitch_id>/wishes")
@access("wish.form")
def wishes(pitch_id: UUID) -> ResponseReturnValue:
    """Ask a backer whether what they wished for was met."""
    page = queries.closing_page(pitch_id)
    return render_template(
        "sharebacks/wishes.html", page=page, wishes=queries.wishes_of(pitch_id, signed_in().id), wish_form=WishForm()
    )


@blueprint.post("/pitches/<uuid:pitch_id>/wishes/<uuid:promise_id>")
@access("wish.answer")
def answer_wish(pitch_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    """Take a backer's answer about one wish."""
    form, page = WishForm(), url_for("sharebacks.wishes", pitch_id=pitch_id)
    if form.submitted():
        with form.showing_refusals():
            service.answer_wish(signed_in().id, pitch_id, promise_id, form.met.data, form.note.data)
            return form.done(page, _("Thank you. The pitcher reads it."))
    return form.back(page)


@blueprint.get("/pitches/<uuid:pitch_id>/thanks")
@access("thanks.form")
def thanks(pitch_id: UUID) -> ResponseReturnValue:
    """Show the pitcher whom they have yet to thank."""
    return render_template(
        "sharebacks/thanks.html",
        page=queries.closing_page(pitch_id),
        backers=queries.thanks_owed(pitch_id),
        thanks_form=ThanksForm(),
    )


@blueprint.post("/pitches/<uuid:pitch_id>/thanks/<uuid:promise_id>")
@access("thanks.send")
def thank(pitch_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    """Send thanks to one backer."""
    form, page = ThanksForm(), url_for("sharebacks.thanks", pitch_id=pitch_id)
    if form.submitted():
        with form.showing_refusals():
            service.thank(signed_in().id, pitch_id, promise_id, form.text.data)
            return form.done(page, _("Your thanks are on their way."))
    return form.back(page)
