"""What people say to each other here."""

from flask_babel import lazy_gettext as _

from crowdlearn.web.forms import ActionForm, AppForm, ChoiceField, EmailField, MarkdownField, OneLine, PlainTextField

from .rules import LONGEST_APPEAL, LONGEST_COMMENT, LONGEST_LINE, LONGEST_REASON, FlagReason, Ruling

_MARKDOWN = _("Two stars around a word make it **bold**; a line that begins with a hyphen becomes a list.")


class QuestionForm(AppForm):
    """A public question."""

    text = MarkdownField(_("Your question"), most=LONGEST_COMMENT, description=_MARKDOWN)


class AnswerForm(AppForm):
    """A public answer to a question."""

    text = MarkdownField(_("Your answer"), most=LONGEST_COMMENT, description=_MARKDOWN)


class CommentForm(AppForm):
    """One's own question or answer, to be changed."""

    text = MarkdownField(_("What you wrote"), most=LONGEST_COMMENT, description=_MARKDOWN)


class EncourageForm(AppForm):
    """A good word, or just the nod."""

    line = OneLine(_("A line to go with it"), needed=False, most=LONGEST_LINE)


class MessageForm(AppForm):
    """A private message to the owner of a thing."""

    text = MarkdownField(_("Your message"), most=LONGEST_COMMENT, description=_MARKDOWN)


class ReplyForm(AppForm):
    """The next message of a talk."""

    text = MarkdownField(_("Your reply"), most=LONGEST_COMMENT)


class ReportForm(AppForm):
    """What is wrong with a thing."""

    reason = ChoiceField(_("What is wrong?"), FlagReason, {reason: _(reason.label) for reason in FlagReason})
    note = PlainTextField(_("Anything a steward should know"), needed=False, most=LONGEST_REASON)


class HideForm(AppForm):
    """Why a steward hides a thing."""

    reason = PlainTextField(
        _("Why you hide it"),
        most=LONGEST_REASON,
        description=_("Its author reads this. Say what would make it fit to be shown again."),
    )


class AppealForm(AppForm):
    """Why a steward's decision is wrong."""

    text = PlainTextField(
        _("Why do you think the decision is wrong?"),
        most=LONGEST_APPEAL,
        description=_("What did the steward overlook? The other steward reads this beside what it is about."),
    )


class RulingForm(AppForm):
    """Another steward's answer to an appeal."""

    ruling = ChoiceField(_("Your decision"), Ruling)
    answer = PlainTextField(
        _("Why"), most=LONGEST_REASON, description=_("Everyone it concerns reads this; be kind to both sides.")
    )


class TakeBackForm(ActionForm):
    """Takes an encouragement back."""


class DeleteForm(ActionForm):
    """Deletes a comment."""


class DismissForm(ActionForm):
    """Finds nothing wrong with what was reported."""


class ShowForm(ActionForm):
    """Shows again what was hidden."""


class FeedbackForm(AppForm):
    """What is in somebody's way on these pages."""

    text = PlainTextField(_("Where was it, and what happened?"), most=LONGEST_COMMENT)
    email = EmailField(_("Your e-mail, if you would like an answer"), needed=False)


class SettleForm(ActionForm):
    """Notes that somebody's feedback was answered."""
