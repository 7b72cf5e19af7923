"""Moving the demo's clock."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from crowdlearn.web.forms import AppForm, ChoiceField


class Leap(StrEnum):
    """How many days the clock may be moved at once."""

    DAY = "1"
    FOUR_DAYS = "4"
    TWO_WEEKS = "14"


LEAPS: dict[Leap, Any] = {Leap.DAY: _("One day"), Leap.FOUR_DAYS: _("Four days"), Leap.TWO_WEEKS: _("Two weeks")}


class LeapForm(AppForm):
    """How far ahead."""

    days = ChoiceField(_("How far ahead?"), Leap, LEAPS, default=Leap.FOUR_DAYS)
