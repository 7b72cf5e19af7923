"""The ways to a pitch: ten quick answers, the guided form, or an unfinished idea."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.clock import clock
from crowdlearn.pitches import queries, service
from crowdlearn.pitches.forms import BeginForm, BudgetForm, IdeaForm, QuickForm, StoryForm
from crowdlearn.pitches.rules import NotReady, Plan, Step, figures
from crowdlearn.web.access import access
from crowdlearn.web.markdown import render
from crowdlearn.web.viewer import signed_in, viewer

from .blueprint import blueprint, pitch_url, step_url


@blueprint.route("/pitches/new")
@access("pitch.start")
def start() -> ResponseReturnValue:
    """Show the doors."""
    return BeginForm().page("pitches/start.html")


@blueprint.post("/pitches/new")
@access("pitch.create")
def begin() -> ResponseReturnValue:
    """Begin a draft and open the guided form."""
    form, who = BeginForm(), signed_in()
    if form.submitted():
        with form.showing_refusals():
            known = {"language": who.language, "time_zone": who.time_zone}
            return form.done(step_url(service.start_draft(who.id, known), Step.WHAT))
    return form.back(url_for("pitches.start"))


@blueprint.route("/pitches/quick", methods=["GET", "POST"])
@access("pitch.quick_form", "pitch.quick", begun_in=QuickForm)
def quick() -> ResponseReturnValue:
    """Ask ten questions and publish at once; what a visitor typed waits until they have signed in."""
    form = QuickForm()
    if form.submitted():
        who = signed_in()
        with form.showing_refusals():
            if who.waiting:
                draft_id = service.keep_answers(who.id, form.answers(who.time_zone))
                return form.done(step_url(draft_id, None), _("It is kept as a draft, until you may publish it."))
            try:
                pitch_id = service.quick_pitch(who.id, form.answers(who.time_zone))
                return form.done(pitch_url(pitch_id), _("Your pitch is live. Tell someone about it."))
            except NotReady as refused:
                form.blame(refused.points)
    plan = form.plan(clock.today(viewer().time_zone))
    learned = queries.who_learned(plan, viewer().id) if plan.title else []
    return form.page("pitches/quick.html", figures=figures(plan), learned=learned)


@blueprint.route("/pitches/idea", methods=["GET", "POST"])
@access("pitch.idea_form", "pitch.share_idea", begun_in=IdeaForm)
def idea() -> ResponseReturnValue:
    """Ask for an idea in two lines and show it to everybody."""
    form = IdeaForm()
    if form.submitted():
        with form.showing_refusals():
            pitch_id = service.share_idea(signed_in().id, form.changes())
            return form.done(pitch_url(pitch_id), _("Your idea is shared. Others can now think it through with you."))
    return form.page("pitches/idea.html")


@blueprint.post("/pitches/figures")
@access("pitch.figures")
def live() -> ResponseReturnValue:
    """Answer a half-filled form with what the page shows beside it: the arithmetic, the story, who knows this already.

    Nothing is kept. The parts carry data-live-into; a page takes those it has room for.
    """
    budget, story, quick = BudgetForm(), StoryForm(), QuickForm()
    plan, html, learned = Plan(), "", []
    if budget.is_submitted():
        budget.validate()
        plan = Plan(**budget.changes())  # type: ignore[arg-type]
    elif story.is_submitted():
        html = render(story.story.data or "")
    elif quick.is_submitted():
        quick.validate()
        plan = quick.plan(clock.today(viewer().time_zone))
        learned = queries.who_learned(plan, viewer().id) if plan.title else []
    return render_template(
        "pitches/live.html", figures=figures(plan), html=html, learned=learned, asked=bool(plan.title)
    )
