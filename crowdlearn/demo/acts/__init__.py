"""How each verb of the timeline is played: through the same use-cases that the pages call."""

from . import backing, carding, expertise, finance, joining, learning, library, pitching, stories, wording

__all__ = [
    "backing",
    "carding",
    "expertise",
    "finance",
    "joining",
    "learning",
    "library",
    "pitching",
    "stories",
    "wording",
]
