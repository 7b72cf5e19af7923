"""Pages where peers back a pitch with money or help, and follow what comes of it."""

from . import changing, giving, helping, offers, own
from .blueprint import blueprint

__all__ = ["blueprint", "changing", "giving", "helping", "offers", "own"]
