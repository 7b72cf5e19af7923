"""Tables of share-backs."""

from .authors import CoAuthor
from .collections import StoryCollection
from .consents import Appearance
from .events import EventFeedback, Invitation, Occasion, Seat
from .media import Medium
from .notes import LiveNote
from .voices import Learned, ReadFirst, Review, ThankYou, WishAnswer
from .writing import Material, Presentation, ShareBack, ShareBackTopic, ShareBackVersion

__all__ = [
    "Appearance",
    "CoAuthor",
    "EventFeedback",
    "Invitation",
    "Learned",
    "LiveNote",
    "Material",
    "Medium",
    "Occasion",
    "Presentation",
    "ReadFirst",
    "Review",
    "Seat",
    "ShareBack",
    "ShareBackTopic",
    "ShareBackVersion",
    "StoryCollection",
    "ThankYou",
    "WishAnswer",
]
