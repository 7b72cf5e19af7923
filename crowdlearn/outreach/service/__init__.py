"""Asking and championing."""

from .asking import ask_people, check_wanted, meet_asks, note_came, stop_asks
from .championing import champion, count_visit, stop_championing, thank_champion
from .telling import send_ask, tell_of_champion, tell_of_thanks

__all__ = [
    "ask_people",
    "champion",
    "check_wanted",
    "count_visit",
    "meet_asks",
    "note_came",
    "send_ask",
    "stop_asks",
    "stop_championing",
    "tell_of_champion",
    "tell_of_thanks",
    "thank_champion",
]
