"""What people fill in about help without a need yet, and about openings."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired

from crowdlearn.kernel.vocabulary import LANGUAGES, REGIONS, SKILLS
from crowdlearn.web.forms import (
    ActionForm,
    AppForm,
    ChoiceField,
    DateField,
    HoursField,
    OneLine,
    PartForm,
    PlainTextField,
    WordField,
)

from .rules import SHORTEST_MINUTES, HelpKind, Offered, Opened, OpeningKind

_ANSWERS = (("", _("Choose one")), ("yes", _("Yes, let us talk")), ("no", _("Not this time")))


class OffersFilter(PartForm):
    """What a reader of the offers looks for."""

    kind = ChoiceField(_("Kind of help"), HelpKind, needed=False, drop_down=True, blank=_("All"))
    skill = WordField(_("Skill"), SKILLS, needed=False, blank=_("All"))
    language = WordField(_("Language"), LANGUAGES, needed=False, blank=_("All"))


class OpeningsFilter(PartForm):
    """What a reader of the openings looks for."""

    kind = ChoiceField(_("Kind"), OpeningKind, needed=False, drop_down=True, blank=_("All"))
    region = WordField(_("Region"), REGIONS, needed=False, blank=_("All"))
    language = WordField(_("Language"), LANGUAGES, needed=False, blank=_("All"))


class OfferFreelyForm(AppForm):
    """Help that is offered before anybody asked."""

    kind = ChoiceField(_("What can you give?"), HelpKind)
    title = OneLine(
        _("In one sentence"), most=160, description=_("For example: two hours of facilitation for a first workshop.")
    )
    hours = HoursField(
        _("How much time?"),
        needed=False,
        least=SHORTEST_MINUTES,
        description=_("2, 1.5 or 45 min. Leave it empty for an introduction, a case study or materials."),
    )
    skill = WordField(_("The skill behind it"), SKILLS, needed=False, blank=_("None of these"))
    detail = PlainTextField(_("What you bring, and how you like to work"), most=1000, needed=False)
    language = WordField(_("In which language?"), LANGUAGES)
    until = DateField(_("Until when?"), description=_("It ends by itself after this day."))

    def offered(self) -> Offered:
        """Return what was typed."""
        return Offered(
            self.kind.data,
            self.title.data,
            self.detail.data,
            self.language.data,
            self.until.day,
            self.hours.data or 0,
            self.skill.data or "",
        )


class AskForm(AppForm):
    """A pitcher's question for help that somebody offers."""

    pitch = RadioField(
        _("For which of your pitches?"), validators=[InputRequired(_("Choose one."))], validate_choice=False
    )
    text = PlainTextField(_("What would you like help with?"), most=1000)

    def __init__(self, pitches: tuple[tuple[UUID, str], ...] = (), **values: Any) -> None:
        super().__init__(**values)
        self.pitch.choices = [SelectChoice(str(pitch_id), title) for pitch_id, title in pitches]


class OpenPlaceForm(AppForm):
    """A place to learn in one's own organisation."""

    kind = ChoiceField(_("What kind of opening?"), OpeningKind)
    title = OneLine(_("Title"), most=160)
    learned = PlainTextField(_("What does one learn there?"), most=2000)
    starts_on = DateField(_("From"))
    ends_on = DateField(_("To"))
    region = WordField(_("Where?"), REGIONS, needed=False, blank=_("Anywhere"))
    language = WordField(_("Language of work"), LANGUAGES)
    how = PlainTextField(
        _("How to answer"), most=1000, description=_("What you would like to read from someone who is interested.")
    )
    until = DateField(_("Last day to answer"), description=_("It ends by itself after this day."))

    def opened(self) -> Opened:
        """Return what was typed."""
        return Opened(
            self.kind.data,
            self.title.data,
            self.learned.data,
            self.how.data,
            self.language.data,
            self.region.data or "",
            self.starts_on.day,
            self.ends_on.day,
            self.until.day,
        )


class InterestForm(AppForm):
    """Somebody's interest in an opening."""

    text = PlainTextField(_("Why you, and what do you hope to learn?"), most=2000)


class AnswerForm(AppForm):
    """An owner's answer to somebody's interest."""

    accepts = SelectField(_("Your answer"), validators=[InputRequired(_("Choose one."))])
    answer = PlainTextField(_("A few words"), most=1000, needed=False)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.accepts.choices = [SelectChoice(*one) for one in _ANSWERS]


class CloseForm(AppForm):
    """Why an opening closes."""

    taken = RadioField(
        _("Why does it close?"),
        choices=[SelectChoice("yes", _("Somebody takes the place")), SelectChoice("no", _("For another reason"))],
        validators=[InputRequired(_("Choose one."))],
    )


class EndForm(ActionForm):
    """Ends an offer."""


class TakeBackForm(ActionForm):
    """Takes an interest back."""
