"""The guided form, step by step, and its last page."""

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.pitches import queries, service
from crowdlearn.pitches.forms import FORMS, PublishForm
from crowdlearn.pitches.rules import Step
from crowdlearn.web.access import access
from crowdlearn.web.markdown import render
from crowdlearn.web.viewer import signed_in

from .blueprint import CHECK, after, blueprint, pitch_url, read_step, step_url, ways


@blueprint.route("/pitches/<uuid:pitch_id>/edit/<step>", methods=["GET", "POST"])
@access("pitch.edit_form", "pitch.edit_draft")
def edit(pitch_id: UUID, step: str) -> ResponseReturnValue:
    """Show one step of a draft and keep it: what can be read goes into the draft, the rest waits as it was typed."""
    who, here = signed_in(), read_step(step)
    page = queries.edit_page(who.id, pitch_id, here)
    if page.is_open:
        return redirect(url_for("pledges.change_pitch", pitch_id=pitch_id, step=step), 303)
    form = FORMS[here](page.plan, page.typed)
    if form.submitted() and not form.refuse_clashes():
        with form.showing_refusals():
            service.save_step(who.id, pitch_id, here, form.changed())
            return form.done(_onward(pitch_id, here))
    elif form.is_submitted() and form.list_change() is None:
        service.save_step(who.id, pitch_id, here, form.changed(), form.as_typed())
        if (elsewhere := _chosen(pitch_id)) is not None:
            return redirect(elsewhere, 303)
    story = render(page.plan.story) if here is Step.STORY else ""
    steps = ways(pitch_id, here, page.done, page.waiting)
    return form.page("pitches/edit.html", page=page, here=here, ways=steps, story_html=story)


@blueprint.post("/pitches/<uuid:pitch_id>/draft/<step>")
@access("pitch.autosave")
def autosave(pitch_id: UUID, step: str) -> ResponseReturnValue:
    """Keep a step while it is being typed; answers 204 with the marks of what is kept now, 409 for a clash."""
    who, here = signed_in(), read_step(step)
    form = FORMS[here](queries.edit_page(who.id, pitch_id, here).plan)
    whole, clashes = form.validate(), form.refuse_clashes()
    service.save_step(who.id, pitch_id, here, form.changed(), None if whole and not clashes else form.as_typed())
    if clashes:
        return "", 409
    return "", 204, {"X-Seen": form.marks(queries.edit_page(who.id, pitch_id, here).plan)}


@blueprint.route("/pitches/<uuid:pitch_id>/check")
@access("pitch.check")
def check(pitch_id: UUID) -> ResponseReturnValue:
    """Show what the draft still lacks, who knows this already, and the button that publishes it."""
    page = queries.check_page(signed_in().id, pitch_id)
    steps = ways(pitch_id, None, page.done, page.waiting)
    return PublishForm().page("pitches/check.html", page=page, ways=steps, step_url=step_url)


@blueprint.post("/pitches/<uuid:pitch_id>/publish")
@access("pitch.publish")
def publish(pitch_id: UUID) -> ResponseReturnValue:
    """Publish a draft or an idea. What it lacks is said on its last page."""
    form = PublishForm()
    if form.submitted():
        with form.showing_refusals():
            service.publish(signed_in().id, pitch_id)
            return form.done(pitch_url(pitch_id), _("Your pitch is live. Tell someone about it."))
    return form.back(step_url(pitch_id, None))


def _onward(pitch_id: UUID, step: Step) -> str:
    match request.form.get("then"):
        case "close":
            return url_for("pitches.mine")
        case "stay":
            return step_url(pitch_id, step)
    return _chosen(pitch_id) or step_url(pitch_id, after(step))


def _chosen(pitch_id: UUID) -> str | None:
    """Return the address of the step that the form was left for, None where it goes on in order."""
    then = request.form.get("then", "")
    if then not in {CHECK, *Step}:
        return None
    return step_url(pitch_id, None if then == CHECK else Step(then))
