"""The standing pages: words that change only with the program."""

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.conversations import service as conversations
from crowdlearn.conversations.forms import FeedbackForm
from crowdlearn.web.access import access
from crowdlearn.web.headers import page_unchanged
from crowdlearn.web.limits import writes_limited
from crowdlearn.web.viewer import viewer

from .base import blueprint

STANDING = ("how_it_works", "for_pitchers", "for_backers", "for_managers", "rules", "privacy")


def _standing(name: str) -> Callable[[], ResponseReturnValue]:
    @access(f"public.{name}")
    def show() -> ResponseReturnValue:
        if (same := page_unchanged(name)) is not None:
            return same
        return render_template(f"pages/{name}.html")

    return show


for _name in STANDING:
    blueprint.add_url_rule(f"/{_name.replace('_', '-')}", _name, _standing(_name))


@blueprint.route("/accessibility", methods=["GET", "POST"])
@access("public.accessibility", "feedback.give")
@writes_limited("LIMIT_COMMENT")
def accessibility() -> ResponseReturnValue:
    """Say what everyone can count on, and take what is in somebody's way to the stewards."""
    form = FeedbackForm(data={"email": getattr(viewer(), "email", "")})
    if form.submitted():
        with form.showing_refusals():
            conversations.give_feedback(viewer().id, form.text.data, form.email.data)
            return form.done(url_for("pages.accessibility"), _("Thank you. A steward will read it."))
    return form.page("pages/accessibility.html")
