"""Pages of share-backs."""

from . import calendars, closing, events, media, reviews, writing
from .blueprint import blueprint
from .calendars import enclose_calendars

__all__ = ["blueprint", "calendars", "closing", "enclose_calendars", "events", "media", "reviews", "writing"]
