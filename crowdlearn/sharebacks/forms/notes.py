"""What a learner notes live, and what readers say of it."""

from typing import Any

from flask_babel import lazy_gettext as _

from crowdlearn.sharebacks.rules.notes import LONGEST_NOTE, Reaction
from crowdlearn.web.forms import AppForm, ChoiceField, FileField, MarkdownField, OneLine


class NoteForm(AppForm):
    """A few words from the room, with a picture."""

    text = MarkdownField(
        _("What did you just learn?"),
        most=LONGEST_NOTE,
        description=_("One thought is enough: a sentence somebody said, a doubt, something you will try."),
    )
    file = FileField(
        _("Picture"),
        description=_("PNG, JPEG or WebP, up to 10 MB. Nobody’s face without their leave."),
        render_kw={"accept": "image/png,image/jpeg,image/webp"},
    )
    picture_words = OneLine(
        _("What does it show?"), most=300, needed=False, description=_("For readers who do not see it.")
    )


class NoteWordsForm(AppForm):
    """A note's words, to be changed."""

    text = MarkdownField(_("Your note"), most=LONGEST_NOTE)


class ReactionForm(AppForm):
    """A question about a note, or an idea to try."""

    reaction = ChoiceField(_("What is it?"), Reaction, default=Reaction.QUESTION)
    text = MarkdownField(_("Your words"), most=2000)

    def idea(self) -> bool:
        """Tell whether it is something to try."""
        chosen: Any = self.reaction.data
        return chosen is Reaction.IDEA
