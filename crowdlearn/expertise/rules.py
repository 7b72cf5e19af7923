"""Offers of help without a need yet, openings across organisations, and who answers them. Pure; help is in minutes."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from crowdlearn.kernel.errors import N_, NotAllowed, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import Worded

INTEREST_KIND, ANSWER_KIND = "interest", "interest_answer"  # private words, for whoever reports them
STANDING_OFFER, OPENING = "standing_offer", "opening"  # in the search index, and for whoever reports or hides
MOST_OPEN = 5  # offers of one person, openings of one person
LONGEST_AHEAD = timedelta(days=366)


class HelpKind(Worded):
    """What somebody can give."""

    TIME = "time", N_("Time")
    POLICY = "policy", N_("Policy expertise")
    INTRODUCTION = "introduction", N_("An introduction")
    CASE_STUDY = "case_study", N_("A case study")
    MENTORING = "mentoring", N_("Mentoring")
    FACILITATION = "facilitation", N_("Facilitation")
    MATERIALS = "materials", N_("Materials")


class StandingState(Worded):
    """An offer without a need, until its giver or its last day ends it."""

    OPEN = "open", N_("Open")
    ENDED = "ended", N_("Ended")


STANDING = Machine({StandingState.OPEN: {StandingState.ENDED}, StandingState.ENDED: set()})


class OpeningKind(Worded):
    """How one learns in another organisation."""

    ASSIGNMENT = "assignment", N_("Assignment")
    SHADOWING = "shadowing", N_("Job shadowing")
    APPRENTICESHIP = "apprenticeship", N_("Apprenticeship")


class OpeningState(Worded):
    """An opening, until somebody takes it, its owner closes it, or the last day to answer is over."""

    OPEN = "open", N_("Open")
    FILLED = "filled", N_("Taken")
    ENDED = "ended", N_("Ended")


OPENINGS = Machine(
    {
        OpeningState.OPEN: {OpeningState.FILLED, OpeningState.ENDED},
        OpeningState.FILLED: set(),
        OpeningState.ENDED: set(),
    }
)


class InterestState(Worded):
    """An expression of interest in an opening, until the opening's owner answers or its writer takes it back."""

    SENT = "sent", N_("Waiting for an answer")
    ACCEPTED = "accepted", N_("Accepted")
    DECLINED = "declined", N_("Declined with thanks")
    WITHDRAWN = "withdrawn", N_("Taken back")
    LAPSED = "lapsed", N_("Ended without an answer")


I = InterestState  # noqa: E741 - reads like the table it is
INTEREST = Machine(
    {
        I.SENT: {I.ACCEPTED, I.DECLINED, I.WITHDRAWN, I.LAPSED},
        I.ACCEPTED: set(),
        I.DECLINED: set(),
        I.WITHDRAWN: set(),
        I.LAPSED: set(),
    }
)


class TooManyOpen(RuleBroken):
    """Few things are open at a time, so that each is meant."""

    msgid = N_("You have %(most)s open already. End one of them first.")


class DayBackwards(RuleBroken):
    """The last day lies before the first."""

    msgid = N_("The last day cannot be before the first.")
    field = "ends_on"


class DayOver(RuleBroken):
    """A day that is to come is over, or lies more than a year ahead."""

    msgid = N_("Choose a day from today to a year from now.")
    field = "until"


class AnswerTooLate(RuleBroken):
    """People answer before it begins."""

    msgid = N_("The last day to answer is before the opening begins.")
    field = "until"


class MinutesMissing(RuleBroken):
    """Time is offered in hours."""

    msgid = N_("Say how much time you offer: from a quarter of an hour to 200 hours.")
    field = "hours"


class NotOpen(RuleBroken):
    """It ended, or somebody took it."""

    msgid = N_("This is not open any more.")


class OwnThing(NotAllowed, RuleBroken):
    """Nobody answers themselves."""

    msgid = N_("This is your own. Leave it to the others.")


class AskedBefore(RuleBroken):
    """One question for each pitch."""

    msgid = N_("You asked for this already. You hear when it is answered.")


class NoPitch(RuleBroken):
    """Help is asked for a pitch of one's own that takes offers."""

    msgid = N_("Choose one of your open pitches.")
    field = "pitch"


class OrganisationMissing(RuleBroken):
    """An opening is an organisation's."""

    msgid = N_("An opening belongs to a confirmed organisation. A steward is still confirming yours.")


class ReasonMissing(RuleBroken):
    """A refusal is kind and says why."""

    msgid = N_("Add a kind word on why; the person who wrote will read it.")
    field = "answer"


@dataclass(frozen=True)
class Offered:
    """What is offered without a need yet. `minutes` is 0 for what is no time; `until` is its last day."""

    kind: HelpKind
    title: str
    detail: str
    language: str
    until: date
    minutes: int = 0
    skill: str = ""


@dataclass(frozen=True)
class Opened:
    """An opening: from `starts_on` to `ends_on`, to be answered `until` a day; `learned` and `how` are a few words."""

    kind: OpeningKind
    title: str
    learned: str
    how: str
    language: str
    region: str
    starts_on: date
    ends_on: date
    until: date


TIMED = frozenset({HelpKind.TIME, HelpKind.POLICY, HelpKind.MENTORING, HelpKind.FACILITATION})
SHORTEST_MINUTES, LONGEST_MINUTES = 15, 200 * 60


def check_offered(offered: Offered, today: date) -> None:
    """Raise DayOver or MinutesMissing for an offer that nobody could take."""
    _check_day(offered.until, today)
    if offered.kind in TIMED and not SHORTEST_MINUTES <= offered.minutes <= LONGEST_MINUTES:
        raise MinutesMissing


def check_opened(opened: Opened, today: date) -> None:
    """Raise DayOver, DayBackwards or AnswerTooLate for an opening whose days do not fit."""
    _check_day(opened.until, today)
    if opened.ends_on < opened.starts_on:
        raise DayBackwards
    if opened.until > opened.starts_on:
        raise AnswerTooLate


def _check_day(day: date, today: date) -> None:
    if not today <= day <= today + LONGEST_AHEAD:
        raise DayOver


@dataclass(frozen=True)
class HelpAsked(Event):
    """A pitcher asks for help that somebody offers."""

    ask_id: UUID


@dataclass(frozen=True)
class InterestSent(Event):
    """Somebody is interested in an opening."""

    interest_id: UUID


@dataclass(frozen=True)
class InterestAnswered(Event):
    """The owner of an opening answered, or its last day came."""

    interest_id: UUID


@dataclass(frozen=True)
class OpeningPublished(Event):
    """An organisation opened a place."""

    opening_id: UUID
