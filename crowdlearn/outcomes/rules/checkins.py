"""Check-ins 30 and 90 days after the learning's last day: answered, confirmed, or left without an answer."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import Worded

AFTER_DAYS = (30, 90)
OPEN_FOR = timedelta(days=30)
REMINDER_AFTER = timedelta(days=14)


class CheckInState(Worded):
    """PLANNED until its day, OPEN for 30 days. NO_ANSWER stays in the denominator."""

    PLANNED = "planned", N_("Planned")
    OPEN = "open", N_("Waiting for an answer")
    ANSWERED = "answered", N_("Answered")
    CONFIRMED = "confirmed", N_("Confirmed")
    NO_ANSWER = "no_answer", N_("No answer")
    WAIVED = "waived", N_("Waived")


K = CheckInState
CHECK_IN = Machine(
    {
        K.PLANNED: {K.OPEN, K.WAIVED},
        K.OPEN: {K.ANSWERED, K.NO_ANSWER, K.WAIVED},
        K.ANSWERED: {K.CONFIRMED, K.OPEN},
        K.CONFIRMED: set(),
        K.NO_ANSWER: {K.ANSWERED},
        K.WAIVED: set(),
    }
)
UNANSWERED = frozenset({K.PLANNED, K.OPEN})


class Applied(Worded):
    """The one question: have you used what you learned at work?"""

    YES = "yes", N_("Yes, I use it")
    PARTLY = "partly", N_("Partly")
    NO = "no", N_("Not yet")


class Because(Worded):
    """What kept learning from being used, so that reasons can be counted."""

    NO_OCCASION = "no_occasion", N_("There was no occasion yet")
    NO_TIME = "no_time", N_("There was no time for it")
    NO_MANDATE = "no_mandate", N_("I was not allowed to, or nobody backed it")
    NO_MEANS = "no_means", N_("Tools, money or people were missing")
    OTHER_WORK = "other_work", N_("My work changed")
    NO_FIT = "no_fit", N_("It does not fit our work after all")


class NotYet(RuleBroken):
    """A check-in opens on its day."""

    msgid = N_("This check-in opens on %(opens)s.")


class AnsweredBefore(RuleBroken):
    """A confirmed answer stays as it is."""

    msgid = N_("This answer was confirmed and stays as it is.")


class SayWhatOrWhy(RuleBroken):
    """What was used, or why not."""

    msgid = N_("Say what you used, or why not yet: one sentence is enough.")
    field = "text"


class SayBecause(RuleBroken):
    """Not applied needs its reason."""

    msgid = N_("Choose what stood in the way most. No reason is a bad one.")
    field = "because"


class NotYourConfirmation(RuleBroken):
    """The manager confirms; for a pitch without money, a backer or a colleague may."""

    msgid = N_("The manager confirms this; without peers' money, a backer or a colleague from the organisation may.")


@dataclass(frozen=True)
class CheckInDue(Event):
    """A check-in opened, or is reminded of."""

    checkin_id: UUID
    reminder: bool = False


@dataclass(frozen=True)
class CheckInAnswered(Event):
    """The learner answered."""

    checkin_id: UUID


@dataclass(frozen=True)
class ApplicationConfirmed(Event):
    """A manager, backer or colleague confirmed what the learner said."""

    checkin_id: UUID


def due_dates(last_day: date) -> dict[int, date]:
    """Return the day of each check-in by its distance in days, counted from the learning's last day."""
    return {days: last_day + timedelta(days=days) for days in AFTER_DAYS}
