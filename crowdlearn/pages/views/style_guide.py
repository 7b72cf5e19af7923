"""Every component on one page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from crowdlearn.web.access import access
from crowdlearn.web.style_guide import samples

from .base import blueprint


@blueprint.get("/style-guide")
@access("public.style_guide")
def style_guide() -> ResponseReturnValue:
    """Show every component in every state, with invented content."""
    return render_template("pages/style_guide.html", **samples())
