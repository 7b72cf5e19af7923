"""Pages on which a pitch is written, published and looked after."""

from . import doors, guided, keeping, languages
from .blueprint import blueprint

__all__ = ["blueprint", "doors", "guided", "keeping", "languages"]
