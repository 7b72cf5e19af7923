"""What people fill in around an event: a seat, the code at the door, who came, feedback."""

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from crowdlearn.sharebacks.rules import Decision, MaterialKind, Score, WouldUse
from crowdlearn.web.forms import (
    AppForm,
    BooleanField,
    ChoiceField,
    CountField,
    DateField,
    FileField,
    LinkField,
    OneLine,
    PlainTextField,
)


class SeatForm(AppForm):
    """What one asks for and agrees to with a seat."""

    access_need = PlainTextField(
        _("Do you need anything to take part?"),
        most=500,
        needed=False,
        description=_("For example captions, a seat near the door, a text beforehand. Only the host reads it."),
    )
    name_shown = BooleanField(
        _("Other members may see my name on the list of those who came"),
        description=_("You can take this back at any time."),
    )


class CheckInForm(AppForm):
    """ "I am here", with the code that the host shows."""

    code = OneLine(_("Code"), most=20, description=_("Six signs, on the screen or the sheet in the room."))
    name_shown = BooleanField(_("Other members may see my name on the list of those who came"))


class AttendanceForm(AppForm):
    """Who came, by name, and how many more."""

    came = SelectMultipleField(
        _("Who came?"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), choices=[]
    )
    unnamed = CountField(_("How many came without an account here?"), least=0, most=5000, needed=False, default=0)


class FeedbackForm(AppForm):
    """What someone who came says to the host, without a name."""

    clear = ChoiceField(_("Was it clear?"), Score)
    worth = ChoiceField(_("Was it worth your time?"), Score)
    included = ChoiceField(_("Could you take part as you wished, in your language?"), Score)
    would_use = ChoiceField(_("Would you use it at your work?"), WouldUse)
    text = PlainTextField(_("What should stay, what should change?"), most=2000, needed=False)

    def scores(self) -> dict[str, int]:
        """Return the three criteria, each from 1 to 5."""
        return {name: int(self[name].data.value) for name in ("clear", "worth", "included")}


class MaterialForm(AppForm):
    """A link or a file that goes with an event."""

    kind = ChoiceField(_("What is it?"), MaterialKind, default=MaterialKind.HANDOUT)
    title = OneLine(_("Its name"), most=160)
    link = LinkField(_("Where it is"), needed=False, description=_("Or choose a file below."))
    file = FileField(_("File"))


class PresentationForm(AppForm):
    """A governance body to which it is presented."""

    body = OneLine(_("Which body?"), most=160, description=_("For example: Learning and Development Committee."))
    day = DateField(_("When?"))


class ResponseForm(AppForm):
    """What a governance body decided."""

    decision = ChoiceField(_("What did it decide?"), Decision)
    response = PlainTextField(_("Its decision, as it stands in the record"), most=2000)
