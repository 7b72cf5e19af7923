"""Administrators' pages: people, roles, organisations, reporting lines; and suspension by stewards."""

from collections.abc import Callable
from uuid import UUID

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.kernel.money import Money
from crowdlearn.people import queries, service
from crowdlearn.people.forms.administration import (
    AdoptionForm,
    OrganisationForm,
    RoleForm,
    SearchForm,
    StaffActionForm,
    SuspendForm,
)
from crowdlearn.people.rules import TWO_TO_GRANT, MoneyMode
from crowdlearn.web.access import access
from crowdlearn.web.locale import current_language
from crowdlearn.web.paging import following
from crowdlearn.web.viewer import signed_in

from .blueprint import blueprint

EVERYWHERE = "all"


@blueprint.route("/admin/users")
@access("admin.users")
def users() -> ResponseReturnValue:
    """List people by name."""
    form = SearchForm(request.args)
    page = queries.users(signed_in().id, form.q.data or "", request.args.get("after", ""))
    more = following("people.users", page.after)
    return render_template("people/admin/users.html", lines=page.lines, form=form, more=more)


@blueprint.route("/admin/users/<uuid:person_id>")
@access("admin.user")
def user(person_id: UUID) -> ResponseReturnValue:
    """Show one person, and what they are trusted with."""
    page = queries.user(signed_in().id, person_id)
    return _role_form().page("people/admin/user.html", page=page, action=StaffActionForm())


def _role_form() -> RoleForm:
    form, french = RoleForm(), current_language() == "fr"
    named = [(str(key), name_fr if french else name_en) for key, name_en, name_fr in queries.organisation_names()]
    form.organisation.offer([(EVERYWHERE, _("The whole installation")), *named])
    return form


@blueprint.post("/admin/users/<uuid:person_id>/roles")
@access("admin.role_grant")
def grant_role(person_id: UUID) -> ResponseReturnValue:
    """Trust a person with a role."""
    form = _role_form()
    if form.submitted():
        chosen = form.organisation.data
        organisation_id = None if chosen == EVERYWHERE else UUID(chosen)
        twofold = form.role.data in TWO_TO_GRANT
        use_case = service.propose_role if twofold else service.grant_role
        words = _("Proposed. Another administrator confirms it.") if twofold else _("The role is granted.")
        with form.showing_refusals():
            use_case(signed_in().id, person_id, form.role.data, organisation_id)
            return form.done(url_for("people.user", person_id=person_id), words)
    return form.back(url_for("people.user", person_id=person_id))


