"""What counts as a share-back, who may review it, and what it reached. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import Worded
from crowdlearn.pitches.rules import ShareBackKind

WORDS_PER_MINUTE = 220
LEAST_POST_WORDS = 40
FEWEST_RATED = 5  # a mean of fewer reviews is not shown
SHAREBACK_KIND, REVIEW_KIND = "shareback", "review"  # in the search index, and for whoever reports or hides


class Form(Worded):
    """How a share-back is given: a text, a meeting at a time, or something recorded elsewhere."""

    POST = "post", N_("A text to read")
    EVENT = "event", N_("A meeting at a time")
    RECORDING = "recording", N_("A recording")


FORM_OF = {
    ShareBackKind.BLOG: Form.POST,
    ShareBackKind.STORY: Form.POST,
    ShareBackKind.OTHER: Form.POST,
    ShareBackKind.PODCAST: Form.RECORDING,
    ShareBackKind.WEBINAR: Form.EVENT,
    ShareBackKind.LUNCH_AND_LEARN: Form.EVENT,
    ShareBackKind.WORKSHOP: Form.EVENT,
}


class SharebackState(StrEnum):
    """HELD: an event that took place. WITHDRAWN leaves a tombstone."""

    DRAFT = "draft"
    PUBLISHED = "published"
    HELD = "held"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


SB = SharebackState
SHAREBACK = Machine(
    {
        SB.DRAFT: {SB.PUBLISHED},
        SB.PUBLISHED: {SB.HELD, SB.CANCELLED, SB.WITHDRAWN},
        SB.HELD: {SB.WITHDRAWN},
        SB.CANCELLED: set(),
        SB.WITHDRAWN: set(),
    }
)
READABLE = frozenset({SB.PUBLISHED, SB.HELD, SB.CANCELLED})


def is_given(form: Form, state: SharebackState) -> bool:
    """Tell whether there is something to learn from: a text or recording that is published, an event that was held."""
    return state is (SB.HELD if form is Form.EVENT else SB.PUBLISHED)


class SeatState(StrEnum):
    """A place at an event."""

    REGISTERED = "registered"
    WAITING = "waiting"
    CANCELLED = "cancelled"


SEAT = Machine(
    {
        SeatState.REGISTERED: {SeatState.CANCELLED},
        SeatState.WAITING: {SeatState.REGISTERED, SeatState.CANCELLED},
        SeatState.CANCELLED: {SeatState.REGISTERED, SeatState.WAITING},
    }
)


class Met(Worded):
    """A backer's answer to "did you get what you hoped for?"."""

    YES = "yes", N_("Yes")
    PARTLY = "partly", N_("Partly")
    NO = "no", N_("No")


class Readers(Worded):
    """Who may read a share-back that keeps no promise; one that does is open to all."""

    ALL = "all", N_("Everyone")
    MEMBERS = "members", N_("Members only")


class Score(Worded):
    """How far a reviewer agrees, from 1 to 5."""

    ONE = "1", N_("1, not at all")
    TWO = "2", N_("2, a little")
    THREE = "3", N_("3, somewhat")
    FOUR = "4", N_("4, well")
    FIVE = "5", N_("5, very well")


class TextTooShort(RuleBroken):
    """A post says something."""

    msgid = N_("Write at least %(words)s words, so that readers have something to take away.")
    field = "body"


class TranscriptMissing(RuleBroken):
    """A recording counts once everybody can follow it."""

    msgid = N_("Add a transcript or captions: a recording counts once everybody can follow it.")
    field = "transcript"


class LinkMissing(RuleBroken):
    """A recording is somewhere."""

    msgid = N_("Say where the recording can be found.")
    field = "link"


class TimeMissing(RuleBroken):
    """An event has a time in the future."""

    msgid = N_("Choose a date and time in the future.")
    field = "on"


class HasBegun(RuleBroken):
    """The time of an event that began is history."""

    msgid = N_("This event has begun: its date and time stay as they were.")
    field = "on"


class NotHeldYet(RuleBroken):
    """Attendance is recorded once the event has begun."""

    msgid = N_("You can record attendance once the event has begun.")


class NothingCameBack(RuleBroken):
    """A wish is answered after something was shared."""

    msgid = N_("You can answer once something was shared back.")


class ThankedBefore(RuleBroken):
    """One thank-you for each backer."""

    msgid = N_("You have already thanked this backer.")


