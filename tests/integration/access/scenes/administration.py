"""Other people as administrators and stewards see them: roles, suspension, organisations, reporting lines."""

import sqlalchemy as sa

from crowdlearn.db.session import transaction
from crowdlearn.people.models import Person, RoleGrant, RoleProposal
from crowdlearn.people.rules import LinkState, PersonState, Role
from tests import make
from tests.support.access import Cast, Scene, prepare
from tests.support.lines import requested

ORGANISATION = {
    "name_en": "Port Authority",
    "name_fr": "Administration portuaire",
    "level": "federal",
    "region": "nb",
    "domains": "port.example",
}


@prepare("admin.users")
def users(_cast: Cast) -> Scene:
    return Scene("/admin/users?q=a")


@prepare("admin.user")
def user(cast: Cast) -> Scene:
    return Scene(f"/admin/users/{cast.member.id}")


@prepare("admin.role_grant")
def grant_role(_cast: Cast) -> Scene:
    return Scene(f"/admin/users/{make.person().id}/roles", {"role": "steward", "organisation": "all"})


@prepare("admin.role_propose")
def propose_role(_cast: Cast) -> Scene:
    return Scene(f"/admin/users/{make.person().id}/roles", {"role": "treasurer", "organisation": "all"})


def proposal(by: Person) -> RoleProposal:
    """Return a proposal that waits for a second administrator."""
    return make.kept(RoleProposal(person_id=make.person().id, role=Role.TREASURER, proposed_by=by.id))


@prepare("admin.role_confirm")
def confirm_proposal(_cast: Cast) -> Scene:
    first = make.person("Other Admin")
    make.role(first, Role.ADMINISTRATOR)
    waiting = proposal(by=first)
    return Scene(f"/admin/users/{waiting.person_id}/proposals/{waiting.id}/confirm")


@prepare("admin.role_turn_down")
def turn_down_proposal(_cast: Cast) -> Scene:
    waiting = proposal(by=make.person("Other Admin"))
    return Scene(f"/admin/users/{waiting.person_id}/proposals/{waiting.id}/turn-down")


@prepare("admin.role_confirm_own")
def confirm_own_proposal(cast: Cast) -> Scene:
    waiting = proposal(by=cast.admin)
    return Scene(f"/admin/users/{waiting.person_id}/proposals/{waiting.id}/confirm")


@prepare("admin.role_grant_self")
def grant_role_to_oneself(cast: Cast) -> Scene:
    return Scene(f"/admin/users/{cast.admin.id}/roles", {"role": "treasurer", "organisation": "all"})


@prepare("admin.role_end")
def end_role(_cast: Cast) -> Scene:
    who = make.person()
    return Scene(f"/admin/users/{who.id}/roles/{make.role(who, Role.STEWARD).id}/end")


@prepare("admin.role_last")
def end_last_role(cast: Cast) -> Scene:
    admin = cast.admin
    with transaction() as session:
        grant = session.execute(sa.select(RoleGrant.id).where(RoleGrant.person_id == admin.id)).scalar_one()
    return Scene(f"/admin/users/{admin.id}/roles/{grant}/end")


@prepare("admin.kill_sessions")
def end_sessions(_cast: Cast) -> Scene:
    return Scene(f"/admin/users/{make.person().id}/sessions")


@prepare("mod.suspend_form", "mod.suspend")
def suspend(_cast: Cast) -> Scene:
    return Scene(f"/stewardship/users/{make.person().id}/suspend", {"reason": "Sold seats."})


@prepare("mod.suspend_admin")
def suspend_administrator(_cast: Cast) -> Scene:
    other = make.person("Other Admin")
    make.role(other, Role.ADMINISTRATOR)
    return Scene(f"/stewardship/users/{other.id}/suspend", {"reason": "Sold seats."})


@prepare("mod.reinstate")
def reinstate(_cast: Cast) -> Scene:
    return Scene(f"/stewardship/users/{make.person(state=PersonState.SUSPENDED).id}/reinstate")


@prepare("admin.organisations")
def organisations(_cast: Cast) -> Scene:
    return Scene("/admin/organisations")


@prepare("admin.organisation_form", "admin.organisation_add")
def add_organisation(_cast: Cast) -> Scene:
    return Scene("/admin/organisations/new", ORGANISATION)


@prepare("admin.organisation", "admin.organisation_edit")
def organisation(cast: Cast) -> Scene:
    return Scene(f"/admin/organisations/{cast.organisation.id}", ORGANISATION)


@prepare("admin.adoption_form", "admin.adoption")
def adopt(cast: Cast) -> Scene:
    data = {
        "adopted_on": make.today().isoformat(),
        "adopted_by": "Director General",
        "authority": "Learning policy, section 4",
        "money_mode": "collected",
        "steps_needed": "1",
        "step_order": "in_order",
        "ask_above": "100",
    }
    return Scene(f"/admin/organisations/{cast.organisation.id}/adoption", data)


@prepare("admin.lines")
def lines(_cast: Cast) -> Scene:
    return Scene("/admin/manager-links")


@prepare("manager.confirm")
def confirm_line(cast: Cast) -> Scene:
    return Scene(f"/admin/manager-links/{requested(cast).id}/confirm")


@prepare("manager.confirm_self")
def confirm_own_line(cast: Cast) -> Scene:
    link = make.manages(cast.manager, cast.admin, LinkState.REQUESTED)
    return Scene(f"/admin/manager-links/{link.id}/confirm")


@prepare("manager.unlink")
def end_line(cast: Cast) -> Scene:
    return Scene(f"/admin/manager-links/{requested(cast).id}/end")
