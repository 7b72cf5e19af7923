"""Reading outcomes."""

from .answers import CheckInRow, Piece, Seen
from .chain import Chain, Link, chain
from .checkin import (
    CheckInPage,
    checkin_page,
    confirms_as,
    corroborates_as,
    relations,
    said_so,
)
from .footprint import Footprint, footprint
from .impact import Impact, impact
from .scope import About, Head, Scope
from .uses import UseRow, UsesPage, uses_page

__all__ = [
    "About",
    "Chain",
    "CheckInPage",
    "CheckInRow",
    "Footprint",
    "Head",
    "Impact",
    "Link",
    "Piece",
    "Scope",
    "Seen",
    "UseRow",
    "UsesPage",
    "chain",
    "checkin_page",
    "confirms_as",
    "corroborates_as",
    "footprint",
    "impact",
    "relations",
    "said_so",
    "uses_page",
]
