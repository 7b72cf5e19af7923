"""Accounts, profiles and reporting lines as their owners see them."""

from datetime import timedelta

from crowdlearn.db.session import transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import ActingManager, SignIn
from crowdlearn.people.queries.sessions import token_hash
from crowdlearn.people.rules import PersonState, TokenPurpose
from crowdlearn.people.service.passwords import hash_password
from crowdlearn.people.service.tokens import make_token
from crowdlearn.web.access import PERSONAS
from tests import make
from tests.support.access import Cast, Scene, prepare
from tests.support.lines import requested

PASSWORD = "seven lanterns over the quiet harbour"


HASH = hash_password(PASSWORD)


PROFILE = {"name": "Pia Pitcher", "language": "fr", "time_zone": "America/Moncton", "profile_public": "y"}


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


@prepare("topic.follow_one")
def follow_topic(_cast: Cast) -> Scene:
    return Scene("/topics/data/follow")


@prepare("topic.unfollow")
def unfollow_topic(_cast: Cast) -> Scene:
    return Scene("/topics/data/unfollow")


@prepare("profile.follow")
def follow_person(cast: Cast) -> Scene:
    return Scene(f"/people/{cast.pitcher.id}/follow")


@prepare("profile.unfollow")
def unfollow_person(cast: Cast) -> Scene:
    return Scene(f"/people/{cast.pitcher.id}/unfollow")


@prepare("organisation.view")
def view_organisation(cast: Cast) -> Scene:
    return Scene(f"/organisations/{cast.organisation.id}")


@prepare("organisation.follow")
def follow_organisation(cast: Cast) -> Scene:
    return Scene(f"/organisations/{cast.organisation.id}/follow")


@prepare("organisation.unfollow")
def unfollow_organisation(cast: Cast) -> Scene:
    return Scene(f"/organisations/{cast.organisation.id}/unfollow")


@prepare("follow.list")
def follows(_cast: Cast) -> Scene:
    return Scene("/me/follows")


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


@prepare("account.email_form", "account.email_change")
def new_address(_cast: Cast) -> Scene:
    return Scene("/me/email", {"email": "elsewhere@harbour.example"})


@prepare("account.email_confirm_form", "account.email_confirm")
def confirm_new_address(cast: Cast) -> Scene:
    one = make.person("Moving Mira", of=cast.organisation)
    everyone = {persona: one.id for persona in PERSONAS[1:] if persona != "suspended"}
    token = link_for(one.id, TokenPurpose.CHANGE_EMAIL, "mira@harbour.example")
    return Scene(f"/me/email/confirm/{token}", people=everyone)
