"""What it all added up to."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from crowdlearn.outcomes import queries
from crowdlearn.outcomes.queries import About, Scope
from crowdlearn.web.access import access
from crowdlearn.web.viewer import viewer

from .blueprint import blueprint, is_member
from .places import place_of

LOOK_IN = frozenset({"steward", "admin", "auditor"})


@blueprint.get("/pitches/<uuid:pitch_id>/impact")
@access("impact.view")
def impact(pitch_id: UUID) -> ResponseReturnValue:
    """Show what a pitch added up to."""
    page = queries.impact(pitch_id, member=is_member(), viewer_id=viewer().id)
    return render_template("outcomes/impact.html", page=page)


@blueprint.get("/people/<uuid:person_id>/impact")
@access("impact.person")
def impact_of_person(person_id: UUID) -> ResponseReturnValue:
    """Show what a member's learning and sharing added up to."""
    return _footprint(Scope(About.PERSON, person_id))


@blueprint.get("/organisations/<uuid:organisation_id>/impact")
@access("impact.organisation")
def impact_of_organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Show what an organisation's people added up to; its own people also see where capability is missing."""
    who = viewer()
    inside = is_member() and getattr(who, "organisation_id", None) == organisation_id
    return _footprint(Scope(About.ORGANISATION, organisation_id), sees_gap=inside or bool(who.roles & LOOK_IN))


@blueprint.get("/impact")
@access("impact.all")
def impact_of_all() -> ResponseReturnValue:
    """Show what everyone together added up to."""
    return _footprint(Scope(About.ALL))


def _footprint(scope: Scope, *, sees_gap: bool = False) -> ResponseReturnValue:
    page = queries.footprint(scope, viewer().id, sees_gap=sees_gap)
    return render_template("outcomes/footprint.html", page=page, place=place_of(page.head))
