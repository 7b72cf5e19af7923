"""Use-cases and steps of payments. Nobody else writes a payment's state."""

from .asking import ask, collect, note_refunded, release, uncollect
from .cards import (
    PageAsked,
    close_card_pages,
    finish_card_page,
    finish_card_pages,
    forget_removed_cards,
    has_open_page,
    open_card_page,
    remove_card,
)
from .hearing import hear, work_on_reports
from .moving import carry_out, carry_out_what_is_wanted, refresh
from .reconciling import find_strangers, reconcile
from .repairing import confirm_with_customer, use_card
from .wanting import TakenAlready, let_go, try_again, want

__all__ = [
    "PageAsked",
    "TakenAlready",
    "ask",
    "carry_out",
    "carry_out_what_is_wanted",
    "close_card_pages",
    "collect",
    "confirm_with_customer",
    "find_strangers",
    "finish_card_page",
    "finish_card_pages",
    "forget_removed_cards",
    "has_open_page",
    "hear",
    "let_go",
    "note_refunded",
    "open_card_page",
    "reconcile",
    "refresh",
    "release",
    "remove_card",
    "try_again",
    "uncollect",
    "use_card",
    "want",
    "work_on_reports",
]
