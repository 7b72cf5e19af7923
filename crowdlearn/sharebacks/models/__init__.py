"""Tables of share-backs."""

from .events import EventFeedback, Invitation, Occasion, Seat
from .voices import Learned, Review, ThankYou, WishAnswer
from .writing import Material, Presentation, ShareBack, ShareBackVersion

__all__ = [
    "EventFeedback",
    "Invitation",
    "Learned",
    "Material",
    "Occasion",
    "Presentation",
    "Review",
    "Seat",
    "ShareBack",
    "ShareBackVersion",
    "ThankYou",
    "WishAnswer",
]
