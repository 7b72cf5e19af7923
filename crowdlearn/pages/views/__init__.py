"""Addresses of the pages that show several features."""

from . import discover, home, person, pitch, search, standing, style_guide
from .base import blueprint

__all__ = ["blueprint", "discover", "home", "person", "pitch", "search", "standing", "style_guide"]
