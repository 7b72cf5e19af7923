"""Accounts, profiles, reporting lines, organisations and roles."""

from datetime import timedelta

import sqlalchemy as sa

from crowdlearn.db.session import transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import ActingManager, ManagerLink, Person, RoleGrant, RoleProposal, SignIn
from crowdlearn.people.queries.sessions import token_hash
from crowdlearn.people.rules import LinkState, PersonState, Role, TokenPurpose
from crowdlearn.people.service.passwords import hash_password
from crowdlearn.people.service.tokens import make_token
from crowdlearn.web.access import PERSONAS
from tests import make
from tests.support.access import Cast, Scene, prepare

PASSWORD = "seven lanterns over the quiet harbour"
HASH = hash_password(PASSWORD)
PROFILE = {"name": "Pia Pitcher", "language": "fr", "time_zone": "America/Moncton", "profile_public": "y"}
ORGANISATION = {
    "name_en": "Port Authority",
    "name_fr": "Administration portuaire",
    "level": "federal",
    "region": "nb",
    "domains": "port.example",
}


@prepare("auth.login_form")
def sign_in_form(_cast: Cast) -> Scene:
    return Scene("/sign-in")


@prepare("auth.login")
def sign_in(_cast: Cast) -> Scene:
    who = make.person("Lea Login", password_hash=HASH)
    return Scene("/sign-in", {"email": who.email, "password": PASSWORD})


@prepare("auth.logout_form")
def sign_out_form(_cast: Cast) -> Scene:
    return Scene("/sign-out")


@prepare("auth.logout", "auth.logout_get")
def sign_out(_cast: Cast) -> Scene:
    return Scene("/logout")


@prepare("auth.register_form", "auth.register")
def sign_up(_cast: Cast) -> Scene:
    return Scene("/register", {"name": "Nell New", "email": "nell@harbour.example", "password": PASSWORD})


@prepare("auth.mail_sent")
def mail_sent(_cast: Cast) -> Scene:
    return Scene("/mail-sent")


@prepare("auth.verify_form", "auth.verify_email")
def verify(_cast: Cast) -> Scene:
    who = make.person("Una Unverified", state=PersonState.UNVERIFIED, verified_at=None, password_hash=HASH)
    return Scene(f"/email/verify/{link_for(who.id, TokenPurpose.VERIFY_EMAIL, who.email)}", {"password": PASSWORD})


@prepare("auth.join_form", "auth.join")
def join(cast: Cast) -> Scene:
    token = link_for(cast.member.id, TokenPurpose.INVITATION, "invited@harbour.example")
    return Scene(f"/join/{token}", {"name": "Ina Invited", "password": PASSWORD})


@prepare("auth.forgot_form", "auth.reset_request")
def forgot(_cast: Cast) -> Scene:
    return Scene("/forgot", {"email": "nobody@harbour.example"})


@prepare("auth.reset_form", "auth.reset_use")
def reset(_cast: Cast) -> Scene:
    who = make.person("Rob Reset", password_hash=HASH)
    return Scene(f"/password/reset/{link_for(who.id, TokenPurpose.RESET_PASSWORD, who.email)}", {"password": PASSWORD})


def link_for(person_id, purpose, email):
    """Return the token of a link that was mailed."""
    with transaction() as session:
        return make_token(session, new_id(), person_id, purpose, email)


@prepare("account.view")
def settings(_cast: Cast) -> Scene:
    return Scene("/me")


@prepare("account.sessions")
def sessions(_cast: Cast) -> Scene:
    return Scene("/me/sessions")


@prepare("account.session_revoke")
def end_own_session(_cast: Cast) -> Scene:
    one = make.person("Two Browsers")
    return Scene(f"/me/sessions/{session_of(one).id}/revoke", people=dict.fromkeys(PERSONAS[1:], one.id))


@prepare("account.session_revoke_other")
def end_other_session(_cast: Cast) -> Scene:
    return Scene(f"/me/sessions/{session_of(make.person()).id}/revoke")


def session_of(person):
    """Return a signed-in browser of a person."""
    return make.kept(
        SignIn(
            person_id=person.id, token_hash=token_hash(str(new_id())), expires_at=person.created_at + timedelta(days=7)
        )
    )


