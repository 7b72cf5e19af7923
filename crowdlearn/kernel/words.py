"""Words that know more than their letters: kinds with their labels, passages with their language, local times."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .errors import N_

__all__ = ["N_", "LocalTime", "Passage", "Worded"]


class Worded(StrEnum):
    """A StrEnum whose members are written `BLOG = "blog", N_("Blog")`: the stored value and the words for it.

    `label` is a msgid; templates write `{{ _(kind.label) }}`.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> "Worded":
        """Make a member that equals its stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Passage(str):
    """Something a member wrote, with the language it is in and stays in, on every page and in every mail."""

    language: str

    def __new__(cls, text: str, language: str) -> "Passage":
        """Make a passage that equals its text."""
        passage = str.__new__(cls, text)
        passage.language = language
        return passage


@dataclass(frozen=True)
class LocalTime:
    """An aware moment as the clocks of one time zone show it, whatever the reader's own zone is."""

    moment: datetime
    zone: str
