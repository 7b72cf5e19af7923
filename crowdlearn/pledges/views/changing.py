"""Changing an open pitch, step by step; here, because its pledges follow."""

from typing import Any
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.pitches import queries as pitches
from crowdlearn.pitches.forms import FORMS, StepForm
from crowdlearn.pitches.rules import Comparison, NotReady, Step
from crowdlearn.pitches.views.blueprint import pitch_url, read_step, step_url
from crowdlearn.pledges import service
from crowdlearn.web.access import access
from crowdlearn.web.markdown import render
from crowdlearn.web.viewer import signed_in
from crowdlearn.web.words import friendly

from .blueprint import blueprint


@blueprint.route("/pitches/<uuid:pitch_id>/change/<step>", methods=["GET", "POST"])
@access("pitch.change_form", "pitch.edit_open")
def change_pitch(pitch_id: UUID, step: str) -> ResponseReturnValue:
    """Change one step of an open pitch; what others agreed to, only once its pitcher lets them be asked again."""
    who, here = signed_in(), read_step(step)
    page = pitches.edit_page(who.id, pitch_id, here)
    if not page.is_open:
        return redirect(step_url(pitch_id, here) if page.is_unfinished else pitch_url(pitch_id), 303)
    form = FORMS[here](page.plan)
    if form.submitted():
        with form.showing_refusals():
            try:
                said = service.change_open_pitch(
                    who.id, pitch_id, form.changed(), understood=bool(form.understood.data)
                )
                return form.done(url_for("pledges.change_pitch", pitch_id=pitch_id, step=step), _words(said))
            except NotReady as refused:
                _blame(form, refused)
    return form.page(
        "pledges/change_pitch.html",
        page=page,
        here=here,
        ways=[
            (one.label, url_for("pledges.change_pitch", pitch_id=pitch_id, step=one.value), one is here) for one in Step
        ],
        material=_what_others_agreed_to(form, who.id, pitch_id),
        story_html=render(page.plan.story) if here is Step.STORY else "",
        back=pitch_url(pitch_id),
    )


def _what_others_agreed_to(form: StepForm, person_id: UUID, pitch_id: UUID) -> tuple[str, ...]:
    """Return the fields by which the refused change would ask others again."""
    if "understood" not in form.errors:
        return ()
    return service.preview_change(person_id, pitch_id, form.changed()).material


def _blame(form: StepForm, refused: NotReady) -> None:
    for point in refused.points:
        form.refuse(point.field, friendly(point))


def _words(said: Comparison) -> Any:
    if not said.changes:
        return _("Nothing was changed.")
    if said.material:
        return _(
            "Saved. Backers have 72 hours to say yes again, and your organisation clears it anew where it wants to."
        )
    return _("Saved. Nobody has to be asked again.")
