"""Telling people, once: on the site at once, by mail as each wants it."""

from .choosing import choose, stop_mail, stopped_by
from .sending import gather, send_waiting
from .telling import let_mail_rest, mark_read, take_back, tell, tell_each, told_of

__all__ = [
    "choose",
    "gather",
    "let_mail_rest",
    "mark_read",
    "send_waiting",
    "stop_mail",
    "stopped_by",
    "take_back",
    "tell",
    "tell_each",
    "told_of",
]
