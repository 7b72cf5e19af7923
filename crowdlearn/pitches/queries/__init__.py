"""Reading pitches: the plan behind a pitch, the pages of its pitcher, its history."""

from .crowd import NewsPage, news_page
from .history import Difference, History, Version, history
from .pages import (
    CheckPage,
    EditPage,
    Face,
    OwnPitch,
    check_page,
    edit_page,
    face_of_own,
    mine,
    original_of_own,
    who_learned,
)
from .plans import plan_from_terms, plan_of, shares_of, terms_of
from .standing import money_standing

__all__ = [
    "CheckPage",
    "Difference",
    "EditPage",
    "Face",
    "History",
    "NewsPage",
    "OwnPitch",
    "Version",
    "check_page",
    "edit_page",
    "face_of_own",
    "history",
    "mine",
    "money_standing",
    "news_page",
    "original_of_own",
    "plan_from_terms",
    "plan_of",
    "shares_of",
    "terms_of",
    "who_learned",
]
