"""Signing up, proving an address, accepting an invitation, forgotten passwords. No answer tells who has an account."""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.people import service
from crowdlearn.people.forms.accounts import ForgotForm, JoinForm, NewPasswordForm, SignUpForm, VerifyForm
from crowdlearn.people.rules import Applicant, JoinPolicy
from crowdlearn.web import kept, limits
from crowdlearn.web.access import access
from crowdlearn.web.headers import private_address
from crowdlearn.web.locale import current_language
from crowdlearn.web.redirects import named_next

from .blueprint import blueprint
from .signing import begin_session, browser, first_page, join_policy


@blueprint.route("/register", methods=["GET", "POST"])
@access("auth.register_form", "auth.register")
@limits.limited("LIMIT_SIGN_UP", limits.by_network)
def sign_up() -> ResponseReturnValue:
    """Ask for name, address and password, and send a link to the address."""
    form = SignUpForm()
    form.policy = join_policy()
    if form.submitted():
        with form.showing_refusals():
            applicant = Applicant(form.name.data, form.email.data, form.password.data, current_language())
            person_id = service.sign_up(applicant, join_policy())
            kept.hand_over(person_id)
            if (place := named_next()) and "kept=" not in place:
                kept.keep_place(person_id, place)
            return form.done(url_for("people.mail_sent"))
    return form.page("people/sign_up.html", invited=join_policy() is JoinPolicy.INVITATION)


@blueprint.route("/mail-sent")
@access("auth.mail_sent")
def mail_sent() -> ResponseReturnValue:
    """Say that a mail is on its way, whether it is or not."""
    return render_template("people/mail_sent.html", again=request.args.get("again") == "password")


@blueprint.route("/email/verify/<token>", methods=["GET", "POST"])
@access("auth.verify_form", "auth.verify_email")
@limits.limited("LIMIT_SIGN_IN", limits.by_network)
def verify(token: str) -> ResponseReturnValue:
    """Take the password once more and make its owner a member; a mail scanner that follows the link changes nothing."""
    form = VerifyForm()
    if form.submitted():
        with form.showing_refusals():
            person_id, session_token = service.verify_address(token, form.password.data, join_policy(), browser())
            begin_session(person_id, session_token)
            return form.done(first_page(person_id) or url_for("pages.home"), _("Welcome! Your address is confirmed."))
    return private_address(make_response(form.page("people/verify.html")))


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@access("auth.join_form", "auth.join")
@limits.limited("LIMIT_SIGN_IN", limits.by_network)
def join(token: str) -> ResponseReturnValue:
    """Let an invited person make their account; the link has proved the address."""
    form = JoinForm()
    if form.submitted():
        with form.showing_refusals():
            applicant = Applicant(form.name.data, "", form.password.data, current_language())
            person_id, session_token = service.accept_invitation(token, applicant, browser())
            begin_session(person_id, session_token)
            return form.done(url_for("people.team"), _("Welcome! Your account is ready."))
    return private_address(make_response(form.page("people/join.html", email=service.invited_address(token))))


@blueprint.route("/forgot", methods=["GET", "POST"])
@access("auth.forgot_form", "auth.reset_request")
@limits.limited("LIMIT_RESET", limits.by_field("email"))
def forgot() -> ResponseReturnValue:
    """Send a link for a new password."""
    form = ForgotForm()
    if form.submitted():
        with form.showing_refusals():
            service.ask_for_reset(form.email.data)
            return form.done(url_for("people.mail_sent", again="password"))
    return form.page("people/forgot.html")


@blueprint.route("/password/reset/<token>", methods=["GET", "POST"])
@access("auth.reset_form", "auth.reset_use")
@limits.limited("LIMIT_SIGN_IN", limits.by_network)
def reset(token: str) -> ResponseReturnValue:
    """Take a new password by the link; everyone who was signed in is signed out."""
    form = NewPasswordForm()
    if form.submitted():
        with form.showing_refusals():
            person_id, session_token = service.reset_password(token, form.password.data, join_policy(), browser())
            begin_session(person_id, session_token)
            return form.done(first_page(person_id) or url_for("pages.home"), _("Your new password is kept."))
    return private_address(make_response(form.page("people/reset.html")))
