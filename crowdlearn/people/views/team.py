"""Who leads whom: named by the member, confirmed by the manager."""

from collections.abc import Callable
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.clock import clock
from crowdlearn.people import queries, service
from crowdlearn.people.forms.profile import ActingForm, LineForm, ManagerForm
from crowdlearn.web.access import access
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint


@blueprint.route("/me/team")
@access("manager.team")
def team() -> ResponseReturnValue:
    """Show who leads a person, whom they lead, who waits for their word and who stands in for them."""
    who, form = signed_in(), LineForm()
    return form.page("people/team.html", page=queries.team(who.id, clock.today(who.time_zone)))


@blueprint.route("/me/manager", methods=["GET", "POST"])
@access("manager.form", "manager.request")
def manager() -> ResponseReturnValue:
    """Ask for the manager's address; it has no effect until they confirm."""
    form = ManagerForm()
    if form.submitted():
        with form.showing_refusals():
            service.name_manager(signed_in().id, form.email.data)
            return form.done(url_for("people.team"), _("Your manager is asked to confirm."))
    return form.page("people/manager.html")


@blueprint.post("/me/team/<uuid:link_id>/confirm")
@access("manager.accept")
def confirm_line(link_id: UUID) -> ResponseReturnValue:
    """Confirm that one leads a person."""
    return _act(service.confirm_line, link_id, _("The reporting line is confirmed."))


@blueprint.post("/me/team/<uuid:link_id>/decline")
@access("manager.decline")
def decline_line(link_id: UUID) -> ResponseReturnValue:
    """Say that one does not lead a person."""
    return _act(service.decline_line, link_id, _("You said that you do not lead this person."))


@blueprint.post("/me/team/<uuid:link_id>/end")
@access("manager.end_own")
def end_line(link_id: UUID) -> ResponseReturnValue:
    """End a line as its report or its manager."""
    return _act(service.end_line, link_id, _("The reporting line has ended."))


@blueprint.route("/me/acting", methods=["GET", "POST"])
@access("approval.delegate_form", "approval.delegate")
def acting() -> ResponseReturnValue:
    """Ask who stands in for a manager, and when."""
    form = ActingForm()
    if form.submitted():
        with form.showing_refusals():
            who = signed_in().id
            service.name_acting(who, who, form.email.data, form.starts_on.day, form.ends_on.day)
            return form.done(url_for("people.team"), _("Your colleague decides for you on these days."))
    return form.page("people/acting.html")


@blueprint.post("/me/acting/<uuid:acting_id>/end")
@access("approval.delegate_end")
def end_acting(acting_id: UUID) -> ResponseReturnValue:
    """End an arrangement."""
    return _act(service.end_acting, acting_id, _("The arrangement has ended."))


def _act(use_case: Callable[[UUID, UUID], None], about: UUID, message: str) -> ResponseReturnValue:
    form = LineForm()
    if form.submitted():
        with form.showing_refusals():
            use_case(signed_in().id, about)
            return form.done(url_for("people.team"), message)
    return form.back(url_for("people.team"))
