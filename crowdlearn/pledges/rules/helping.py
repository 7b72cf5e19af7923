"""Offers of expertise: who may help, and how many minutes count."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from crowdlearn.kernel.errors import N_, NotAllowed, RuleBroken
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.rules import NeedKind

SHORTEST_MINUTES = 15
LONGEST_MINUTES = 200 * 60
SMALLEST_STATED = 100
STILL_STANDS_WITHIN = timedelta(days=14)


class HelpRefused(RuleBroken):
    """This help cannot be offered."""


class OwnHelp(NotAllowed, HelpRefused):
    """The pitcher's own time is no pledge."""

    msgid = N_("This is your own pitch: what you put in besides money is written on the pitch itself.")


class HelperUnknown(HelpRefused):
    """The helper's account is unverified, suspended or closed."""

    msgid = N_("Help can be offered once your e-mail address is verified.")


class NeedNotHere(HelpRefused):
    """The need belongs to another pitch."""

    msgid = N_("This pitch has no such need.")


class NeedFilled(HelpRefused):
    """Somebody else already gives this."""

    msgid = N_("This need is already filled. You can still offer something else.")


class MinutesMissing(HelpRefused):
    """Hours are offered in hours."""

    msgid = N_("Say how much time you offer: from a quarter of an hour to 200 hours.")
    field = "hours"


class WindowBackwards(HelpRefused):
    """The window ends before it begins."""

    msgid = N_("The last day cannot be before the first.")
    field = "window_to"


class AlreadyOffered(HelpRefused):
    """One open offer for each need is enough."""

    msgid = N_("You already offered this. You find your offer under “My pledges”.")


class ReasonMissing(RuleBroken):
    """A refusal is kind and says why."""

    msgid = N_("Add a kind word on why; the person who offered will read it.")
    field = "answer"


class MeetingInPast(RuleBroken):
    """An appointment lies ahead."""

    msgid = N_("Choose a time that lies ahead.")
    field = "starts_at"


class PlaceMissing(RuleBroken):
    """Both need to know where to meet."""

    msgid = N_("Say where you meet: a place, or a link.")
    field = "where"


class StatedValueMissing(RuleBroken):
    """Help that replaces a cost line says what it is worth."""

    msgid = N_("Say what this would cost, at least 1.00.")
    field = "stated"


@dataclass(frozen=True)
class Help:
    """What is offered. `minutes` is 0 for a thing or an introduction; the window may be open on either side.

    Help in kind may replace a cost line; `stated_cents` is what the helper says it is worth.
    """

    minutes: int = 0
    window_from: date | None = None
    window_to: date | None = None
    note: str = ""
    wish: str = ""
    name_shown: bool = True
    cost_line_id: UUID | None = None
    stated_cents: int = 0


def check_minutes(minutes: int) -> None:
    """Raise MinutesMissing unless this is a plausible length of help; zero says that nothing came of it."""
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise MinutesMissing


def check_help(offered: Help, kind: NeedKind | None, *, is_pitcher: bool, state: PersonState) -> None:
    """Raise the HelpRefused that applies. `kind` is None for help that answers no stated need."""
    if is_pitcher:
        raise OwnHelp
    if state not in (PersonState.ACTIVE, PersonState.WAITING):
        raise HelperUnknown
    timed = kind is NeedKind.HOURS or (kind is None and offered.cost_line_id is None)
    if timed and not SHORTEST_MINUTES <= offered.minutes <= LONGEST_MINUTES:
        raise MinutesMissing
    if offered.window_from and offered.window_to and offered.window_to < offered.window_from:
        raise WindowBackwards
    if offered.cost_line_id is not None and offered.stated_cents < SMALLEST_STATED:
        raise StatedValueMissing


@dataclass(frozen=True)
class Counted:
    """What the hours journal adds up to. `agreed` when both sides said the same."""

    minutes: int
    agreed: bool


def counted(helper: int | None, pitcher: int | None) -> Counted:
    """Return the minutes that count, from the newest word of each side; None while a side said nothing.

    Until both agree the smaller counts; one side alone counts for nothing.
    """
    if helper is None or pitcher is None:
        return Counted(0, agreed=False)
    return Counted(min(helper, pitcher), agreed=helper == pitcher)


def refilled(filled: int, change: int) -> int:
    """Return how much of a need is filled after help came or went, never below zero."""
    return max(0, filled + change)


def taken_off(line_cents: int, already_cents: int, stated_cents: int) -> int:
    """Return what help in kind takes off a cost line: never more than what is left of the line."""
    return min(line_cents - already_cents, stated_cents)
