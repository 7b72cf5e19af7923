"""Reading conversations."""

from .comments import CommentShown, CommentToEdit, comment_to_edit, question, relations_to_comment
from .hidden import hidden_now, hiding_of, is_hidden
from .moderation import Content, HiddenThing, Report, StewardPage, content_for, steward_page
from .said import Cheer, Conversation, Said, conversation
from .talks import MessageRow, Subject, TalkPage, relations_to_talk, subject_for, talk_page

__all__ = [
    "Cheer",
    "CommentShown",
    "CommentToEdit",
    "Content",
    "Conversation",
    "HiddenThing",
    "MessageRow",
    "Report",
    "Said",
    "StewardPage",
    "Subject",
    "TalkPage",
    "comment_to_edit",
    "content_for",
    "conversation",
    "hidden_now",
    "hiding_of",
    "is_hidden",
    "question",
    "relations_to_comment",
    "relations_to_talk",
    "steward_page",
    "subject_for",
    "talk_page",
]
