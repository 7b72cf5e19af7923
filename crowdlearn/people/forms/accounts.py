"""Accounts: signing in, signing up, passwords."""

from flask_babel import lazy_gettext as _

from crowdlearn.people.rules import SHORTEST_PASSWORD
from crowdlearn.web.forms import ActionForm, AppForm, OneLine, PasswordField, required

OWN_NAME = {"autocomplete": "name"}
NEW = {"autocomplete": "new-password"}
PASSWORD_HINT = _("At least %(least)s characters. A few unrelated words are easy to remember.", least=SHORTEST_PASSWORD)


class SignInForm(AppForm):
    """Address and password."""

    email = OneLine(_("Work e-mail"), most=254, render_kw={"autocomplete": "username", "type": "email"})
    password = PasswordField(_("Password"), required(), render_kw={"autocomplete": "current-password"})


class SignOutForm(ActionForm):
    """One button."""


class SignUpForm(AppForm):
    """Name, work address and a password."""

    name = OneLine(_("Your name"), most=120, description=_("As your colleagues know you."), render_kw=OWN_NAME)
    email = OneLine(
        _("Work e-mail"),
        most=254,
        description=_("The address of the public organisation you work for."),
        render_kw={"autocomplete": "email", "type": "email"},
    )
    password = PasswordField(_("Password"), required(), description=PASSWORD_HINT, render_kw=NEW)


class VerifyForm(AppForm):
    """The password the account was begun with."""

    password = PasswordField(
        _("Password"),
        required(),
        description=_("The one you chose when you signed up."),
        render_kw={"autocomplete": "current-password"},
    )


class ForgotForm(AppForm):
    """The address to write to."""

    email = OneLine(_("Work e-mail"), most=254, render_kw={"autocomplete": "username", "type": "email"})


class NewPasswordForm(AppForm):
    """A new password."""

    password = PasswordField(_("New password"), required(), description=PASSWORD_HINT, render_kw=NEW)


class JoinForm(AppForm):
    """What an invited person still has to say."""

    name = OneLine(_("Your name"), most=120, render_kw=OWN_NAME)
    password = PasswordField(_("Password"), required(), description=PASSWORD_HINT, render_kw=NEW)


class EmailForm(AppForm):
    """Another address."""

    email = OneLine(
        _("New work e-mail"),
        most=254,
        description=_("We send a link there. Until you follow it, nothing changes."),
        render_kw={"autocomplete": "email", "type": "email"},
    )


class ConfirmEmailForm(ActionForm):
    """One button."""


class SessionsForm(ActionForm):
    """End a session."""
