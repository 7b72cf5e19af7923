"""A pitch in the other language, for its pitcher."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.languages.forms import typed
from crowdlearn.languages.queries import typed_version
from crowdlearn.languages.rules import OTHER
from crowdlearn.pitches import queries, service
from crowdlearn.pitches.forms import PitchLanguageForm
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.locale import current_language
from crowdlearn.web.markdown import render
from crowdlearn.web.viewer import signed_in
from crowdlearn.web.words import in_language

from .blueprint import blueprint, pitch_url

LONG = {"story": 16, "application_plan": 4} | dict.fromkeys(
    ("benefit_me", "benefit_peers", "benefit_organisation", "improves"), 3
)


@blueprint.route("/pitches/<uuid:pitch_id>/language", methods=["GET", "POST"])
@access("pitch.language_form", "pitch.language")
def language(pitch_id: UUID) -> ResponseReturnValue:
    """Say one's own pitch in the other language."""
    original = queries.original_of_own(signed_in().id, pitch_id)
    before = typed_version("pitch", pitch_id)
    form = PitchLanguageForm(data=typed(before))
    form.leave_out(original.words, "title")
    if form.submitted():
        with form.showing_refusals():
            service.say_pitch(signed_in().id, pitch_id, form.said())
            return form.done(pitch_url(pitch_id), _("It can be read in both languages now."))
    return form.page(
        "languages/write.html",
        into=OTHER[original.language],
        written_in=original.language,
        original=[
            (form[part].label.text if part not in ("title", "summary", "story") else "", text, _as_html(part, text))
            for part, text in original.words.items()
        ],
        trail=[(in_language(current_language(), original.words["title"], original.language), pitch_url(pitch_id))],
        back=pitch_url(pitch_id),
        drop=url_for(".drop_language", pitch_id=pitch_id) if before else "",
        rows=LONG,
        counts={"title": 140, "summary": 280},
        optional=(),
        action=ActionForm(),
    )


@blueprint.post("/pitches/<uuid:pitch_id>/language/remove")
@access("pitch.language_drop")
def drop_language(pitch_id: UUID) -> ResponseReturnValue:
    """Take the version in the other language off."""
    form = ActionForm()
    if form.submitted():
        with form.showing_refusals():
            service.unsay_pitch(signed_in().id, pitch_id)
            return form.done(pitch_url(pitch_id), _("Taken away."))
    return form.back(url_for(".language", pitch_id=pitch_id))


def _as_html(part: str, text: str) -> str:
    return render(text) if part == "story" else ""
