"""Reading what is offered and opened."""

from .openings import InterestRow, OpeningCard, OpeningPage, opening_page, openings
from .relations import relations_to_interest, relations_to_opening, relations_to_standing
from .standing import StandingCard, StandingFilter, StandingPage, offers_for, standing_offers, standing_page

__all__ = [
    "InterestRow",
    "OpeningCard",
    "OpeningPage",
    "StandingCard",
    "StandingFilter",
    "StandingPage",
    "offers_for",
    "opening_page",
    "openings",
    "relations_to_interest",
    "relations_to_opening",
    "relations_to_standing",
    "standing_offers",
    "standing_page",
]
