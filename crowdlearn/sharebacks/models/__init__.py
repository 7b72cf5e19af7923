"""Tables of share-backs."""

from .consents import Appearance
from .events import EventFeedback, Invitation, Occasion, Seat
from .media import Medium
from .voices import Learned, ReadFirst, Review, ThankYou, WishAnswer
from .writing import Material, Presentation, ShareBack, ShareBackVersion

__all__ = [
    "Appearance",
    "EventFeedback",
    "Invitation",
    "Learned",
    "Material",
    "Medium",
    "Occasion",
    "Presentation",
    "ReadFirst",
    "Review",
    "Seat",
    "ShareBack",
    "ShareBackVersion",
    "ThankYou",
    "WishAnswer",
]
