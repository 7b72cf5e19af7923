"""Buttons that follow a topic, a person or an organisation."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.people import service
from crowdlearn.people.rules import FollowKind
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.redirects import next_address
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.post("/topics/<topic>/follow")
@access("topic.follow_one")
def follow_topic(topic: str) -> ResponseReturnValue:
    """Hear of what is new on a topic."""
    return _follow(FollowKind.TOPIC, topic, url_for("pages.discover", topic=topic))


@blueprint.post("/topics/<topic>/unfollow")
@access("topic.unfollow")
def unfollow_topic(topic: str) -> ResponseReturnValue:
    """Hear of it no longer."""
    return _unfollow(FollowKind.TOPIC, topic, url_for("pages.discover", topic=topic))


@blueprint.post("/people/<uuid:person_id>/follow")
@access("profile.follow")
def follow_person(person_id: UUID) -> ResponseReturnValue:
    """Hear of what a person pitches and shares back."""
    return _follow(FollowKind.PERSON, str(person_id), url_for("pages.person", person_id=person_id))


@blueprint.post("/people/<uuid:person_id>/unfollow")
@access("profile.unfollow")
def unfollow_person(person_id: UUID) -> ResponseReturnValue:
    """Hear of them no longer."""
    return _unfollow(FollowKind.PERSON, str(person_id), url_for("pages.person", person_id=person_id))


@blueprint.post("/organisations/<uuid:organisation_id>/follow")
@access("organisation.follow")
def follow_organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Hear of what an organisation's people pitch."""
    return _follow(FollowKind.ORGANISATION, str(organisation_id), _organisation(organisation_id))


@blueprint.post("/organisations/<uuid:organisation_id>/unfollow")
@access("organisation.unfollow")
def unfollow_organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Hear of it no longer."""
    return _unfollow(FollowKind.ORGANISATION, str(organisation_id), _organisation(organisation_id))


def _organisation(organisation_id: UUID) -> str:
    return url_for("pages.organisation", organisation_id=organisation_id)


def _follow(kind: FollowKind, target: str, page: str) -> ResponseReturnValue:
    form, back = ActionForm(), next_address(page)
    if form.submitted():
        with form.showing_refusals():
            service.follow(signed_in().id, kind, target)
            return form.done(back, _("You will hear what is new. You choose how under “What reaches me”."))
    return form.back(back)


def _unfollow(kind: FollowKind, target: str, page: str) -> ResponseReturnValue:
    form, back = ActionForm(), next_address(page)
    if form.submitted():
        with form.showing_refusals():
            service.unfollow(signed_in().id, kind, target)
            return form.done(back, _("You will hear no more of it."))
    return form.back(back)
