"""Pages that belong to no single feature."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from crowdlearn.web.access import access

blueprint = Blueprint("pages", __name__)


@blueprint.route("/")
@access("public.home")
def home() -> ResponseReturnValue:
    """Show the first page."""
    return render_template("pages/home.html")
