"""A person's own account: sessions, password, profile, and the first page for newcomers."""

from uuid import UUID

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from crowdlearn.people import queries, service
from crowdlearn.people.forms.accounts import ConfirmEmailForm, EmailForm, NewPasswordForm, SessionsForm
from crowdlearn.people.forms.profile import OfferForm, ProfileForm, TopicsForm
from crowdlearn.web import limits
from crowdlearn.web.access import access
from crowdlearn.web.forms import ActionForm
from crowdlearn.web.headers import private_address
from crowdlearn.web.viewer import give_token, signed_in

from .blueprint import blueprint
from .signing import join_policy


@blueprint.route("/me")
@access("account.view")
def settings() -> ResponseReturnValue:
    """Show everything a person can set."""
    return render_template("people/settings.html", facts=queries.own_profile(signed_in().id))


@blueprint.route("/me/sessions")
@access("account.sessions")
def sessions() -> ResponseReturnValue:
    """List the browsers a person is signed in from."""
    who = signed_in()
    return render_template("people/sessions.html", sessions=queries.sessions_of(who.id), action=SessionsForm())


@blueprint.post("/me/sessions/<uuid:session_id>/revoke")
@access("account.session_revoke")
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one of one's own sessions."""
    form = SessionsForm()
    if form.submitted():
        with form.showing_refusals():
            service.end_session(signed_in().id, session_id)
            return form.done(url_for("people.sessions"), _("That browser is signed out."))
    return form.back(url_for("people.sessions"))


@blueprint.route("/me/password", methods=["GET", "POST"])
@access("account.password_form", "account.password_change")
def password() -> ResponseReturnValue:
    """Take a new password; all other browsers are signed out."""
    form, who = NewPasswordForm(), signed_in()
    if form.submitted():
        with form.showing_refusals():
            give_token(service.change_password(who.id, who.session_id, form.password.data))
            return form.done(url_for("people.settings"), _("Your new password is kept."))
    return form.page("people/password.html")


@blueprint.route("/me/email", methods=["GET", "POST"])
@access("account.email_form", "account.email_change")
@limits.limited("LIMIT_RESET", limits.by_person)
def email() -> ResponseReturnValue:
    """Ask for another address, and send a link there."""
    form = EmailForm()
    if form.submitted():
        with form.showing_refusals():
            service.ask_for_new_address(signed_in().id, form.email.data, join_policy())
            return form.done(url_for("people.settings"), _("A link is on its way to the new address."))
    return form.page("people/email.html")


@blueprint.route("/me/email/confirm/<token>", methods=["GET", "POST"])
@access("account.email_confirm_form", "account.email_confirm")
def confirm_email(token: str) -> ResponseReturnValue:
    """Make the address that the link was sent to the person's own."""
    form, who = ConfirmEmailForm(), signed_in()
    if form.submitted():
        with form.showing_refusals():
            service.confirm_new_address(who.id, who.session_id, token, join_policy())
            return form.done(
                url_for("people.settings"), _("This is your address from now on. Everything else is as it was.")
            )
    return private_address(make_response(form.page("people/confirm_email.html")))


@blueprint.route("/me/profile", methods=["GET", "POST"])
@access("account.profile_form", "account.profile_edit")
def profile() -> ResponseReturnValue:
    """Let a person say who they are."""
    who = signed_in()
    form = ProfileForm(obj=queries.own_profile(who.id))
    if form.submitted():
        said = service.Profile(
            name=form.name.data,
            title=form.title.data or "",
            region=form.region.data or "",
            language=form.language.data or "en",
            time_zone=form.time_zone.data or who.time_zone,
            bio=form.bio.data or "",
            topics=tuple(form.topics.data or ()),
            offered=tuple(form.offered.data or ()),
            wanted=tuple(form.wanted.data or ()),
            profile_public=form.profile_public.data,
            promises_public=form.promises_public.data,
            in_chain=form.in_chain.data,
        )
        with form.showing_refusals():
            service.change_profile(who.id, said)
            return form.done(url_for("pages.person", person_id=who.id), _("Your profile is kept."))
    return form.page("people/profile.html")


@blueprint.route("/welcome", methods=["GET", "POST"])
@access("welcome.view", "welcome.seen")
def welcome() -> ResponseReturnValue:
    """Show a newcomer three things to begin with."""
    form, who = ActionForm(), signed_in()
    if form.submitted():
        with form.showing_refusals():
            service.note_welcome(who.id)
            return form.done(url_for("pages.home"))
    return form.page("people/welcome.html", newcomer=queries.newcomer(who.id))


@blueprint.route("/welcome/topics", methods=["GET", "POST"])
@access("topic.form", "topic.follow")
def topics() -> ResponseReturnValue:
    """Let a person follow topics."""
    who = signed_in()
    form = TopicsForm(data={"topics": queries.newcomer(who.id).topics})
    if form.submitted():
        with form.showing_refusals():
            service.follow_topics(who.id, tuple(form.topics.data or ()))
            return form.done(url_for("people.welcome"), _("You will hear of new pitches on these topics."))
    return form.page("people/topics.html")


@blueprint.route("/welcome/offer", methods=["GET", "POST"])
@access("skill.form", "skill.offer")
def offer() -> ResponseReturnValue:
    """Let a person say what they could help with for an hour."""
    who = signed_in()
    form = OfferForm(data={"skills": queries.newcomer(who.id).offered})
    if form.submitted():
        with form.showing_refusals():
            service.offer_skills(who.id, tuple(form.skills.data or ()))
            return form.done(url_for("people.welcome"), _("Thank you. These skills now stand in your profile."))
    return form.page("people/offer.html")
