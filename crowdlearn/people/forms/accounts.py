"""Accounts: signing in, signing up, passwords."""

from flask_babel import lazy_gettext as _

from crowdlearn.people.rules import SHORTEST_PASSWORD, JoinPolicy, check_may_join, check_password, same_address
from crowdlearn.web.fields import refusing
from crowdlearn.web.forms import ActionForm, AppForm, EmailField, OneLine, PasswordField, required

OWN_NAME = {"autocomplete": "name"}
NEW = {"autocomplete": "new-password"}
PASSWORD_HINT = _("At least %(least)s characters. A few unrelated words are easy to remember.", least=SHORTEST_PASSWORD)


class SignInForm(AppForm):
    """Address and password."""

    email = EmailField(_("Work e-mail"), autocomplete="username")
    password = PasswordField(_("Password"), required(), render_kw={"autocomplete": "current-password"})


class SignOutForm(ActionForm):
    """One button."""


class SignUpForm(AppForm):
    """Name, work address and a password."""

    name = OneLine(_("Your name"), most=120, description=_("As your colleagues know you."), render_kw=OWN_NAME)
    email = EmailField(_("Work e-mail"), description=_("The address of the public organisation you work for."))
    password = PasswordField(_("Password"), required(), description=PASSWORD_HINT, render_kw=NEW)
    policy: JoinPolicy  # the view knows the host's

    def validate_email(self, field: EmailField) -> None:
        """Tell already beside the field who may not join."""
        with refusing():
            check_may_join(same_address(field.data), self.policy)

    def validate_password(self, field: PasswordField) -> None:
        """Tell already beside the field what a password lacks, whatever else is wrong."""
        with refusing():
            check_password(field.data, self.name.data, self.email.data)


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

    email = EmailField(_("Work e-mail"), autocomplete="username")


class NewPasswordForm(AppForm):
    """A new password."""

    password = PasswordField(_("New password"), required(), description=PASSWORD_HINT, render_kw=NEW)


class JoinForm(AppForm):
    """What an invited person still has to say."""

    name = OneLine(_("Your name"), most=120, render_kw=OWN_NAME)
    password = PasswordField(_("Password"), required(), description=PASSWORD_HINT, render_kw=NEW)

    def validate_password(self, field: PasswordField) -> None:
        """Tell already beside the field what a password lacks, whatever else is wrong."""
        with refusing():
            check_password(field.data, self.name.data, "")


class EmailForm(AppForm):
    """Another address."""

    email = EmailField(
        _("New work e-mail"), description=_("We send a link there. Until you follow it, nothing changes.")
    )


class ConfirmEmailForm(ActionForm):
    """One button."""


class SessionsForm(ActionForm):
    """End a session."""
