"""What a pitcher fills in to say their pitch in the other language."""

from flask_babel import lazy_gettext as _

from crowdlearn.languages.forms import OtherLanguageForm
from crowdlearn.web.forms import MarkdownField, OneLine, PlainTextField


class PitchLanguageForm(OtherLanguageForm):
    """A pitch in the other language: a field for every part that it has."""

    title = OneLine(_("Title"), most=140)
    summary = OneLine(_("In one sentence"), most=280)
    story = MarkdownField(_("Your story"), most=50_000)
    benefit_me = PlainTextField(_("For me"), most=1000)
    benefit_peers = PlainTextField(_("For my peers"), most=1000)
    benefit_organisation = PlainTextField(_("For my organisation"), most=1000)
    improves = PlainTextField(_("For the public service"), most=1000)
    application_plan = PlainTextField(_("How it will be used at work"), most=2000)
    audience = OneLine(_("For whom"), most=300)
