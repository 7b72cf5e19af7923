"""Use-cases of expertise."""

from .interests import answer_interest, show_interest, take_interest_back
from .openings import close_opening, end_openings, open_place
from .standing import ask_for_help, end_offer, end_offers, offer_freely
from .telling import tell_of_answer, tell_of_ask, tell_of_interest

__all__ = [
    "answer_interest",
    "ask_for_help",
    "close_opening",
    "end_offer",
    "end_offers",
    "end_openings",
    "offer_freely",
    "open_place",
    "show_interest",
    "take_interest_back",
    "tell_of_answer",
    "tell_of_ask",
    "tell_of_interest",
]
