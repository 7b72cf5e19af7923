"""What can be asked of Discover."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from crowdlearn.kernel.vocabulary import REGIONS, TOPICS
from crowdlearn.kernel.words import N_, Worded
from crowdlearn.pitches.rules import PitchKind, Place, Scope, ShareBackMode

PAGE = 24  # cards
SOON = timedelta(days=14)
_CURSOR = re.compile(r"([0-9T:.+-]{1,40})_([0-9a-f]{32})")


E = TypeVar("E", bound=StrEnum)


class Sort(Worded):
    """In which order pitches are shown. TREND: by the people who joined within 14 days."""

    TREND = "trend", N_("Trending")
    NEARLY = "nearly", N_("Closest to meeting")
    CLOSING = "closing", N_("Closing first")
    NEWEST = "newest", N_("Newest")


class Give(Worded):
    """What a reader could give. SKILLS: where the reader's own skills are asked for."""

    MONEY = "money", N_("Money")
    EXPERTISE = "expertise", N_("Expertise")
    SKILLS = "skills", N_("The skills I offer")


class Stage(Worded):
    """Where pitches stand. OPEN: they look for something now."""

    OPEN = "open", N_("Looking for help")
    IDEA = "idea", N_("Ideas to think through")
    UNDER_WAY = "under_way", N_("Locked or funded")
    DONE = "done", N_("Completed")


@dataclass(frozen=True)
class Filters:
    """What a reader of Discover asked for. Whatever an address says that is not known is left out."""

    q: str = ""
    topic: str = ""
    kind: PitchKind | None = None
    region: str = ""
    place: Place | None = None
    scope: Scope | None = None
    mode: ShareBackMode | None = None
    language: str = ""
    give: Give | None = None
    soon: bool = False
    organisation: UUID | None = None
    stage: Stage = Stage.OPEN
    sort: Sort = Sort.TREND
    after: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Filters":
        """Return the filters that an address asks for."""

        def get(name: str) -> str:
            return asked.get(name, "").strip()

        return cls(
            q=get("q")[:200],
            topic=get("topic") if get("topic") in TOPICS else "",
            kind=_one_of(PitchKind, get("kind")),
            region=get("region") if get("region") in REGIONS else "",
            place=_one_of(Place, get("place")),
            scope=_one_of(Scope, get("scope")),
            mode=_one_of(ShareBackMode, get("mode")),
            language=get("language") if get("language") in ("en", "fr") else "",
            give=_one_of(Give, get("give")),
            soon=get("soon") in ("1", "y", "on"),
            organisation=_uuid(get("organisation")),
            stage=_one_of(Stage, get("stage")) or Stage.OPEN,
            sort=_one_of(Sort, get("sort")) or Sort.TREND,
            after=get("after") if _CURSOR.fullmatch(get("after")) else "",
        )

    @property
    def narrowed(self) -> bool:
        """Tell whether anything but the order was asked for."""
        return replace(self, sort=Sort.TREND, after="") != Filters()

    @property
    def hidden_ones(self) -> int:
        """Return how many of the less frequent filters are set; the page folds them away when none is."""
        less = (
            self.kind, self.region, self.place, self.scope, self.mode, self.language, self.soon, self.organisation,
        )  # fmt: skip
        return sum(map(bool, less)) + (self.stage is not Stage.OPEN)

    def query(self, **changes: str) -> str:
        """Return these filters as the query of an address, without what is as it always is."""
        plain = {
            "q": self.q,
            "topic": self.topic,
            "kind": self.kind or "",
            "region": self.region,
            "place": self.place or "",
            "scope": self.scope or "",
            "mode": self.mode or "",
            "language": self.language,
            "give": self.give or "",
            "soon": "1" if self.soon else "",
            "organisation": str(self.organisation or ""),
            "stage": "" if self.stage is Stage.OPEN else self.stage,
            "sort": "" if self.sort is Sort.TREND else self.sort,
            **changes,
        }
        return urlencode({name: str(value) for name, value in plain.items() if value})

    @property
    def cursor(self) -> tuple[str, UUID] | None:
        """Return the place after which the page begins: the sorted value as text, and the id."""
        if (found := _CURSOR.fullmatch(self.after)) is None:
            return None
        return found[1], UUID(hex=found[2])


def cursor_of(value: int | date | datetime, row_id: UUID) -> str:
    """Return a place in a list as text for an address."""
    return f"{value if isinstance(value, int) else value.isoformat()}_{row_id.hex}"


def _one_of(options: type[E], word: str) -> E | None:
    return options(word) if word in options._value2member_map_ else None


def _uuid(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None
