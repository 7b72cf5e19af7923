"""Pages of share-backs."""

from . import closing, events, reviews, writing
from .blueprint import blueprint

__all__ = ["blueprint", "closing", "events", "reviews", "writing"]
