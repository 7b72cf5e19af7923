"""Reading share-backs."""

from .index import Card, Filter, IndexPage, listing
from .mine import ClosingPage, Owed, Thanked, WishRow, closing_page, commitments_to_answer, thanks_owed, wishes_of
from .page import Occasion, ReviewRow, SeatRow, ShareBackPage, attendance, draft_page, shareback_page
from .reviews import own_review, relations, review_relations, shareback_of_review

__all__ = [
    "Card",
    "ClosingPage",
    "Filter",
    "IndexPage",
    "Occasion",
    "Owed",
    "ReviewRow",
    "SeatRow",
    "ShareBackPage",
    "Thanked",
    "WishRow",
    "attendance",
    "closing_page",
    "commitments_to_answer",
    "draft_page",
    "listing",
    "own_review",
    "relations",
    "review_relations",
    "shareback_of_review",
    "shareback_page",
    "thanks_owed",
    "wishes_of",
]
