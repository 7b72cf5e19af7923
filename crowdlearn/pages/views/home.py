"""The first page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from crowdlearn.web.access import access
from crowdlearn.web.viewer import viewer

from .base import blueprint
from .discover import show_pitches


@blueprint.route("/")
@access("public.home")
def home() -> ResponseReturnValue:
    """Show what waits for me; to visitors, what there is to back."""
    if not viewer().is_authenticated:
        return show_pitches()
    return render_template("pages/home.html")
