"""Use-cases and steps of conversations."""

from .appealing import tell_of_appeal, tell_of_decided_appeal
from .appeals import appeal, decide_appeal
from .comments import answer, ask, delete_comment, edit_comment
from .encouragements import encourage, take_back_encouragement
from .feedback import give_feedback, settle_feedback
from .membership import (
    tell_administrators_of_role,
    tell_of_confirmed_organisation,
    tell_of_reinstatement,
    tell_of_role,
    tell_of_suspension,
    tell_stewards_of_organisation,
)
from .moderation import dismiss, hide, report, show_again
from .talks import reply, write_to_owner
from .telling import (
    take_back_notices,
    tell_author_of_hiding,
    tell_author_of_showing,
    tell_concerned,
    tell_of_answer,
    tell_of_encouragement,
    tell_of_message,
    tell_of_question,
    tell_reporter,
    tell_stewards_of_feedback,
    tell_stewards_of_report,
)
from .threads import close_thread, keep_private, keep_thread

__all__ = [
    "answer",
    "appeal",
    "ask",
    "close_thread",
    "decide_appeal",
    "delete_comment",
    "dismiss",
    "edit_comment",
    "encourage",
    "give_feedback",
    "hide",
    "keep_private",
    "keep_thread",
    "reply",
    "report",
    "settle_feedback",
    "show_again",
    "take_back_encouragement",
    "take_back_notices",
    "tell_administrators_of_role",
    "tell_author_of_hiding",
    "tell_author_of_showing",
    "tell_concerned",
    "tell_of_answer",
    "tell_of_appeal",
    "tell_of_confirmed_organisation",
    "tell_of_decided_appeal",
    "tell_of_encouragement",
    "tell_of_message",
    "tell_of_question",
    "tell_of_reinstatement",
    "tell_of_role",
    "tell_of_suspension",
    "tell_reporter",
    "tell_stewards_of_feedback",
    "tell_stewards_of_organisation",
    "tell_stewards_of_report",
    "write_to_owner",
]
