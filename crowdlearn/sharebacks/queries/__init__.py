"""Reading share-backs."""

from .index import Card, Filter, IndexPage, listing
from .mine import Owed, Thanked, WishRow, commitments_to_answer, thanks_owed, wishes_of
from .page import Occasion, ReviewRow, SeatRow, ShareBackPage, attendance, draft_page, shareback_page

__all__ = [
    "Card",
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
    "commitments_to_answer",
    "draft_page",
    "listing",
    "shareback_page",
    "thanks_owed",
    "wishes_of",
]
