"""Who learned from whom: a picture by generation, and the same as a table."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from crowdlearn.outcomes import queries
from crowdlearn.outcomes.queries import About, Scope
from crowdlearn.outcomes.rules.chain import Learner, draw
from crowdlearn.web.access import access
from crowdlearn.web.viewer import viewer

from .blueprint import blueprint, is_member
from .places import place_of


@blueprint.get("/pitches/<uuid:pitch_id>/chain")
@access("chain.pitch")
def chain_of_pitch(pitch_id: UUID) -> ResponseReturnValue:
    """Show who learned from what came back of a pitch, and who from them."""
    return _page(Scope(About.PITCH, pitch_id))


@blueprint.get("/people/<uuid:person_id>/chain")
@access("chain.person")
def chain_of_person(person_id: UUID) -> ResponseReturnValue:
    """Show who learned from a person, and who from them."""
    return _page(Scope(About.PERSON, person_id))


@blueprint.get("/organisations/<uuid:organisation_id>/chain")
@access("chain.organisation")
def chain_of_organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Show who learned from an organisation's people, and who from them."""
    return _page(Scope(About.ORGANISATION, organisation_id))


def _page(scope: Scope) -> ResponseReturnValue:
    found = queries.chain(scope, viewer().id, member=is_member())
    learners = [Learner(link.person_id, link.name, link.teacher_id, link.generation) for link in found.links]
    picture = draw(found.generations, learners)
    return render_template("outcomes/chain.html", chain=found, picture=picture, place=place_of(found.head))
