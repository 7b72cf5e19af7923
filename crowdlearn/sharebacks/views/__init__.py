"""Pages of share-backs."""

from . import attending, calendars, chain, closing, consents, events, feedback, languages, media, reviews, writing
from .attending import plain
from .blueprint import blueprint
from .calendars import enclose_calendars

__all__ = [
    "attending",
    "blueprint",
    "calendars",
    "chain",
    "closing",
    "consents",
    "enclose_calendars",
    "events",
    "feedback",
    "languages",
    "media",
    "plain",
    "reviews",
    "writing",
]