class TitleMissing(RuleBroken):
    """A share-back has a title."""

    msgid = N_("Give it a title.")
    field = "title"


class OwnShareback(RuleBroken):
    """Authors and their reporting line do not review."""

    msgid = N_("Authors and the people above and below them do not review a share-back.")


class ReviewedBefore(RuleBroken):
    """One review per person."""

    msgid = N_("You have already reviewed this share-back. You can change your review.")


class NothingToReview(RuleBroken):
    """Only what was given can be reviewed."""

    msgid = N_("This can be reviewed once it was published or held.")


class EventClosed(RuleBroken):
    """Seats can be taken until the event begins."""

    msgid = N_("This event has begun or was cancelled.")


class BadCommitment(RuleBroken):
    """The commitment is somebody else's, settled, or promised in another form."""

    msgid = N_("Choose one of your open commitments of this kind.")
    field = "commitment"


@dataclass(frozen=True)
class Content:
    """What an author typed; `starts_at` is aware, minutes and seats are whole numbers, seats None for no limit."""

    title: str
    language: str
    summary: str = ""
    body: str = ""
    link: str = ""
    transcript: str = ""
    starts_at: datetime | None = None
    minutes: int = 60
    time_zone: str = "America/Toronto"
    place: str = "online"
    place_name: str = ""
    join_link: str = ""
    seats: int | None = None
    event_language: str = ""
    materials: str = ""
    open_to_all: bool = True


def check_complete(form: Form, content: Content, now: datetime) -> None:
    """Raise what is missing before a share-back may be published."""
    _check_words(form, content)
    if form is Form.EVENT and (content.starts_at is None or content.starts_at <= now):
        raise TimeMissing


def check_change(form: Form, content: Content, now: datetime, announced: datetime | None) -> None:
    """Raise what would be missing after a change of what everyone reads; the time of an event that began stays."""
    _check_words(form, content)
    if form is not Form.EVENT or content.starts_at == announced:
        return
    if announced is not None and announced <= now:
        raise HasBegun
    check_complete(form, content, now)


def _check_words(form: Form, content: Content) -> None:
    if not content.title.strip():
        raise TitleMissing
    if form is Form.POST and len(content.body.split()) < LEAST_POST_WORDS:
        raise TextTooShort(words=LEAST_POST_WORDS)
    if form is Form.RECORDING:
        if not content.link.strip():
            raise LinkMissing
        if len(content.transcript.split()) < LEAST_POST_WORDS:
            raise TranscriptMissing


def reading_minutes(text: str) -> int:
    """Return how many minutes a text takes to read, at least one."""
    words = len(re.findall(r"\w+", text))
    return max(1, (words + WORDS_PER_MINUTE - 1) // WORDS_PER_MINUTE)


@dataclass(frozen=True)
class SharebackPublished(Event):
    """A share-back became readable; for an event, its announcement."""

    shareback_id: UUID


@dataclass(frozen=True)
class EventChanged(Event):
    """The time, place or link of an announced event changed."""

    shareback_id: UUID


@dataclass(frozen=True)
class EventCancelled(Event):
    """An announced event will not take place."""

    shareback_id: UUID


@dataclass(frozen=True)
class EventHeld(Event):
    """An event took place, with its attendance."""

    shareback_id: UUID
    attended: int


@dataclass(frozen=True)
class SeatTaken(Event):
    """Someone signed up for an event; `waiting` when it is full."""

    shareback_id: UUID
    person_id: UUID
    waiting: bool


@dataclass(frozen=True)
class SeatFreed(Event):
    """A waiting person moved up to a seat."""

    shareback_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class EventSoon(Event):
    """An event begins within a day."""

    shareback_id: UUID


@dataclass(frozen=True)
class ReviewWritten(Event):
    """A member reviewed a share-back."""

    review_id: UUID
    shareback_id: UUID


@dataclass(frozen=True)
class ReviewAnswered(Event):
    """The author answered a review."""

    review_id: UUID
    shareback_id: UUID


@dataclass(frozen=True)
class WishAnswered(Event):
    """A backer said whether they got what they hoped for."""

    pitch_id: UUID
    promise_id: UUID
    met: Met


@dataclass(frozen=True)
class ThankYouSent(Event):
    """The pitcher thanked a backer."""

    thanks_id: UUID
    pitch_id: UUID
    backer_id: UUID
