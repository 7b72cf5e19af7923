"""Reading outcomes."""

from .checkin import CheckInPage, checkin_page, confirms_as, relations
from .impact import CheckInRow, Impact, impact, reached_by

__all__ = [
    "CheckInPage",
    "CheckInRow",
    "Impact",
    "checkin_page",
    "confirms_as",
    "impact",
    "reached_by",
    "relations",
]
