"""Use-cases of share-backs."""

from .closing import answer_wish, thank
from .events import cancel_event, check_in, give_seat_back, hold_event, remind_of_events, take_seat
from .reviews import (
    answer_review,
    change_review,
    confirm_as_reviewer,
    delete_review,
    review,
    say_learned,
    take_learned_back,
)
from .writing import draft, edit, publish, withdraw

__all__ = [
    "answer_review",
    "answer_wish",
    "cancel_event",
    "change_review",
    "check_in",
    "confirm_as_reviewer",
    "delete_review",
    "draft",
    "edit",
    "give_seat_back",
    "hold_event",
    "publish",
    "remind_of_events",
    "review",
    "say_learned",
    "take_learned_back",
    "take_seat",
    "thank",
    "withdraw",
]
