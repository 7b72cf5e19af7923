"""Addresses of the pages that show several features."""

from . import discover, following, home, needs, person, pitch, search, standing, style_guide
from .base import blueprint

__all__ = [
    "blueprint",
    "discover",
    "following",
    "home",
    "needs",
    "person",
    "pitch",
    "search",
    "standing",
    "style_guide",
]
