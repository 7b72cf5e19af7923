"""What an author fills in beside the words: pictures, sound, captions, the other language."""

from flask_babel import lazy_gettext as _

from crowdlearn.sharebacks.rules import MadeBy, Version
from crowdlearn.web.forms import AppForm, ChoiceField, FileField, MarkdownField, OneLine


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


class OtherLanguageForm(AppForm):
    """A share-back in the other language. One without a text or a transcript has no field for it."""

    title = OneLine(_("Title"), most=160)
    summary = OneLine(_("In one sentence"), most=400, needed=False)
    body = MarkdownField(_("Text"), most=50_000, needed=False)
    transcript = MarkdownField(_("Transcript"), most=50_000, needed=False)
    made_by = ChoiceField(_("Who put it into this language?"), MadeBy)
    translator = OneLine(
        _("Name of the person or the machine"), most=120, needed=False, description=_("Readers see it.")
    )

    def version(self) -> Version:
        """Return what was typed."""
        return Version(
            self.title.data,
            self.made_by.data,
            self.summary.data,
            self.body.data if "body" in self else "",
            self.transcript.data if "transcript" in self else "",
            self.translator.data,
        )
