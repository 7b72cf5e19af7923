"""What an approver fills in. The version of the terms that were read travels with each decision."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from crowdlearn.web.forms import AppForm, PlainTextField


class _TermsRead(IntegerField):
    """The version of the terms on the page, unseen."""

    data: Any
    widget = HiddenInput()

    def __init__(self, label: Any = "", **kw: Any) -> None:
        super().__init__(label, [InputRequired()], **kw)


class ClearForm(AppForm):
    """Yes, with conditions if there are any."""

    terms_version = _TermsRead()
    conditions = PlainTextField(
        _("Conditions"), most=1000, needed=False, description=_("Everyone can read them on the pitch.")
    )


class _WithReason(AppForm):
    terms_version = _TermsRead()
    reason = PlainTextField(_("Why"), most=1000, description=_("Only the pitcher reads it."))


class ChangesForm(_WithReason):
    """Something should change first."""

    apart = "changes"


class DeclineForm(_WithReason):
    """No to the money."""

    apart = "decline"


class RevokeForm(_WithReason):
    """No longer yes."""

    apart = "revoke"
