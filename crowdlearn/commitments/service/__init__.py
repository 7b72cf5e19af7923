"""Use-cases of the commitment ledger."""

from .calendar import mark_overdue, remind_of_due, settle_unanswered
from .decisions import confirm, confirm_delivery, dispute, resolve, waive
from .promises import ask_replacement, deliver, move, note_review, open_commitments, vote_on_replacement

__all__ = [
    "ask_replacement",
    "confirm",
    "confirm_delivery",
    "deliver",
    "dispute",
    "mark_overdue",
    "move",
    "note_review",
    "open_commitments",
    "remind_of_due",
    "resolve",
    "settle_unanswered",
    "vote_on_replacement",
    "waive",
]
