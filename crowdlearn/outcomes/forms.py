"""What people fill in about the use of their learning."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from crowdlearn.web.forms import AppForm, ChoiceField, LinkField, OneLine, PlainTextField

from .rules import Applied


class CheckInForm(AppForm):
    """One question, with room for evidence."""

    applied = ChoiceField(_("Have you used what you learned at work?"), Applied)
    text = PlainTextField(
        _("What did you use, or why not yet?"),
        most=2000,
        description=_("One sentence is enough. “Not yet, because …” is an honest answer."),
    )
    days_to_first_use = IntegerField(
        _("How many days until you first used it?"), [Optional(), NumberRange(0, 1000)], description=_("0 for at once.")
    )
    evidence = LinkField(_("A link that shows it"), needed=False)
    helped = OneLine(_("What helped?"), most=500, needed=False)
    hindered = OneLine(_("What stood in the way?"), most=500, needed=False)


class ConfirmationForm(AppForm):
    """A manager's, backer's or colleague's confirmation."""

    words = PlainTextField(
        _("What did you see?"), most=500, needed=False, description=_("A word about the change in their work.")
    )
