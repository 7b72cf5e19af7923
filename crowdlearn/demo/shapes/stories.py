"""Story collections, and the stories that people added."""

from dataclasses import dataclass

from .returns import Together
from .who import Language


@dataclass(frozen=True)
class Story:
    """What somebody told, alone or with others."""

    by: str
    day: int
    language: Language
    title: str
    summary: str
    body: str
    together: tuple[Together, ...] = ()


@dataclass(frozen=True)
class Collection:
    """A question, asked from `day` to the day `last`."""

    by: str
    day: int
    last: int
    title_en: str
    title_fr: str
    question_en: str
    question_fr: str
    stories: tuple[Story, ...] = ()
