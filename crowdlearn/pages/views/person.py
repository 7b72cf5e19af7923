"""The page of one person: what they say of themselves, what they pitched, and how they keep promises."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from crowdlearn.outcomes.views.record import evidence_at
from crowdlearn.pages.queries.person import person_page
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.viewer import viewer

from .base import blueprint


@blueprint.route("/people/<uuid:person_id>")
@access("profile.view")
def person(person_id: UUID) -> ResponseReturnValue:
    """Show what a person lets others see."""
    page = person_page(person_id, viewer().id)
    follow = ActionForm() if viewer().is_authenticated else None
    return render_template("pages/person.html", page=page, person=page.profile, follow=follow, evidence_at=evidence_at)
