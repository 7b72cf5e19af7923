"""What an author fills in beside the words: pictures, sound, captions, the other language."""

from flask_babel import lazy_gettext as _

from crowdlearn.languages import forms as languages
from crowdlearn.sharebacks.rules import Version
from crowdlearn.web.forms import AppForm, FileField, MarkdownField, OneLine


class PictureForm(AppForm):
    """A picture, and the words for whoever does not see it."""

    file = FileField(_("Picture"), description=_("PNG, JPEG or WebP, up to 10 MB."))
    alt = OneLine(_("What does it show?"), most=400, description=_("For readers who do not see it."))
    caption = OneLine(_("Words below it"), most=300, needed=False)


class SoundForm(AppForm):
    """The sound of a podcast or recording."""

    apart = "sound"

    file = FileField(_("Sound"), description=_("MP3 or M4A, up to 200 MB. It takes the place of what was there."))


class CaptionsForm(AppForm):
    """The captions of a recording with moving pictures."""

    apart = "captions"

    file = FileField(_("Captions"), description=_("A WebVTT file (.vtt). It takes the place of what was there."))


class OtherLanguageForm(languages.OtherLanguageForm):
    """A share-back in the other language. One without a problem, a text or a transcript has no field for it."""

    title = OneLine(_("Title"), most=160)
    summary = OneLine(_("In one sentence"), most=400, needed=False)
    problem = OneLine(_("The problem it solves"), most=300, needed=False)
    body = MarkdownField(_("Text"), most=50_000, needed=False)
    transcript = MarkdownField(_("Transcript"), most=50_000, needed=False)

    def version(self) -> Version:
        """Return what was typed."""
        said = self.said()
        return Version(made_by=said.made_by, translator=said.translator, **said.words)
