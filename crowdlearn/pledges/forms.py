"""What backers and helpers fill in."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectField, TimeField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from crowdlearn.web.forms import (
    ActionForm,
    AppForm,
    BooleanField,
    ChoiceField,
    DateField,
    HiddenField,
    HoursField,
    MoneyField,
    OneLine,
    PlainTextField,
)

from .rules import SHORTEST_MINUTES


class Suggested(StrEnum):
    """Amounts to choose from, in cents."""

    SMALL = "2500"
    MIDDLE = "5000"
    LARGE = "10000"
    LARGEST = "25000"


class Fit(StrEnum):
    """What happens when less room is left than the amount."""

    UP_TO = "up_to"
    WHOLE = "whole"


class WholeNumber(IntegerField):
    """A whole number that travels with the form, unseen."""

    data: Any
    widget = HiddenInput()

    def __init__(self, label: Any = "", **kw: Any) -> None:
        super().__init__(label, [InputRequired()], **kw)


def _wish() -> PlainTextField:
    return PlainTextField(
        _("What do you hope to get out of it?"),
        most=500,
        needed=False,
        description=_("Your wish goes to the pitcher. After the share-back you say whether it came true."),
    )


class PledgeForm(AppForm):
    """An amount, how it may fit, a wish, and whether the name is shown. What was typed beside the choices counts."""

    suggested = ChoiceField(
        _("Amount"),
        Suggested,
        {
            Suggested.SMALL: _("$25"),
            Suggested.MIDDLE: _("$50"),
            Suggested.LARGE: _("$100"),
            Suggested.LARGEST: _("$250"),
        },
        needed=False,
    )
    amount = MoneyField(_("Other amount"), needed=False)
    fit = ChoiceField(
        _("If less room is left than that"),
        Fit,
        {
            Fit.UP_TO: _("Take what fits, and let the rest wait for room"),
            Fit.WHOLE: _("All of it or nothing: let it wait for room"),
        },
        default=Fit.UP_TO,
    )
    wish = _wish()
    name_shown = BooleanField(
        _("Show my name among the supporters"), default=True, description=_("Your name only, never the amount.")
    )

    @property
    def cents(self) -> int | None:
        """Return the amount in cents, None when none was given."""
        if self.amount.data is not None:
            return int(self.amount.data.cents)
        return int(self.suggested.data) if self.suggested.data else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for an amount, one way or the other."""
        fine = bool(super().validate(extra_validators))
        if fine and self.cents is None:
            self.refuse("amount", str(_("Choose an amount, or write one.")))
            return False
        return fine


NEW_CARD = "new"


def _card() -> RadioField:
    return RadioField(_("Card"), choices=[], validate_choice=False, validators=[Optional()], default=NEW_CARD)


class ReviewForm(AppForm):
    """The same once more, with the consent; where pledges are made by card, with the card."""

    cents = WholeNumber()
    terms_version = WholeNumber()
    fit = HiddenField()
    wish = HiddenField()
    name_shown = HiddenField()
    before = HiddenField()
    by_card = HiddenField()
    card = _card()
    agreed = BooleanField(_("I agree"))


class ChangeForm(AppForm):
    """Another amount, wish, or whether the name is shown."""

    terms_version = WholeNumber()
    amount = MoneyField(_("Your pledge in all"), least=0)
    wish = _wish()
    name_shown = BooleanField(_("Show my name among the supporters"))
    agreed = BooleanField(_("If this is more than before, I agree to the new greatest amount and latest date."))


class CardForm(AppForm):
    """Which card a pledge stands on."""

    card = _card()


class NewCardForm(ActionForm):
    """Save a card for later."""


class RemoveCardForm(ActionForm):
    """Take a card away."""


class AskBankForm(ActionForm):
    """Ask the bank once more."""


class WithdrawForm(ActionForm):
    """Take a pledge back."""


class ReconfirmForm(ActionForm):
    """Stand by a pledge under changed terms."""

    terms_version = WholeNumber()


ANYTHING = "anything"


class OfferForm(AppForm):
    """Help against one of the needs, or something else."""

    need = RadioField(_("What would you like to help with?"), validators=[InputRequired(_("Choose one."))])
    hours = HoursField(
        _("How much time can you give?"),
        needed=False,
        least=SHORTEST_MINUTES,
        description=_("For hours of help: 2, 1.5 or 45 min. Leave it empty for an introduction or material."),
    )
    window_from = DateField(_("From"), needed=False)
    window_to = DateField(_("Until"), needed=False)
    note = PlainTextField(_("A few words to the pitcher"), most=1000, needed=False)
    wish = _wish()
    name_shown = BooleanField(_("Show my name among the supporters"), default=True)
    line = SelectField(_("Does it replace a cost?"), validators=[Optional()])
    stated = MoneyField(_("What would it cost otherwise?"), least=100, needed=False)


class AcceptForm(AppForm):
    """Take an offer, with a word if one likes."""

    apart = "accept"

    answer = PlainTextField(_("A word of thanks, and what comes next"), most=500, needed=False)


class RefuseOfferForm(AppForm):
    """Decline an offer kindly."""

    apart = "refuse"

    answer = PlainTextField(_("A kind word on why"), most=500, description=_("The person who offered will read it."))


class ScheduleForm(AppForm):
    """When and where to meet."""

    day: Any = DateField(_("Day"))
    at: Any = TimeField(_("Time"), [InputRequired(_("Write a time such as 12:00."))])
    where = OneLine(_("Place or link"), most=300)


class HoursForm(AppForm):
    """How much time was given."""

    apart = "hours"

    hours = HoursField(_("How much time did it take?"), least=0)
    note = PlainTextField(_("What came of it"), most=500, needed=False)


class ReceivedForm(AppForm):
    """That a thing or an introduction was given."""

    apart = "received"

    note = PlainTextField(_("What came of it"), most=500, needed=False)


class NotGivenForm(AppForm):
    """That promised help did not come."""

    apart = "missing"

    note = PlainTextField(_("What happened?"), most=500, needed=False)


class StandsForm(ActionForm):
    """The offer still stands."""


class TakeBackForm(ActionForm):
    """Take an offer of help back."""


class IntroduceForm(AppForm):
    """Who is introduced, after they agreed."""

    apart = "introduce"

    who = PlainTextField(
        _("Who is it, and how can they be reached?"), most=500, description=_("Only the pitcher and you read this.")
    )
    consent_on = DateField(_("On which day did the person agree to be named?"))


class MetForm(ActionForm):
    """Says that the two met."""


class OutcomeForm(AppForm):
    """What came of an introduction."""

    apart = "outcome"

    outcome = PlainTextField(_("What came of it?"), most=1000)


class NotTakenUpForm(AppForm):
    """That nothing comes of an introduction."""

    apart = "untaken"

    why = PlainTextField(_("A word on why"), most=500, needed=False)
