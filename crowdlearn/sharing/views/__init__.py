"""The views of what leaves the site."""

from . import calendar, embeds, feeds, mine, pictures, posters  # noqa: F401 - they register themselves
from .blueprint import blueprint, plain

__all__ = ["blueprint", "plain"]
