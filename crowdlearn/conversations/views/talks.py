"""Private messages between a reader and the owner of a thing."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.conversations import queries, service
from crowdlearn.conversations.forms import MessageForm, ReplyForm
from crowdlearn.web.access import access
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.viewer import signed_in

from .base import blueprint, here, pitch_page


@blueprint.route("/pitches/<uuid:pitch_id>/write", methods=["GET", "POST"])
@access("message.write_form", "message.write")
@writes_limited("LIMIT_COMMENT")
def write(pitch_id: UUID) -> ResponseReturnValue:
    """Think a pitch through with its owner; neither sees the other's address."""
    form, subject = MessageForm(), queries.subject_for("pitch", pitch_id, signed_in().id)
    if form.submitted():
        with form.showing_refusals():
            talk_id = service.write_to_owner(signed_in().id, "pitch", pitch_id, form.text.data)
            return form.done(url_for(".talk", talk_id=talk_id), _("Sent. The answer comes here and by mail."))
    return form.page("conversations/write.html", subject=subject, back=pitch_page(pitch_id))


@blueprint.route("/talks/<uuid:talk_id>", methods=["GET", "POST"])
@access("message.read", "message.reply")
@writes_limited("LIMIT_COMMENT")
def talk(talk_id: UUID) -> ResponseReturnValue:
    """Show an exchange to its two people, and let them write on."""
    form, page = ReplyForm(), queries.talk_page(talk_id, signed_in().id)
    if form.submitted():
        with form.showing_refusals():
            service.reply(signed_in().id, talk_id, form.text.data)
            return form.done(url_for(".talk", talk_id=talk_id, _anchor="last"), _("Sent."))
    return form.page("conversations/talk.html", talk=page, back=here(page.path))
