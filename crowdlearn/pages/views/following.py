"""The page of an organisation, and what a person follows."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from crowdlearn.pages.queries.follows import follows_page
from crowdlearn.pages.queries.organisation import organisation_page
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.forms import FollowForm
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in, viewer

from .base import blueprint

# the page of a kind of thing, the two acts on it, the name of its argument, its icon
WAYS = {
    FollowKind.TOPIC: ("pages.discover", "people.{}_topic", "topic", "sprout"),
    FollowKind.PERSON: ("pages.person", "people.{}_person", "person_id", "user-round"),
    FollowKind.ORGANISATION: ("pages.organisation", "people.{}_organisation", "organisation_id", "building-2"),
    FollowKind.PITCH: ("pages.pitch", "pitches.{}", "pitch_id", "lightbulb"),
}


@blueprint.route("/organisations/<uuid:organisation_id>")
@access("organisation.view")
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Show what an organisation's people pitched and shared back."""
    page = organisation_page(organisation_id, viewer().id)
    return render_template("pages/organisation.html", page=page, follow=_form())


@blueprint.route("/me/follows")
@access("follow.list")
def follows() -> ResponseReturnValue:
    """Show what the person follows, each with a button that ends it."""
    page = follows_page(signed_in().id, request.args.get("after", ""))
    lines = [(line, *_ways(line.kind, line.target)) for line in page.lines]
    more = following("pages.follows", page.after)
    return render_template("pages/follows.html", lines=lines, more=more, act=ActionForm(), act_on_pitch=FollowForm())


def _ways(kind: FollowKind, target: str) -> tuple[str, str, str]:
    page, act, name, icon = WAYS[kind]
    named: dict[str, Any] = {name: target}
    return url_for(page, **named), url_for(act.format("unfollow"), **named), icon


def _form() -> ActionForm | None:
    return ActionForm() if viewer().is_authenticated else None
