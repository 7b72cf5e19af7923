"""Looking after one's pitches: the list, copies, pauses, news, endings, and what was said before."""

from collections.abc import Callable
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.money import Money
from crowdlearn.pitches import queries, service
from crowdlearn.pitches.forms import CloneForm, DeleteForm, FollowForm, PauseForm, UpdateForm, WithdrawForm
from crowdlearn.pitches.rules import Step
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.markdown import render
from crowdlearn.web.redirects import next_address
from crowdlearn.web.viewer import signed_in, viewer

from .blueprint import blueprint, pitch_url, step_url


@blueprint.route("/me/pitches")
@access("pitch.mine")
def mine() -> ResponseReturnValue:
    """List one's own pitches, each with its next act."""
    own = queries.mine(signed_in().id)
    return render_template("pitches/mine.html", pitches=own, clone=CloneForm(), pause=PauseForm(), money=Money)


@blueprint.route("/pitches/<uuid:pitch_id>/history")
@access("pitch.history")
def history(pitch_id: UUID) -> ResponseReturnValue:
    """Show what a pitch said, version by version."""
    return render_template("pitches/history.html", page=queries.history(viewer().id, pitch_id), money=Money)


@blueprint.route("/pitches/<uuid:pitch_id>/withdraw", methods=["GET", "POST"])
@access("pitch.cancel_form", "pitch.cancel")
def withdraw(pitch_id: UUID) -> ResponseReturnValue:
    """Say what withdrawing means, then do it."""
    form, who = WithdrawForm(), signed_in()
    if form.submitted():
        with form.showing_refusals():
            service.withdraw(who.id, pitch_id, form.words.data)
            return form.done(pitch_url(pitch_id), _("Your pitch is withdrawn. Nobody pays anything."))
    return form.page("pitches/withdraw.html", pitch=queries.face_of_own(who.id, pitch_id))


@blueprint.route("/pitches/<uuid:pitch_id>/delete", methods=["GET", "POST"])
@access("pitch.delete_form", "pitch.delete_draft")
def delete_draft(pitch_id: UUID) -> ResponseReturnValue:
    """Say what deleting means, then do it."""
    form, who = DeleteForm(), signed_in()
    if form.submitted():
        with form.showing_refusals():
            service.delete_draft(who.id, pitch_id)
            return form.done(url_for("pitches.mine"), _("The draft is deleted."))
    return form.page("pitches/delete_draft.html", pitch=queries.face_of_own(who.id, pitch_id))


@blueprint.post("/pitches/<uuid:pitch_id>/clone")
@access("pitch.clone")
def clone(pitch_id: UUID) -> ResponseReturnValue:
    """Copy a pitch into a new draft."""
    form = CloneForm()
    if form.submitted():
        with form.showing_refusals():
            copy_id = service.clone(signed_in().id, pitch_id)
            return form.done(
                step_url(copy_id, Step.WHAT), _("A new draft with the same words. Its days are yours to set.")
            )
    return form.back(url_for("pitches.mine"))


@blueprint.post("/pitches/<uuid:pitch_id>/pause")
@access("pitch.pause")
def pause(pitch_id: UUID) -> ResponseReturnValue:
    """Take no pledges for now."""
    return _act(PauseForm(), pitch_id, service.pause, _("Your pitch is paused: it takes no pledges for now."))


@blueprint.post("/pitches/<uuid:pitch_id>/resume")
@access("pitch.resume")
def resume(pitch_id: UUID) -> ResponseReturnValue:
    """Take pledges again."""
    return _act(PauseForm(), pitch_id, service.resume, _("Your pitch is open again."))


@blueprint.route("/pitches/<uuid:pitch_id>/news", methods=["GET", "POST"])
@access("pitch.update_form", "pitch.update")
def write_update(pitch_id: UUID) -> ResponseReturnValue:
    """Ask the pitcher for news, show how it reads and how many hear it, then tell it."""
    form, who = UpdateForm(), signed_in()
    if form.submitted():
        if request.form.get("then") == "look":
            return form.back()
        with form.showing_refusals():
            service.write_update(who.id, pitch_id, form.text.data)
            return form.done(pitch_url(pitch_id), _("Your news is out."))
    ready = form.kept is not None and not form.errors
    return form.page(
        "pitches/write_update.html",
        page=queries.news_page(who.id, pitch_id),
        preview=render(form.text.data) if ready else "",
    )


@blueprint.post("/pitches/<uuid:pitch_id>/follow")
@access("pitch.follow")
def follow(pitch_id: UUID) -> ResponseReturnValue:
    """Hear of a pitch's news."""
    return _act(FollowForm(), pitch_id, service.follow, _("You will hear of its news."))


@blueprint.post("/pitches/<uuid:pitch_id>/unfollow")
@access("pitch.unfollow")
def unfollow(pitch_id: UUID) -> ResponseReturnValue:
    """Hear of it no longer."""
    return _act(FollowForm(), pitch_id, service.unfollow, _("You will hear of it no longer."))


def _act(form: ActionForm, pitch_id: UUID, act: Callable[[UUID, UUID], None], words: str) -> ResponseReturnValue:
    """Carry out one act of one button; a refusal is said on the pitch's page, or on the one that `next` names."""
    back = next_address(pitch_url(pitch_id))
    if form.submitted():
        with form.showing_refusals(to=pitch_url(pitch_id)):
            act(signed_in().id, pitch_id)
            return form.done(back, words)
    return form.back(back)
