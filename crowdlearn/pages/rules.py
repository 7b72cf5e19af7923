"""What can be asked of Discover, and how urgent things are. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from crowdlearn.kernel.vocabulary import REGIONS, TOPICS
from crowdlearn.kernel.words import N_, Worded
from crowdlearn.pitches.rules import PitchKind, PitchState, Place, Scope

PAGE = 24  # cards
SOON = timedelta(days=14)
TREND_WINDOW = timedelta(days=14)
FEWEST = 5  # people that a figure may be about
_CURSOR = re.compile(r"([0-9T:.+-]{1,40})_([0-9a-f]{32})")


E = TypeVar("E", bound=StrEnum)


class Sort(Worded):
    """In which order pitches are shown. TREND: by the people who joined within 14 days."""

    TREND = "trend", N_("Gathering people now")
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
        less = (self.kind, self.region, self.place, self.scope, self.language, self.soon, self.organisation)
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


def named_supporters(given: Iterable[tuple[UUID, bool, bool]]) -> set[UUID]:
    """Return whose names may be shown, from (person, wants the name shown, gave money), several rows a person.

    One row that asks to stay unnamed is enough to stay so. With fewer than five money backers nothing may tell who
    gave money, so those who gave nothing else are not named; five or more stand among the helpers.
    """
    rows = list(given)
    shy = {person for person, shown, _ in rows if not shown}
    backers = {person for person, _, money in rows if money}
    helpers = {person for person, _, money in rows if not money}
    return (helpers | (backers if len(backers) >= FEWEST else set())) - shy


class Step(Worded):
    """The pitcher's own next action, as the bar above their pitch says it."""

    FINISH = "finish", N_("Finish and publish")
    COMPLETE_IDEA = "complete_idea", N_("Make it a pitch")
    ANSWER_MANAGER = "answer_manager", N_("Make the changes your manager asked for")
    SHARE = "share", N_("Tell people who may want to back it")
    RESUME = "resume", N_("Open it again")
    TOP_UP = "top_up", N_("Decide what happens with the shortfall")
    WAIT_FOR_MONEY = "wait_for_money", N_("Backers are paying now; you need do nothing")
    PROVE = "prove", N_("Show receipts, then keep your promises")
    LOOK_BACK = "look_back", N_("See what came of it")
    TRY_AGAIN = "try_again", N_("Start again from a copy")


_STEPS = {
    PitchState.DRAFT: Step.FINISH,
    PitchState.IDEA: Step.COMPLETE_IDEA,
    PitchState.OPEN: Step.SHARE,
    PitchState.PAUSED: Step.RESUME,
    PitchState.TOP_UP: Step.TOP_UP,
    PitchState.LOCKED: Step.WAIT_FOR_MONEY,
    PitchState.SETTLING: Step.WAIT_FOR_MONEY,
    PitchState.FUNDED: Step.PROVE,
    PitchState.COMPLETED: Step.LOOK_BACK,
}


def next_step(state: PitchState, clearance: str) -> Step:
    """Return the pitcher's next action in a state; `clearance` is the display word of the clearance."""
    if state is PitchState.OPEN and clearance == "changes_asked":
        return Step.ANSWER_MANAGER
    return _STEPS.get(state, Step.TRY_AGAIN)
