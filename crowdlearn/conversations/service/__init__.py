"""Use-cases and steps of conversations."""

from .comments import answer, ask, delete_comment, edit_comment
from .encouragements import encourage, take_back_encouragement
from .moderation import dismiss, hide, report, show_again
from .talks import reply, write_to_owner
from .threads import close_thread, keep_thread

__all__ = [
    "answer",
    "ask",
    "close_thread",
    "delete_comment",
    "dismiss",
    "edit_comment",
    "encourage",
    "hide",
    "keep_thread",
    "reply",
    "report",
    "show_again",
    "take_back_encouragement",
    "write_to_owner",
]
