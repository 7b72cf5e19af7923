"""Pages of share-backs."""

from . import (
    attending,
    authors,
    calendars,
    chain,
    closing,
    collections,
    consents,
    events,
    feedback,
    languages,
    media,
    notes,
    reviews,
    writing,
)
from .attending import plain
from .blueprint import blueprint
from .calendars import enclose_calendars

__all__ = [
    "attending",
    "authors",
    "blueprint",
    "calendars",
    "chain",
    "closing",
    "collections",
    "consents",
    "enclose_calendars",
    "events",
    "feedback",
    "languages",
    "media",
    "notes",
    "plain",
    "reviews",
    "writing",
]
