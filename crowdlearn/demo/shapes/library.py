"""Practices and tools that people add to the library, and what others did with them."""

from dataclasses import dataclass
from typing import Literal

from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode
from crowdlearn.sharebacks.rules import ToolKind, WorkedBy

from .returns import Review, Use
from .words import InOther


@dataclass(frozen=True)
class Entry:
    """A practice or a tool. `source` names the delivered share-back it comes out of: the pitch's key, "/", its key."""

    key: str
    by: str
    day: int
    kind: Literal["practice", "tool"]
    title: str
    problem: str
    body: str
    topics: tuple[str, ...]
    mode: ShareBackMode
    tool: ToolKind | None = None
    worked_by: WorkedBy | None = None
    link: str = ""
    source: str = ""
    other: InOther | None = None
    uses: tuple[Use, ...] = ()
    reviews: tuple[Review, ...] = ()

    @property
    def shareback_kind(self) -> ShareBackKind:
        """Return what kind of share-back it is."""
        return ShareBackKind(self.kind)
