"""What people fill in about themselves and their accounts."""

from flask_babel import lazy_gettext as _

from crowdlearn.web.forms import ActionForm, AppForm, OneLine, PasswordField, required


class SignInForm(AppForm):
    """Address and password."""

    email = OneLine(_("Work e-mail"), most=254, render_kw={"autocomplete": "username", "type": "email"})
    password = PasswordField(_("Password"), required(), render_kw={"autocomplete": "current-password"})


class SignOutForm(ActionForm):
    """One button."""
