"""Reading conversations."""

from .appealed import AppealLine
from .appeals import Decision, DecisionPage, appeal_page, decision_page, relations_to_decision
from .comments import CommentShown, CommentToEdit, comment_to_edit, question, relations_to_comment
from .hidden import hidden_now, hiding_of, is_hidden
from .moderation import Content, HiddenThing, Report, StewardPage, content_for, steward_page
from .said import Cheer, Conversation, Said, conversation, conversations
from .talks import MessageRow, Subject, TalkPage, relations_to_talk, subject_for, talk_page

__all__ = [
    "AppealLine",
    "Cheer",
    "CommentShown",
    "CommentToEdit",
    "Content",
    "Conversation",
    "Decision",
    "DecisionPage",
    "HiddenThing",
    "MessageRow",
    "Report",
    "Said",
    "StewardPage",
    "Subject",
    "TalkPage",
    "appeal_page",
    "comment_to_edit",
    "content_for",
    "conversation",
    "conversations",
    "decision_page",
    "hidden_now",
    "hiding_of",
    "is_hidden",
    "question",
    "relations_to_comment",
    "relations_to_decision",
    "relations_to_talk",
    "steward_page",
    "subject_for",
    "talk_page",
]
