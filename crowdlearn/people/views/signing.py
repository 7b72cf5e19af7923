"""Signing in and out."""

from uuid import UUID

from flask import current_app, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.people import queries, service
from crowdlearn.people.forms.accounts import SignInForm, SignOutForm
from crowdlearn.people.rules import JoinPolicy
from crowdlearn.web import kept, limits
from crowdlearn.web.access import access
from crowdlearn.web.redirects import next_address
from crowdlearn.web.viewer import give_token, signed_in

from .blueprint import blueprint

# the first mark that fits; most browsers also call themselves Chrome and Safari
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access("auth.login_form", "auth.login")
@limits.limited("LIMIT_SIGN_IN", limits.together(limits.by_network, limits.by_field("email")), limits.by_field("email"))
@limits.limited("LIMIT_SIGN_IN_OVERALL", limits.overall)
def sign_in() -> ResponseReturnValue:
    """Ask for address and password, then go on to where the person was heading."""
    form = SignInForm()
    if form.submitted():
        with form.showing_refusals():
            person_id, token = service.sign_in(form.email.data, form.password.data, browser())
            begin_session(person_id, token)
            return form.done(next_address(first_page(person_id)))
    return form.page("people/sign_in.html", join=join_policy(), typed="kept=" in request.args.get("next", ""))


@blueprint.route("/sign-out")
@access("auth.logout_form")
def sign_out() -> ResponseReturnValue:
    """Offer to sign out here, or everywhere."""
    return SignOutForm().page("people/sign_out.html")


@blueprint.post("/logout")
@access("auth.logout")
def leave() -> ResponseReturnValue:
    """End this session, or all of the person's sessions."""
    form, who = SignOutForm(), signed_in()
    if request.form.get("where") == "everywhere":
        service.sign_out_everywhere(who.id)
    else:
        service.sign_out(who.id, who.session_id)
    session.clear()
    give_token(None)
    answer = form.done(url_for("pages.home"), _("You are signed out."))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def begin_session(person_id: UUID, token: str) -> None:
    """Give the browser its session; nothing of the visit before is kept but what was typed."""
    kept.hand_over(person_id)
    session.clear()  # a new secret for forms, so that nobody can have planted one
    give_token(token)


def first_page(person_id: UUID) -> str | None:
    """Return where to go after signing in: a form that waits, the newcomer's page, None for the first page."""
    if (waiting := kept.waiting_for(person_id)) is not None:
        return waiting
    return None if queries.newcomer(person_id).welcomed else url_for("people.welcome")


def browser() -> str:
    """Return what a person would call this browser, such as "Firefox, Linux", for the list of sessions."""
    said = request.user_agent.string
    found = [next((name for mark, name in marks if mark in said), "") for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def join_policy() -> JoinPolicy:
    """Return who may make an account here."""
    return JoinPolicy(current_app.config["HOST_JOIN"])
