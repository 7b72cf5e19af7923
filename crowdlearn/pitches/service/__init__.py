"""Use-cases and steps of pitches."""

from .drafts import clone, delete_draft, keep_answers, publish, quick_pitch, save_step, share_idea, start_draft
from .index import index_all
from .interest import follow, is_new_interest, note_interest, recount_trends, unfollow
from .languages import say_pitch, unsay_pitch
from .life import pause, resume, withdraw, write_update
from .moves import move
from .revising import preview_revision, revise
from .telling import (
    count_encouragements,
    tell_followers,
    tell_of_idea,
    tell_of_publication,
    tell_of_update,
    tell_of_withdrawal,
)

__all__ = [
    "clone",
    "count_encouragements",
    "delete_draft",
    "follow",
    "index_all",
    "is_new_interest",
    "keep_answers",
    "move",
    "note_interest",
    "pause",
    "preview_revision",
    "publish",
    "quick_pitch",
    "recount_trends",
    "resume",
    "revise",
    "save_step",
    "say_pitch",
    "share_idea",
    "start_draft",
    "tell_followers",
    "tell_of_idea",
    "tell_of_publication",
    "tell_of_update",
    "tell_of_withdrawal",
    "unfollow",
    "unsay_pitch",
    "withdraw",
    "write_update",
]