@prepare("account.password_form", "account.password_change")
def password(_cast: Cast) -> Scene:
    return Scene("/me/password", {"password": PASSWORD})


@prepare("account.profile_form", "account.profile_edit")
def profile(_cast: Cast) -> Scene:
    return Scene("/me/profile", PROFILE)


@prepare("account.mass_assign")
def mass_assign(_cast: Cast) -> Scene:
    more = {
        "role": "admin",
        "state": "active",
        "email": "x@y.example",
        "organisation_id": str(new_id()),
        "is_admin": "1",
    }
    return Scene("/me/profile", PROFILE | more)


@prepare("profile.view")
def public_profile(cast: Cast) -> Scene:
    return Scene(f"/people/{cast.pitcher.id}")


@prepare("profile.view_private")
def private_profile(cast: Cast) -> Scene:
    pitcher = cast.pitcher
    with transaction() as session:
        session.merge(pitcher).profile_public = False
    return Scene(f"/people/{cast.pitcher.id}")


@prepare("welcome.view", "welcome.seen")
def welcome(_cast: Cast) -> Scene:
    return Scene("/welcome")


@prepare("topic.form", "topic.follow")
def topics(_cast: Cast) -> Scene:
    return Scene("/welcome/topics", {"topics": ["data", "writing"]})


@prepare("skill.form", "skill.offer")
def skills(_cast: Cast) -> Scene:
    return Scene("/welcome/offer", {"skills": ["data-analysis"]})


@prepare("manager.team")
def team(_cast: Cast) -> Scene:
    return Scene("/me/team")


@prepare("manager.form", "manager.request")
def name_manager(cast: Cast) -> Scene:
    return Scene("/me/manager", {"email": make.person("Bea Boss", of=cast.organisation).email})


def requested(cast: Cast, manager=None) -> ManagerLink:
    """Return a line that the pitcher asked for and the manager has not answered; no other stands."""
    manager, pitcher = manager or cast.manager, cast.pitcher
    with transaction() as session:
        session.execute(sa.delete(ManagerLink).where(ManagerLink.person_id == pitcher.id))
    return make.manages(manager, pitcher, LinkState.REQUESTED)


@prepare("manager.accept")
def accept_line(cast: Cast) -> Scene:
    return Scene(f"/me/team/{requested(cast).id}/confirm")


@prepare("manager.accept_other")
def accept_line_elsewhere(cast: Cast) -> Scene:
    elsewhere = make.person("Eva Elsewhere", of=make.organisation())
    return Scene(f"/me/team/{requested(cast, elsewhere).id}/confirm", people={"manager": elsewhere.id})


@prepare("manager.decline")
def decline_line(cast: Cast) -> Scene:
    return Scene(f"/me/team/{requested(cast).id}/decline")


@prepare("manager.end_own")
def end_own_line(cast: Cast) -> Scene:
    link = requested(cast)
    return Scene(f"/me/team/{link.id}/end")


@prepare("approval.delegate_form", "approval.delegate")
def name_acting(cast: Cast) -> Scene:
    days = {"starts_on": make.days(1).isoformat(), "ends_on": make.days(9).isoformat()}
    return Scene("/me/acting", {"email": cast.member.email, **days})


@prepare("approval.delegate_end")
def end_acting(cast: Cast) -> Scene:
    acting = make.kept(
        ActingManager(
            manager_id=cast.manager.id,
            acting_id=make.person("Ada Acting").id,
            starts_on=make.days(1),
            ends_on=make.days(9),
        )
    )
    return Scene(f"/me/acting/{acting.id}/end")


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


@prepare("account.email_form", "account.email_change")
def new_address(_cast: Cast) -> Scene:
    return Scene("/me/email", {"email": "elsewhere@harbour.example"})


@prepare("account.email_confirm_form", "account.email_confirm")
def confirm_new_address(cast: Cast) -> Scene:
    one = make.person("Moving Mira", of=cast.organisation)
    everyone = {persona: one.id for persona in PERSONAS[1:] if persona != "suspended"}
    token = link_for(one.id, TokenPurpose.CHANGE_EMAIL, "mira@harbour.example")
    return Scene(f"/me/email/confirm/{token}", people=everyone)
