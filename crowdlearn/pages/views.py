"""Pages that belong to no single feature."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from crowdlearn.web.access import access
from crowdlearn.web.style_guide import samples

blueprint = Blueprint("pages", __name__)


@blueprint.route("/")
@access("public.home")
def home() -> ResponseReturnValue:
    """Show the first page."""
    return render_template("pages/home.html")


@blueprint.get("/style-guide")
@access("public.style_guide")
def style_guide() -> ResponseReturnValue:
    """Show every component in every state, with invented content."""
    return render_template("pages/style_guide.html", **samples())
