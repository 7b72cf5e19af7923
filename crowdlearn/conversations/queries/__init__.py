"""Reading conversations."""

from .comments import CommentToEdit, comment_to_edit, path_of_comment, relations_to_comment
from .hidden import hidden_now, is_hidden
from .moderation import HiddenThing, Report, StewardPage, steward_page
from .said import Cheer, Conversation, Said, conversation
from .talks import MessageRow, TalkPage, talk_page

__all__ = [
    "Cheer",
    "CommentToEdit",
    "Conversation",
    "HiddenThing",
    "MessageRow",
    "Report",
    "Said",
    "StewardPage",
    "TalkPage",
    "comment_to_edit",
    "conversation",
    "hidden_now",
    "is_hidden",
    "path_of_comment",
    "relations_to_comment",
    "steward_page",
    "talk_page",
]
