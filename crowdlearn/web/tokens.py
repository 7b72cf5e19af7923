"""The token of a form against forgery: made when the form is drawn, and looked at once."""

from typing import Any

from flask_wtf.csrf import _FlaskFormCSRF
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields import HiddenField


class DrawnToken(CSRFTokenField):
    """A token field that signs its token when it is drawn; a form that is only read needs none."""

    def process(self, *args: Any, **named: Any) -> None:
        """Take what was posted."""
        HiddenField.process(self, *args, **named)

    def _value(self) -> str:
        if self.current_token is None:
            self.current_token = str(self.csrf_impl.generate_csrf_token(self))
        return self.current_token


class Tokens(_FlaskFormCSRF):  # type: ignore[misc]  # untyped
    """Flask-WTF's tokens in such fields. What the gate has found valid is not looked at again (`g.csrf_valid`)."""

    field_class = DrawnToken
