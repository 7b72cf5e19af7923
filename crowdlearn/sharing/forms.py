"""What a reader asks of the calendar, and the acts on a personal calendar address."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, SelectField

from crowdlearn.kernel.vocabulary import REGIONS, TOPICS
from crowdlearn.web.choices import vocabulary_choices
from crowdlearn.web.forms import ActionForm, PartForm

from .rules import Mode


class AskedForm(PartForm):
    """The filters of the calendar; its answers live in the address, so it needs no token."""

    month = HiddenField()
    topic = SelectField(_("Topic"))
    region = SelectField(_("Region"))
    language = SelectField(_("Language"))
    mode = SelectField(_("How to take part"))

    def __init__(self, asked: MultiDict[str, str], **values: Any) -> None:
        super().__init__(asked, **values)
        every = [("", gettext("All"))]
        choices = {
            "topic": [("", gettext("All topics")), *vocabulary_choices(TOPICS)()],
            "region": every + vocabulary_choices(REGIONS)(),
            "language": [*every, ("en", gettext("English")), ("fr", gettext("French"))],
            "mode": every + [(mode.value, gettext(mode.label)) for mode in Mode],
        }
        for name, offered in choices.items():
            getattr(self, name).choices = offered


class NewAddressForm(ActionForm):
    """Make a calendar address; the earlier one opens nothing from then on."""


class EndAddressForm(ActionForm):
    """End a calendar address."""
