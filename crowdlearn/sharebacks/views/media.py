"""Pictures, sound and captions of a share-back, for its author."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.files.rules import KINDS
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import CaptionsForm, PictureForm, SoundForm
from crowdlearn.sharebacks.rules import Form, MediumKind
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint

MOST_SOUND = KINDS["mp3"].most + 100_000  # and the form around it


@blueprint.route("/sharebacks/<uuid:shareback_id>/media", methods=["GET", "POST"])
@access("shareback.media", "shareback.upload")
def media(shareback_id: UUID) -> ResponseReturnValue:
    """Show what lies beside the words of one's own share-back, and add a picture."""
    form = PictureForm()
    if form.submitted():
        with form.showing_refusals():
            words = {"alt": form.alt.data, "caption": form.caption.data}
            service.attach(signed_in().id, shareback_id, MediumKind.PICTURE, form.file.data, **words)
            return form.done(_here(shareback_id), _("The picture is in."))
    return _shown(form, shareback_id, picture_form=form)


@blueprint.post("/sharebacks/<uuid:shareback_id>/media/sound")
@access("shareback.upload_sound", most_bytes=MOST_SOUND)
def add_sound(shareback_id: UUID) -> ResponseReturnValue:
    """Give a recording its sound."""
    form = SoundForm()
    if form.submitted():
        with form.showing_refusals():
            service.attach(signed_in().id, shareback_id, MediumKind.SOUND, form.file.data)
            return form.done(_here(shareback_id), _("The sound is in."))
    return form.back(_here(shareback_id))


@blueprint.post("/sharebacks/<uuid:shareback_id>/media/captions")
@access("shareback.upload_captions")
def add_captions(shareback_id: UUID) -> ResponseReturnValue:
    """Give a recording its captions."""
    form = CaptionsForm()
    if form.submitted():
        with form.showing_refusals():
            service.attach(signed_in().id, shareback_id, MediumKind.CAPTIONS, form.file.data)
            return form.done(_here(shareback_id), _("The captions are in."))
    return form.back(_here(shareback_id))


@blueprint.post("/sharebacks/<uuid:shareback_id>/media/<uuid:medium_id>/remove")
@access("shareback.remove_medium")
def remove_medium(shareback_id: UUID, medium_id: UUID) -> ResponseReturnValue:
    """Take something away that lay beside the words."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.take_away(signed_in().id, shareback_id, medium_id)
            return form.done(_here(shareback_id), _("Taken away."))
    return form.back(_here(shareback_id))


def _here(shareback_id: UUID) -> str:
    return url_for("sharebacks.media", shareback_id=shareback_id)


def _shown(form: PictureForm, shareback_id: UUID, **forms: object) -> ResponseReturnValue:
    page, _content = queries.writing_page(shareback_id, signed_in().id)
    recorded = {"sound_form": SoundForm(), "captions_form": CaptionsForm()} if page.form is Form.RECORDING else {}
    return form.page("sharebacks/media.html", page=page, action=ActionForm(), **recorded, **forms)
