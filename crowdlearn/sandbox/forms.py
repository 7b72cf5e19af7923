"""What is typed into the hosted pages, and into the control page of a demo."""

import re
from enum import StrEnum

from flask_babel import lazy_gettext as _
from wtforms.widgets import TextInput

from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.sandbox.numbers import Outcome
from crowdlearn.sandbox.playing import Calls
from crowdlearn.web.forms import AppForm, ChoiceField, CountField, PasswordField, required


class CardNumberField(PasswordField):
    """The digits of a card. They are seen while they are typed, and never kept: somebody may type real ones."""

    widget = TextInput()

    def _value(self) -> str:
        """Return what was typed as far as it may belong to a number: it was never cleaned as other answers are."""
        return re.sub(r"[^0-9 ]", "", self.data or "")[:40]


class CardForm(AppForm):
    """A card's number and month."""

    card_number = CardNumberField(_("Card number"), required())
    month = CountField(_("Month of expiry"), least=1, most=12)
    year = CountField(_("Year of expiry"), least=2000, most=2099)


class NextForm(AppForm):
    """What the bank of a card says from now on."""

    said = ChoiceField(
        _("What its bank says to the next charges"),
        Outcome,
        needed=False,
        drop_down=True,
        blank=_("What its number does"),
    )


class FaultForm(AppForm):
    """What goes wrong on the way to the processor."""

    calls = ChoiceField(_("Which requests?"), Calls, drop_down=True)
    kind = ChoiceField(_("What happens?"), Kind, drop_down=True)
    place = ChoiceField(_("And the request itself?"), Place, default=Place.AFTER)
    times = CountField(_("How many of them?"), least=1, most=100, default=1)


class Answer(StrEnum):
    """What a bank's customer says."""

    YES = "yes"
    NO = "no"


class BankForm(AppForm):
    """Is it you?"""

    answer = ChoiceField(_("Your answer"), Answer, {Answer.YES: _("Yes, it is me"), Answer.NO: _("No, it is not me")})
