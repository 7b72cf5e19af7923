"""Help that people offer before anybody asked, and places to learn in another organisation."""

from dataclasses import dataclass

from crowdlearn.expertise.rules import HelpKind, OpeningKind


@dataclass(frozen=True)
class FreeOffer:
    """What a member can give, until the day `until`; `minutes` is 0 for what is no time."""

    by: str
    day: int
    kind: HelpKind
    title: str
    detail: str
    until: int
    minutes: int = 0
    skill: str = ""


@dataclass(frozen=True)
class Interest:
    """Somebody's interest in an opening; `answer` accepts it, "" leaves it waiting."""

    by: str
    day: int
    text: str
    answer: str = ""


@dataclass(frozen=True)
class Opening:
    """A place to learn from the day `first` to the day `last`, to be answered until the day `until`."""

    by: str
    day: int
    kind: OpeningKind
    title: str
    learned: str
    how: str
    first: int
    last: int
    until: int
    region: str = ""
    interests: tuple[Interest, ...] = ()
