"""What comes back: share-backs, what people said of them, and what was used at work."""

from dataclasses import dataclass
from typing import Literal

from crowdlearn.outcomes.rules import Adopted, Because
from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode
from crowdlearn.sharebacks.rules import Confidence, WouldUse

from .words import Appears, InOther

EVENING = "16:00"


@dataclass(frozen=True)
class Said:
    """What somebody who came says to the host, each criterion from 1 to 5."""

    day: int
    by: str
    clear: int
    worth: int
    included: int
    would_use: WouldUse = WouldUse.YES
    text: str = ""


@dataclass(frozen=True)
class EventHeld:
    """A share-back that people attend. `others` counts those who came without an account."""

    day: int
    time: str
    zone: str
    minutes: int
    seats: int
    place: str = ""
    link: str = ""
    signed_up: tuple[str, ...] = ()
    attended: tuple[str, ...] = ()
    others: int = 0
    feedback: tuple[Said, ...] = ()

    @property
    def recorded(self) -> int:
        """Return the day on which it is written down who came: after an evening, the next one."""
        return self.day + (self.time >= EVENING)


@dataclass(frozen=True)
class Review:
    """A peer's view of a share-back; each criterion is 1 to 5."""

    day: int
    by: str
    clear: int
    useful: int
    usable: int
    text: str
    confidence: Confidence = Confidence.FAIR


@dataclass(frozen=True)
class Confirmation:
    """Someone other than the giver says that it happened."""

    day: int
    by: str
    text: str = ""


@dataclass(frozen=True)
class Learned:
    """`by` says: I learned from this."""

    day: int
    by: str


@dataclass(frozen=True)
class Use:
    """`by` used it at work, or taught it on to so many people (`reached`)."""

    day: int
    by: str
    how: Adopted
    text: str
    reached: int = 0


@dataclass(frozen=True)
class Reaction:
    """`by` asks about a live note, or has an idea to try."""

    day: int
    by: str
    text: str
    language: str = "en"
    idea: bool = False


@dataclass(frozen=True)
class LiveNote:
    """What the pitcher noted while learning, and what readers said of it."""

    day: int
    text: str
    reactions: tuple[Reaction, ...] = ()


@dataclass(frozen=True)
class Together:
    """`by` is asked to stand with a text as a co-author, and accepts."""

    day: int
    by: str


@dataclass(frozen=True)
class Delivery:
    """What was delivered for a commitment; an event is announced on `day` and delivered when it is held."""

    day: int
    form: Literal["post", "event", "recording"]
    title: str
    body: str
    link: str = ""
    transcript: str = ""
    event: EventHeld | None = None
    confirmations: tuple[Confirmation, ...] = ()
    reviews: tuple[Review, ...] = ()
    learned: tuple[Learned, ...] = ()
    uses: tuple[Use, ...] = ()
    appears: tuple[Appears, ...] = ()
    other: InOther | None = None
    together: tuple[Together, ...] = ()

    @property
    def given(self) -> int:
        """Return the day on which it keeps its promise: when it was published, or who came was written down."""
        return self.event.recorded if self.event else self.day


@dataclass(frozen=True)
class Moved:
    """The one new date a commitment may have, and why."""

    day: int
    to: int
    reason: str


@dataclass(frozen=True)
class Replaced:
    """Another kind instead, agreed by backers."""

    day: int
    kind: ShareBackKind
    title: str
    due: int
    reason: str
    agreed: tuple[str, ...]


@dataclass(frozen=True)
class Waived:
    """A steward lets a commitment go."""

    day: int
    by: str
    reason: str


@dataclass(frozen=True)
class Return:
    """A promised share-back and what became of it."""

    key: str
    kind: ShareBackKind
    title: str
    audience: str
    mode: ShareBackMode
    due: int
    moved: Moved | None = None
    replaced: Replaced | None = None
    waived: Waived | None = None
    delivery: Delivery | None = None


@dataclass(frozen=True)
class Figure:
    """A number of so many `unit`, as written, before and after."""

    text: str
    unit: str
    before: str
    after: str


@dataclass(frozen=True)
class CheckIn:
    """What was used at work, 30 or 90 days after the learning's last day; `seen` by colleagues."""

    after: Literal[30, 90]
    day: int
    applied: Literal["yes", "partly", "no"]
    text: str
    days_to_first_use: int | None = None
    evidence: str = ""
    helped: str = ""
    hindered: str = ""
    because: Because | None = None
    figure: Figure | None = None
    seen: tuple[Confirmation, ...] = ()
    confirmation: Confirmation | None = None
