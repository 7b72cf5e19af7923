"""What people choose about notices."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field

from crowdlearn.web.forms import AppForm, BooleanField, OptionField

from .rules import REASONS, Channel, QuietHours

HOURS = [(str(hour), f"{hour:02d}:00") for hour in range(24)]
PREFIX = "tell_"


class ChoicesForm(AppForm):
    """A channel for every reason (fields are added below), quiet hours, and whether others may ask."""

    quiet = BooleanField(
        _("Send me no mail at night or when I am off"),
        description=_("What happens then is mailed when the quiet hours end. Account and money mail does not wait."),
    )
    quiet_from = OptionField(_("Quiet from"), HOURS)
    quiet_until = OptionField(_("Quiet until"), HOURS)
    takes_asks = BooleanField(
        _("Others may ask me to back or help a pitch"),
        description=_("Members can send a pitch to people they know: once, and never again for the same pitch."),
    )

    def channel_of(self, key: str) -> Any:
        """Return the field of a reason."""
        return self[PREFIX + key]

    @property
    def wanted(self) -> dict[str, Channel]:
        """Return the channel chosen for each reason."""
        return {reason.key: Channel(self.channel_of(reason.key).data) for reason in REASONS}

    @property
    def hours(self) -> QuietHours | None:
        """Return the quiet hours, None where none are wanted."""
        return QuietHours(int(self.quiet_from.data), int(self.quiet_until.data)) if self.quiet.data else None


def _choice(words: str) -> Field:
    return OptionField(_(words), [(channel.value, _(channel.label)) for channel in Channel])


for _reason in REASONS:
    setattr(ChoicesForm, PREFIX + _reason.key, _choice(_reason.words))
