"""Encouragement without a pledge."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.conversations import service
from crowdlearn.conversations.forms import EncourageForm, TakeBackForm
from crowdlearn.web.access import access
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.locale import current_language
from crowdlearn.web.viewer import signed_in

from .base import blueprint, pitch_page


@blueprint.post("/pitches/<uuid:pitch_id>/encourage")
@access("encouragement.give")
@writes_limited("LIMIT_COMMENT")
def encourage(pitch_id: UUID) -> ResponseReturnValue:
    """Encourage a pitcher, with a line or without."""
    form = EncourageForm()
    if form.submitted():
        done = pitch_page(pitch_id, "encouragement")
        with form.showing_refusals(to=done):
            service.encourage(signed_in().id, "pitch", pitch_id, form.line.data, current_language())
            return form.done(done, _("Thank you. It is on the page."))
    return form.back(pitch_page(pitch_id), anchor="encouragement")


@blueprint.post("/pitches/<uuid:pitch_id>/encourage/take-back")
@access("encouragement.take_back")
def take_back(pitch_id: UUID) -> ResponseReturnValue:
    """Take one's encouragement back."""
    form = TakeBackForm()
    if form.submitted():
        done = pitch_page(pitch_id, "encouragement")
        with form.showing_refusals(to=done):
            service.take_back_encouragement(signed_in().id, "pitch", pitch_id)
            return form.done(done, _("Your encouragement is taken back."))
    return form.back(pitch_page(pitch_id), anchor="encouragement")
