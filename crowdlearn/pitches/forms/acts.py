"""Small forms: one act each."""

from flask_babel import lazy_gettext as _

from crowdlearn.web.forms import ActionForm, AppForm, MarkdownField, PlainTextField


class BeginForm(ActionForm):
    """Begin a draft."""


class PublishForm(ActionForm):
    """Publish a pitch."""


class WithdrawForm(AppForm):
    """Take a pitch back."""

    words = PlainTextField(
        _("A word to those who wanted to help"),
        needed=False,
        most=500,
        description=_("Shown on the pitch, which stays readable."),
    )


class DeleteForm(ActionForm):
    """Delete a draft."""


class CloneForm(ActionForm):
    """Copy a pitch into a new draft."""


class PauseForm(ActionForm):
    """Pause a pitch, or open it again."""


class FollowForm(ActionForm):
    """Follow a pitch, or no longer."""


class UpdateForm(AppForm):
    """News for the crowd."""

    text = MarkdownField(
        _("Your news"),
        most=2000,
        description=_("A few lines: what happened, what you need now, what you learned."),
    )
