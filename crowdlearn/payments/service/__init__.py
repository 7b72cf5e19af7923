"""Use-cases and steps of payments. Nobody else writes a payment's state."""

from .asking import ask, collect, note_refunded, release, uncollect
from .cards import PageAsked, finish_card_page, forget_removed_cards, open_card_page, remove_card
from .moving import carry_out, carry_out_what_is_wanted, refresh

__all__ = [
    "PageAsked",
    "ask",
    "carry_out",
    "carry_out_what_is_wanted",
    "collect",
    "finish_card_page",
    "forget_removed_cards",
    "note_refunded",
    "open_card_page",
    "refresh",
    "release",
    "remove_card",
    "uncollect",
]
