"""What an author types, and what may be published of it."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from crowdlearn.kernel.clock import HOME_ZONE
from crowdlearn.pitches.rules import ShareBackMode

from .library import ToolKind, WorkedBy, check_for_use, check_tool
from .media import Beside
from .refusals import HasBegun, LinkMissing, TextTooShort, TimeMissing, TitleMissing, TranscriptMissing
from .states import Form

WORDS_PER_MINUTE = 220
LEAST_POST_WORDS, LEAST_TOOL_WORDS = 40, 10


@dataclass(frozen=True)
class Content:
    """What an author typed; `starts_at` is aware, minutes and seats are whole numbers, seats None for no limit.

    `ongoing`: it goes on, where others happen once; `mode` is for what has no time or place to tell it by.
    `services` are values of Service, `spoken` languages, `topics` keys of the vocabulary; without any, those of the
    pitch it comes from count.
    """

    title: str
    language: str
    summary: str = ""
    body: str = ""
    link: str = ""
    transcript: str = ""
    starts_at: datetime | None = None
    minutes: int = 60
    time_zone: str = HOME_ZONE
    place: str = "online"
    place_name: str = ""
    join_link: str = ""
    seats: int | None = None
    event_language: str = ""
    spoken: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    access_contact: str = ""
    open_to_all: bool = True
    ongoing: bool = False
    may_be_retold: bool = False
    problem: str = ""
    topics: tuple[str, ...] = ()
    mode: ShareBackMode | None = None
    tool: ToolKind | None = None
    worked_by: WorkedBy | None = None
    collection_id: UUID | None = None


def check_complete(form: Form, content: Content, now: datetime, beside: Beside | None = None) -> None:
    """Raise what is missing before a share-back may be published."""
    _check_words(form, content, beside or Beside())
    if form is Form.EVENT and (content.starts_at is None or content.starts_at <= now):
        raise TimeMissing


def check_change(
    form: Form, content: Content, now: datetime, announced: datetime | None, beside: Beside | None = None
) -> None:
    """Raise what would be missing after a change of what everyone reads; the time of an event that began stays."""
    _check_words(form, content, beside or Beside())
    if form is not Form.EVENT or content.starts_at == announced:
        return
    if announced is not None and announced <= now:
        raise HasBegun
    check_complete(form, content, now, beside)


_LEAST_WORDS = {Form.POST: LEAST_POST_WORDS, Form.PRACTICE: LEAST_POST_WORDS, Form.TOOL: LEAST_TOOL_WORDS}


def _check_words(form: Form, content: Content, beside: Beside) -> None:
    if not content.title.strip():
        raise TitleMissing
    check_for_use(form, content.problem)
    least = _LEAST_WORDS.get(form, 0)
    if len(content.body.split()) < least:
        raise TextTooShort(words=least)
    if form is Form.TOOL:
        check_tool(content.tool, content.link, has_file=beside.file)
    if form is Form.RECORDING:
        if not content.link.strip() and not beside.sound:
            raise LinkMissing
        if len(content.transcript.split()) < LEAST_POST_WORDS and not beside.captions:
            raise TranscriptMissing(words=LEAST_POST_WORDS)


def reading_minutes(text: str) -> int:
    """Return how many minutes a text takes to read, at least one."""
    words = len(re.findall(r"\w+", text))
    return max(1, (words + WORDS_PER_MINUTE - 1) // WORDS_PER_MINUTE)
