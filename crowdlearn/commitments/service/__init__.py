"""Use-cases of the commitment ledger."""

from .calendar import mark_overdue, remind_of_due, settle_unanswered
from .decisions import confirm, confirm_delivery, dispute, resolve, waive
from .promises import deliver, move, note_keepers, note_review, open_commitments, waive_of_cancelled
from .replacing import ask_replacement, close_replacements, vote_on_replacement
from .telling import (
    tell_of_broken,
    tell_of_confirmed,
    tell_of_delivered,
    tell_of_disputed,
    tell_of_due,
    tell_of_lapsed,
    tell_of_moved,
    tell_of_opened,
    tell_of_replacement_asked,
    tell_of_replacement_decided,
    tell_of_resolved,
    tell_of_waived,
)

__all__ = [
    "ask_replacement",
    "close_replacements",
    "confirm",
    "confirm_delivery",
    "deliver",
    "dispute",
    "mark_overdue",
    "move",
    "note_keepers",
    "note_review",
    "open_commitments",
    "remind_of_due",
    "resolve",
    "settle_unanswered",
    "tell_of_broken",
    "tell_of_confirmed",
    "tell_of_delivered",
    "tell_of_disputed",
    "tell_of_due",
    "tell_of_lapsed",
    "tell_of_moved",
    "tell_of_opened",
    "tell_of_replacement_asked",
    "tell_of_replacement_decided",
    "tell_of_resolved",
    "tell_of_waived",
    "vote_on_replacement",
    "waive",
    "waive_of_cancelled",
]
