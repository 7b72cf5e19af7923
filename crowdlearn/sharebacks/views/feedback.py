"""Feedback of those who came, and what its host sees of it."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.errors import NotFound
from crowdlearn.sharebacks import queries, service
from crowdlearn.sharebacks.forms import FeedbackForm
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .attending import own_event
from .blueprint import blueprint, page_of, readable


@blueprint.route("/sharebacks/<uuid:shareback_id>/feedback", methods=["GET", "POST"])
@access("event.feedback_form", "event.feedback")
def feedback(shareback_id: UUID) -> ResponseReturnValue:
    """Let someone who came tell the host how it was, once and without a name."""
    page = readable(shareback_id)
    if not page.i_attended:
        raise NotFound
    form = FeedbackForm()
    if form.submitted():
        with form.showing_refusals():
            said = {**form.scores(), "would_use": form.would_use.data, "text": form.text.data}
            service.give_feedback(signed_in().id, shareback_id, **said)
            return form.done(page_of(shareback_id), _("Thank you. The host sees it together with the others’ answers."))
    return form.page("sharebacks/feedback.html", page=page)


@blueprint.get("/sharebacks/<uuid:shareback_id>/results")
@access("event.results")
def results(shareback_id: UUID) -> ResponseReturnValue:
    """Show the host who was reached, how many came, and what they said together."""
    page = own_event(shareback_id)
    return render_template("sharebacks/results.html", page=page, results=queries.results_of(shareback_id))