@blueprint.post("/admin/users/<uuid:person_id>/proposals/<uuid:proposal_id>/confirm")
@access("admin.role_confirm")
def confirm_role(person_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Give a role that another administrator proposed."""
    back = url_for("people.user", person_id=person_id)
    return _act(service.confirm_role, proposal_id, back, _("The role is granted."))


@blueprint.post("/admin/users/<uuid:person_id>/proposals/<uuid:proposal_id>/turn-down")
@access("admin.role_turn_down")
def turn_down_role(person_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """End a proposal."""
    back = url_for("people.user", person_id=person_id)
    return _act(service.turn_down_role, proposal_id, back, _("The proposal has ended."))


@blueprint.post("/admin/users/<uuid:person_id>/roles/<uuid:grant_id>/end")
@access("admin.role_end")
def end_role(person_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """Take a role back."""
    return _act(service.end_role, grant_id, url_for("people.user", person_id=person_id), _("The role has ended."))


@blueprint.post("/admin/users/<uuid:person_id>/sessions")
@access("admin.kill_sessions")
def end_sessions(person_id: UUID) -> ResponseReturnValue:
    """Sign a person out everywhere."""
    back = url_for("people.user", person_id=person_id)
    return _act(service.end_sessions_of, person_id, back, _("This person is signed out everywhere."))


@blueprint.route("/stewardship/users/<uuid:person_id>/suspend", methods=["GET", "POST"])
@access("mod.suspend_form", "mod.suspend")
def suspend(person_id: UUID) -> ResponseReturnValue:
    """Ask for a reason, then keep a person from acting."""
    form = SuspendForm()
    if form.submitted():
        with form.showing_refusals():
            service.suspend(signed_in().id, person_id, form.reason.data)
            return form.done(url_for("people.suspend", person_id=person_id), _("This person may not act for now."))
    page = queries.user(signed_in().id, person_id)
    return form.page("people/admin/suspend.html", line=page.line, action=StaffActionForm())


@blueprint.post("/stewardship/users/<uuid:person_id>/reinstate")
@access("mod.reinstate")
def reinstate(person_id: UUID) -> ResponseReturnValue:
    """Let a suspended person act again."""
    back = url_for("people.suspend", person_id=person_id)
    return _act(service.reinstate, person_id, back, _("This person may act again."))


@blueprint.route("/admin/organisations")
@access("admin.organisations")
def organisations() -> ResponseReturnValue:
    """List organisations, those that wait for confirmation first."""
    found = queries.organisations(signed_in().id)
    return render_template("people/admin/organisations.html", lines=found)


@blueprint.route("/admin/organisations/new", methods=["GET", "POST"])
@access("admin.organisation_form", "admin.organisation_add")
def add_organisation() -> ResponseReturnValue:
    """Add an organisation."""
    form = OrganisationForm()
    if form.submitted():
        with form.showing_refusals():
            added = service.found_organisation(signed_in().id, _body(form))
            return form.done(url_for("people.organisation", organisation_id=added), _("The organisation is added."))
    return form.page("people/admin/new_organisation.html")


@blueprint.route("/admin/organisations/<uuid:organisation_id>", methods=["GET", "POST"])
@access("admin.organisation", "admin.organisation_edit")
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Show an organisation with its adoption record, and keep its names and domains."""
    page = queries.organisation(signed_in().id, organisation_id)
    form = OrganisationForm(obj=page)
    if form.submitted():
        with form.showing_refusals():
            service.change_organisation(signed_in().id, organisation_id, _body(form))
            words = _("The organisation is confirmed.") if page.waiting else _("Kept.")
            return form.done(url_for("people.organisation", organisation_id=organisation_id), words)
    return form.page("people/admin/organisation.html", page=page, amount=Money)


def _body(form: OrganisationForm) -> service.Body:
    names, domains = (form.name_en.data, form.name_fr.data), tuple(form.domains.data or ())
    return service.Body(*names, form.level.data, form.region.data or "", domains)


@blueprint.route("/admin/organisations/<uuid:organisation_id>/adoption", methods=["GET", "POST"])
@access("admin.adoption_form", "admin.adoption")
def adopt(organisation_id: UUID) -> ResponseReturnValue:
    """Record an organisation's decision to take part."""
    form = AdoptionForm()
    form.money_mode.offer({mode: _(mode.label) for mode in map(MoneyMode, current_app.config["HOST_MONEY_MODES"])})
    if form.submitted():
        decision = service.Decision(
            adopted_on=form.adopted_on.day,
            adopted_by=form.adopted_by.data,
            authority=form.authority.data,
            money_mode=form.money_mode.data,
            ask_above_cents=form.ask_above.data.cents if form.ask_above.data else 0,
            work_time_asks=form.work_time_asks.data,
            step_order=form.step_order.data,
            steps_needed=int(form.steps_needed.data),
            budget_limit_cents=form.budget_limit.data.cents if form.budget_limit.data is not None else None,
        )
        with form.showing_refusals():
            service.adopt(signed_in().id, organisation_id, decision)
            return form.done(url_for("people.organisation", organisation_id=organisation_id), _("Recorded."))
    return form.page("people/admin/adoption.html", page=queries.organisation(signed_in().id, organisation_id))


@blueprint.route("/admin/manager-links")
@access("admin.lines")
def lines() -> ResponseReturnValue:
    """List the reporting lines that wait for the organisation's word."""
    found = queries.open_lines(signed_in().id, current_language())
    return render_template("people/admin/lines.html", lines=found, action=StaffActionForm())


@blueprint.post("/admin/manager-links/<uuid:link_id>/confirm")
@access("manager.confirm")
def confirm_line_for(link_id: UUID) -> ResponseReturnValue:
    """Confirm a reporting line for the organisation."""
    return _act(service.confirm_line, link_id, url_for("people.lines"), _("The line is confirmed."))


@blueprint.post("/admin/manager-links/<uuid:link_id>/end")
@access("manager.unlink")
def end_line_for(link_id: UUID) -> ResponseReturnValue:
    """End a reporting line for the organisation."""
    return _act(service.end_line, link_id, url_for("people.lines"), _("The line has ended."))


def _act(use_case: Callable[[UUID, UUID], object], about: UUID, back: str, message: str) -> ResponseReturnValue:
    form = StaffActionForm()
    if form.submitted():
        with form.showing_refusals():
            use_case(signed_in().id, about)
            return form.done(back, message)
    return form.back(back)
