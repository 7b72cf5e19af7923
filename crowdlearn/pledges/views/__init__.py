"""Pages where peers back a pitch with money or help, and follow what comes of it."""

from . import cards, changing, giving, helping, hours, introducing, offers, own
from .blueprint import blueprint

__all__ = ["blueprint", "cards", "changing", "giving", "helping", "hours", "introducing", "offers", "own"]
