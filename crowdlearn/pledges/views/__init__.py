"""Pages where peers back a pitch with money or help, and follow what comes of it."""

from . import giving, helping, offers, own
from .blueprint import blueprint

__all__ = ["blueprint", "giving", "helping", "offers", "own"]
