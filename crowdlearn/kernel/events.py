"""Domain events: facts, in the past tense."""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from .ids import new_id


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. `by` is the person who acted, None for the system.

    Subclasses are frozen dataclasses in a feature's rules.py and register themselves by name, "feature.ClassName".
    """

    known: ClassVar[dict[str, type["Event"]]] = {}

    id: UUID = field(default_factory=new_id)
    by: UUID | None = None

    def __init_subclass__(cls) -> None:
        Event.known[cls.name()] = cls

    @classmethod
    def name(cls) -> str:
        """Return the stored name, such as "pledges.PledgePromised"."""
        return f"{cls.__module__.split('.')[1]}.{cls.__name__}"
