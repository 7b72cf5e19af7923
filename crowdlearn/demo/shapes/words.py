"""Words in the other language, and people who appear in what is shared."""

from dataclasses import dataclass
from typing import Literal

from crowdlearn.sharebacks.rules import Item


@dataclass(frozen=True)
class InOther:
    """A text in the other language, by the names of its parts, put there by its author, a `person` or a `machine`."""

    day: int
    title: str
    summary: str = ""
    problem: str = ""
    story: str = ""
    body: str = ""
    transcript: str = ""
    audience: str = ""
    improves: str = ""
    application: str = ""
    me: str = ""
    peers: str = ""
    organisation: str = ""
    person: str = ""
    machine: str = ""


@dataclass(frozen=True)
class Appears:
    """Somebody in a share-back is asked about one thing of theirs: a member (`by`), or `email` without an account."""

    day: int
    item: Item
    name: str
    by: str = ""
    email: str = ""
    words: str = ""
    answer: Literal["", "yes", "no", "withdrawn"] = ""
