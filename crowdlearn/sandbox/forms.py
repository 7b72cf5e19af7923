"""What is typed into the hosted pages."""

from enum import StrEnum

from flask_babel import lazy_gettext as _
from wtforms.widgets import TextInput

from crowdlearn.web.forms import AppForm, ChoiceField, CountField, PasswordField, required


class CardNumberField(PasswordField):
    """The digits of a card. They are seen while they are typed, and never kept: somebody may type real ones."""

    widget = TextInput()


class CardForm(AppForm):
    """A card's number and month."""

    card_number = CardNumberField(_("Card number"), required())
    month = CountField(_("Month of expiry"), least=1, most=12)
    year = CountField(_("Year of expiry"), least=2000, most=2099)


class Answer(StrEnum):
    """What a bank's customer says."""

    YES = "yes"
    NO = "no"


class BankForm(AppForm):
    """Is it you?"""

    answer = ChoiceField(_("Your answer"), Answer, {Answer.YES: _("Yes, it is me"), Answer.NO: _("No, it is not me")})
