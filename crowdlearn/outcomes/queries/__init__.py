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
from .record import Balance, Recognition, Record, balance_of, recognition_of, record_of, relations_to_award
from .scope import About, Head, Scope
from .uses import UseRow, UsesPage, uses_page

__all__ = [
    "About",
    "Balance",
    "Chain",
    "CheckInPage",
    "CheckInRow",
    "Footprint",
    "Head",
    "Impact",
    "Link",
    "Piece",
    "Recognition",
    "Record",
    "Scope",
    "Seen",
    "UseRow",
    "UsesPage",
    "balance_of",
    "chain",
    "checkin_page",
    "confirms_as",
    "corroborates_as",
    "footprint",
    "impact",
    "recognition_of",
    "record_of",
    "relations",
    "relations_to_award",
    "said_so",
    "uses_page",
]
