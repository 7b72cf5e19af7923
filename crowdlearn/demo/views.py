"""The demo's own pages: who to sign in as, the clock, and the mail. They are there in a demo only."""

from datetime import timedelta
from pathlib import Path

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.jobs import travel_ahead
from crowdlearn.kernel.clock import now
from crowdlearn.web.access import access

from .forms import LeapForm
from .letters import newest
from .play import sign_ins

blueprint = Blueprint("demo", __name__)


@blueprint.route("/demo", methods=["GET", "POST"])
@access("demo.index", "demo.advance")
def index() -> ResponseReturnValue:
    """Say who to sign in as, show the demo's time and move it ahead."""
    form = LeapForm()
    if form.submitted():
        with form.showing_refusals():
            done = travel_ahead(timedelta(days=int(form.days.data)))
            moving = _("The clock is on its way, and what falls due is being done. Look again in a minute.")
            return form.done(url_for("demo.index"), _("The clock was moved.") if done else moving)
    return form.page("demo/index.html", sign_ins=sign_ins(), now=now())


@blueprint.get("/demo/mail")
@access("demo.mail")
def mail() -> ResponseReturnValue:
    """Show the newest mail of everyone."""
    folder = Path(current_app.config["CROWDLEARN_HOME"]) / "mail"
    return render_template("demo/mail.html", letters=newest(folder))
