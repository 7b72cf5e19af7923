"""Signing in and out."""

from flask import request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.people import service
from crowdlearn.people.forms import SignInForm, SignOutForm
from crowdlearn.web import kept, limits
from crowdlearn.web.access import access
from crowdlearn.web.redirects import next_address
from crowdlearn.web.viewer import give_token, signed_in

from .blueprint import blueprint


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access("auth.login_form", "auth.login")
@limits.limited("LIMIT_SIGN_IN", limits.together(limits.by_network, limits.by_field("email")), limits.by_field("email"))
@limits.limited("LIMIT_SIGN_IN_OVERALL", limits.overall)
def sign_in() -> ResponseReturnValue:
    """Ask for address and password, then go on to where the person was heading."""
    form = SignInForm()
    if form.submitted():
        with form.showing_refusals():
            person_id, token = service.sign_in(form.email.data, form.password.data, _browser())
            begin_session(token)
            return form.done(next_address(kept.waiting_for(person_id)))
    return form.page("people/sign_in.html", next=request.args.get("next", ""))


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


def begin_session(token: str) -> None:
    """Give the browser its session; nothing of the visit before is kept but what was typed."""
    visitor = session.get("visitor")
    session.clear()  # a new secret for forms, so that nobody can have planted one
    if visitor:
        session["visitor"] = visitor
    give_token(token)


def _browser() -> str:
    return request.user_agent.string
