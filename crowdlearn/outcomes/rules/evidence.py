"""What shows that learning was used: words, a link, a file, a figure; and the colleagues who saw it."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import Worded

MOST_EVIDENCE = 8  # of one answer
MOST_ASKED = 5  # colleagues, for one answer
LARGEST_FIGURE = 999_999_999
_FIGURE = re.compile(r"([-−]?)(\d[\d\s\u00a0\u202f]*)(?:[.,](\d{1,3}))?")


class EvidenceKind(Worded):
    """The kinds of evidence. FIGURE: a number with its unit, before and after."""

    TEXT = "text", N_("In words")
    LINK = "link", N_("A link")
    FILE = "file", N_("A file")
    FIGURE = "figure", N_("A figure, before and after")


class Who(Worded):
    """Who may open a file that is evidence."""

    MEMBERS = "members", N_("Members only")
    ALL = "all", N_("Everyone")


@dataclass(frozen=True)
class Shown:
    """One piece of evidence as it was filled in. `file` is an upload, `before` and `after` numbers as people write."""

    kind: EvidenceKind
    text: str = ""
    link: str = ""
    file: Any = None
    members_only: bool = False
    unit: str = ""
    before: str = ""
    after: str = ""


class CorroborationState(Worded):
    """ASKED by the learner, GIVEN by the colleague, or DECLINED, which is also a way to take it back."""

    ASKED = "asked", N_("Asked")
    GIVEN = "given", N_("Seen by a colleague")
    DECLINED = "declined", N_("Cannot say")


C = CorroborationState
CORROBORATION = Machine({C.ASKED: {C.GIVEN, C.DECLINED}, C.GIVEN: {C.DECLINED}, C.DECLINED: {C.GIVEN}})


class NothingToShow(RuleBroken):
    """Evidence belongs to an answer."""

    msgid = N_("Answer the check-in first; evidence belongs to an answer.")


class EnoughShown(RuleBroken):
    """A few good pieces say more than many."""

    msgid = N_("Eight pieces of evidence are enough. Take one away to add another.")


class NoSuchFigure(RuleBroken):
    """Not a number. Its field is named by whoever reads it."""

    msgid = N_("Write a number, such as 12 or 12.5; at most three decimals.")
    field = "before"


class NoSuchFigureAfter(NoSuchFigure):
    """The second number is none."""

    field = "after"


class NotYourCorroboration(RuleBroken):
    """Who may say "I saw it"."""

    msgid = N_(
        "A colleague from the organisation, or who helped with the pitch, may say so; not the learner, "
        "nor their reporting line: managers confirm instead."
    )
    field = "colleague"


class SaidBefore(RuleBroken):
    """One voice once."""

    msgid = N_("You said already that you saw it. Somebody else confirms.")


class NobodyFound(RuleBroken):
    """Nobody, or more than one."""

    msgid = N_("We found no single colleague in your organisation by this name or address. Try the work e-mail.")
    field = "colleague"


class AskedBefore(RuleBroken):
    """Each colleague once."""

    msgid = N_("%(name)s was asked, or has said something, already.")
    field = "colleague"


class AskedEnough(RuleBroken):
    """A few."""

    msgid = N_("You asked five colleagues. That is enough for one answer.")
    field = "colleague"


@dataclass(frozen=True)
class CorroborationAsked(Event):
    """The learner asked a colleague by name."""

    corroboration_id: UUID


@dataclass(frozen=True)
class CorroborationGiven(Event):
    """A colleague said that they saw it."""

    corroboration_id: UUID


def read_figure(before: str, after: str) -> tuple[int, int]:
    """Return both numbers in thousandths. Raises NoSuchFigure for the one that cannot be read."""
    first = thousandths(before)
    try:
        return first, thousandths(after)
    except NoSuchFigure:
        raise NoSuchFigureAfter from None


def thousandths(text: str) -> int:
    """Return a number as people write it, "12.5" or "1 200,75", in thousandths. Raises NoSuchFigure."""
    found = _FIGURE.fullmatch(text.strip())
    if found is None:
        raise NoSuchFigure
    sign, whole, part = found.groups()
    digits = re.sub(r"\D", "", whole)
    if int(digits) > LARGEST_FIGURE:
        raise NoSuchFigure
    value = int(digits) * 1000 + int((part or "").ljust(3, "0"))
    return -value if sign else value
