"""Closing the loop: wishes answered by backers, thanks sent by the pitcher. One question at a time."""

from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.errors import NotFound
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import ThanksForm, WishForm
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.get("/pitches/<uuid:pitch_id>/wishes")
@access("wish.form")
def wishes(pitch_id: UUID) -> ResponseReturnValue:
    """Ask a backer whether what they wished for was met: the wish in ?promise=, else the first without an answer."""
    rows = queries.wishes_of(pitch_id, signed_in().id)
    asked = request.args.get("promise", "")
    chosen = [row for row in rows if str(row.promise_id) == asked] if asked else [row for row in rows if not row.met]
    now = chosen[0] if chosen else None
    form = WishForm(data={"met": now.met, "note": now.note} if now else {})
    return form.page("sharebacks/wishes.html", page=queries.closing_page(pitch_id), wishes=rows, now=now)


@blueprint.post("/pitches/<uuid:pitch_id>/wishes/<uuid:promise_id>")
@access("wish.answer")
def answer_wish(pitch_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    """Take a backer's answer about one wish."""
    form = WishForm()
    if form.submitted():
        with form.showing_refusals():
            service.answer_wish(signed_in().id, pitch_id, promise_id, form.met.data, form.note.data)
            return form.done(
                url_for("sharebacks.wishes", pitch_id=pitch_id), _("Thank you. The pitcher reads your answer.")
            )
    return form.back(url_for("sharebacks.wishes", pitch_id=pitch_id, promise=promise_id))


@blueprint.get("/pitches/<uuid:pitch_id>/thanks")
@access("thanks.form")
def thanks(pitch_id: UUID) -> ResponseReturnValue:
    """Show the pitcher whom they have yet to thank: the backer in ?backer=, else the first without thanks."""
    backers = queries.thanks_owed(pitch_id)
    owed = [backer for backer in backers if backer.text is None]
    asked = request.args.get("backer", "")
    chosen = [backer for backer in owed if str(backer.promise_id) == asked] if asked else owed
    if asked and not chosen:
        raise NotFound
    now, page = (chosen[0] if chosen else None), queries.closing_page(pitch_id)
    return ThanksForm().page("sharebacks/thanks.html", page=page, backers=backers, owed=owed, now=now)


@blueprint.post("/pitches/<uuid:pitch_id>/thanks/<uuid:promise_id>")
@access("thanks.send")
def thank(pitch_id: UUID, promise_id: UUID) -> ResponseReturnValue:
    """Send thanks to one backer."""
    form = ThanksForm()
    if form.submitted():
        with form.showing_refusals():
            picture, words = form.file.data or None, form.picture_words.data
            service.thank(signed_in().id, pitch_id, promise_id, form.text.data, picture, words)
            return form.done(url_for("sharebacks.thanks", pitch_id=pitch_id), _("Your thanks are on their way."))
    return form.back(url_for("sharebacks.thanks", pitch_id=pitch_id, backer=promise_id))


@blueprint.get("/me/thanks")
@access("thanks.received")
def thanks_received() -> ResponseReturnValue:
    """Show a backer the thanks they got."""
    page = queries.thanks_received(signed_in().id, request.args.get("after", ""))
    return render_template("sharebacks/thanks_received.html", page=page)
