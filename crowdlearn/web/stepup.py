"""Giving the password again before something weighty; what was posted is carried along, nothing is lost."""

from typing import Any

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field
from wtforms.widgets import html_params

from .forms import AppForm, PasswordField, required
from .limits import hit
from .viewer import Accounts, Viewer, give_token, viewer

_OWN = frozenset({"csrf_token", "proof"})


class _HiddenPairs:
    """Draws every posted value as a hidden input."""

    input_type = "hidden"

    def __call__(self, field: Any, **_: Any) -> Markup:
        inputs = (f"<input {html_params(type='hidden', name=name, value=value)}>" for name, value in field.pairs)
        return Markup("".join(inputs))  # noqa: S704 - html_params escapes


class _PostedField(Field):
    """What was posted, carried along unseen."""

    widget = _HiddenPairs()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return name and value of everything that the first form held, its key included."""
        return [(name, value) for name, value in request.form.items(multi=True) if name not in _OWN]


class StepUpForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The password, and behind it the form that asked for it."""

    class Meta(AppForm.Meta):
        """It reads nothing of what was posted; it carries it."""

        def wrap_formdata(self, _form: Any, _formdata: Any) -> None:
            """Start empty."""

    proof = PasswordField(lazy_gettext("Your password"), required(), render_kw={"autocomplete": "current-password"})
    posted = _PostedField()


def ask() -> ResponseReturnValue | None:
    """Let pass who gave the password within ten minutes, or gives it now; else ask for it (403)."""
    who = viewer()
    if not isinstance(who, Viewer) or who.has_proved:
        return None
    form = StepUpForm()
    if password := request.form.get("proof"):
        hit("LIMIT_SIGN_IN", "proof", str(who.id))
        accounts: Accounts = current_app.extensions["accounts"]
        if (token := accounts.prove(who, password)) is not None:
            give_token(token)
            return None
        form.proof.errors = [gettext("This is not your password.")]
    return render_template("errors/step_up.html", form=form, address=request.full_path.rstrip("?")), 403
