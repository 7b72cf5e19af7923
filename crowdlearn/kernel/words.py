"""Kinds and states that carry the words people read for them."""

from enum import StrEnum

from .errors import N_

__all__ = ["N_", "Worded"]


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
