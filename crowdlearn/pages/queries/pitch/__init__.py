"""Everything the page of one pitch shows, in six queries."""

from .backing import backing_facts
from .head import Head, Looker
from .page import PitchPage, pitch_page
from .parts import Budget, Coming, NeedLine, News, Parts, ReadingTip
from .supporters import Supporters

__all__ = [
    "Budget",
    "Coming",
    "Head",
    "Looker",
    "NeedLine",
    "News",
    "Parts",
    "PitchPage",
    "ReadingTip",
    "Supporters",
    "backing_facts",
    "pitch_page",
]
