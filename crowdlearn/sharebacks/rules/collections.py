"""Story collections: one question, asked for some days, that anyone answers with a story. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine

COLLECTION_KIND = "collection"  # in the search index, and for whoever reports or hides one
USUAL_DAYS, MOST_DAYS = 100, 366
MOST_OPEN = 2  # that one person keeps open at once


class CollectionState(StrEnum):
    """OPEN also before its first day; CLOSED after its last, or when its opener ended it."""

    OPEN = "open"
    CLOSED = "closed"


COLLECTION = Machine({CollectionState.OPEN: {CollectionState.CLOSED}, CollectionState.CLOSED: set()})


@dataclass(frozen=True)
class Asked:
    """What an opener typed, in both languages; what is left empty in one is shown in the other."""

    title_en: str
    title_fr: str
    question_en: str
    question_fr: str
    starts_on: date
    ends_on: date
    own_organisation: bool = False


@dataclass(frozen=True)
class CollectionClosed(Event):
    """A collection's days are over."""

    collection_id: UUID


class LanguageMissing(RuleBroken):
    """What is asked is asked in at least one language, title and question alike."""

    msgid = N_("Write the title and the question in English, in French, or in both.")
    field = "title_en"


class EndsTooSoon(RuleBroken):
    """A collection lasts."""

    msgid = N_("The last day comes after the first, and is not past.")
    field = "ends_on"


class LastsTooLong(RuleBroken):
    """What never ends is no collection."""

    msgid = N_("A collection lasts at most a year.")
    field = "ends_on"


class BeganBefore(RuleBroken):
    """Nobody could have added anything then."""

    msgid = N_("The first day is today or later.")
    field = "starts_on"


class EnoughOpen(RuleBroken):
    """A question needs somebody who looks after the answers."""

    msgid = N_("You look after %(most)s open collections already. Close one first.")


class NoOrganisation(RuleBroken):
    """One cannot collect for an organisation one does not belong to."""

    msgid = N_("You name no organisation in your account, so this collection is for everyone.")
    field = "whose"


class CollectionShut(RuleBroken):
    """A story is added while its collection runs, by those it asks."""

    msgid = N_("This collection takes no stories now, or asks other people. Your story can stand by itself.")
    field = "collection"


def check_asked(asked: Asked, today: date, begun: date | None = None) -> None:
    """Raise what is wrong with a collection to be opened, or changed after it has `begun`."""
    if not (asked.title_en and asked.question_en) and not (asked.title_fr and asked.question_fr):
        raise LanguageMissing
    if begun is None and asked.starts_on < today:
        raise BeganBefore
    if asked.ends_on <= asked.starts_on or asked.ends_on < today:
        raise EndsTooSoon
    if asked.ends_on - asked.starts_on > timedelta(days=MOST_DAYS):
        raise LastsTooLong


def is_running(state: CollectionState, first: date, last: date, today: date) -> bool:
    """Tell whether stories may be added today."""
    return state is CollectionState.OPEN and first <= today <= last


def day_of(first: date, last: date, today: date) -> tuple[int, int]:
    """Return which day of how many it is, both ends included: (0, n) before the first, (n, n) from the last on."""
    many = (last - first).days + 1
    return min(max((today - first).days + 1, 0), many), many
