"""The views of what leaves the site."""

from . import calendar, embeds, feeds, mine, pictures, podcast, posters  # noqa: F401 - they register themselves
from .blueprint import blueprint, plain

__all__ = ["blueprint", "plain"]
