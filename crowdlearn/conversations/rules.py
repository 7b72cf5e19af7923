"""What may be said, by whom, for how long it may be changed, and how it is hidden. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from crowdlearn.kernel.errors import RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.states import Machine
from crowdlearn.kernel.words import N_, Worded

LONGEST_COMMENT = 2000  # characters
LONGEST_LINE = 140
LONGEST_REASON = 500
LONGEST_APPEAL = 1000
EDITABLE_FOR = timedelta(minutes=15)
COMMENT, ENCOURAGEMENT, MESSAGE = "comment", "encouragement", "message"  # what is reported besides threads' subjects


class FlagReason(Worded):
    """Why someone reports something."""

    UNKIND = "unkind", N_("It is unkind or discriminates")
    PRIVATE = "private", N_("It tells private or protected information")
    MISLEADING = "misleading", N_("It is misleading or copied")
    SELLING = "selling", N_("It sells something")
    OTHER = "other", N_("Something else is wrong")


class FlagState(StrEnum):
    """A report from its writing to a steward's answer."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


FLAG = Machine(
    {
        FlagState.OPEN: {FlagState.UPHELD, FlagState.DISMISSED},
        FlagState.UPHELD: set(),
        FlagState.DISMISSED: set(),
    }
)


class Decided(Worded):
    """What a steward decided of a thing: hidden, shown again, or left as it is although somebody reported it."""

    HIDDEN = "hidden", N_("Hidden")
    SHOWN = "shown", N_("Shown again")
    KEPT = "kept", N_("Left as it is")


class AppealState(Worded):
    """An appeal from its writing to another steward's answer, which is final."""

    OPEN = "open", N_("Another steward looks at it")
    GRANTED = "granted", N_("The decision was overturned")
    REFUSED = "refused", N_("The decision stands")


class Ruling(Worded):
    """What another steward makes of a decision."""

    OVERTURN = "overturn", N_("Overturn the decision")
    STAND = "stand", N_("Let it stand")


APPEAL = Machine(
    {
        AppealState.OPEN: {AppealState.GRANTED, AppealState.REFUSED},
        AppealState.GRANTED: set(),
        AppealState.REFUSED: set(),
    }
)
APPEAL_WITHIN = timedelta(days=30)


class NothingWritten(RuleBroken):
    """There are no words."""

    msgid = N_("Write a few words first.")
    field = "text"


class TooLong(RuleBroken):
    """There are too many words."""

    msgid = N_("Keep it to %(most)s characters.")
    field = "text"


class TooLateToEdit(RuleBroken):
    """People may have answered what it said."""

    msgid = N_("A comment can be changed for 15 minutes. After that you can delete it, or add another.")
    field = "text"


class OneLevel(RuleBroken):
    """Questions have answers, answers have none."""

    msgid = N_("Answer the question itself; answers have no answers of their own.")
    field = "text"


class ConversationOver(RuleBroken):
    """The subject takes no more comments."""

    msgid = N_("This conversation is closed. What was said stays to be read.")


class OwnSubject(RuleBroken):
    """Nobody encourages themselves or writes to themselves."""

    msgid = N_("This is your own. Leave it to the others.")


class AlreadyReported(RuleBroken):
    """One report of one thing by one person is enough."""

    msgid = N_("You have already reported this. A steward is looking at it.")


class AlreadyHidden(RuleBroken):
    """It cannot be hidden twice."""

    msgid = N_("This is already hidden.")


class ReasonMissing(RuleBroken):
    """The owner is told why."""

    msgid = N_("Say why in a few words; its author will read it.")
    field = "reason"


class AppealedBefore(RuleBroken):
    """One appeal against one decision."""

    msgid = N_("An appeal against this decision was made already. What another steward decides of it is final.")


class AppealTooLate(RuleBroken):
    """Things come to rest."""

    msgid = N_("A decision can be appealed for %(days)s days. These are over.")


class DecisionIsFinal(RuleBroken):
    """What was decided on an appeal cannot be appealed again."""

    msgid = N_("This was decided on an appeal, and is final.")


class DecisionIsOver(RuleBroken):
    """Another decision came after it."""

    msgid = N_("This decision no longer holds: there is nothing left to appeal against.")


@dataclass(frozen=True)
class QuestionAsked(Event):
    """Someone asked publicly."""

    comment_id: UUID


@dataclass(frozen=True)
class QuestionAnswered(Event):
    """Someone answered a question."""

    comment_id: UUID


@dataclass(frozen=True)
class EncouragementChanged(Event):
    """Someone encouraged the owner of a subject, or took it back."""

    about_kind: str
    about_id: UUID
    given: bool


@dataclass(frozen=True)
class MessageSent(Event):
    """Someone wrote to the owner of a subject, or the owner wrote back."""

    message_id: UUID


@dataclass(frozen=True)
class ContentReported(Event):
    """Someone reported something to the stewards."""

    flag_id: UUID


@dataclass(frozen=True)
class ReportDismissed(Event):
    """A steward found nothing wrong with what was reported."""

    flag_id: UUID


@dataclass(frozen=True)
class ContentHidden(Event):
    """A steward hid something."""

    hidden_id: UUID


@dataclass(frozen=True)
class ContentShown(Event):
    """A steward showed again what was hidden."""

    hidden_id: UUID


@dataclass(frozen=True)
class AppealMade(Event):
    """Someone appealed against a steward's decision."""

    appeal_id: UUID


@dataclass(frozen=True)
class AppealDecided(Event):
    """Another steward decided on an appeal."""

    appeal_id: UUID


@dataclass(frozen=True)
class FeedbackGiven(Event):
    """Someone said what is in their way on these pages."""

    feedback_id: UUID


def check_text(text: str, most: int = LONGEST_COMMENT) -> str:
    """Return the words without outer space. Raises NothingWritten or TooLong."""
    words = text.strip()
    if not words:
        raise NothingWritten
    if len(words) > most:
        raise TooLong(most=most)
    return words


def check_reason(reason: str) -> str:
    """Return a steward's reason without outer space. Raises ReasonMissing."""
    if not (words := reason.strip()[:LONGEST_REASON]):
        raise ReasonMissing
    return words


def check_appeal(decided_at: datetime, at: datetime, *, holds: bool, is_final: bool, appealed: bool) -> None:
    """Raise why a steward's decision cannot be appealed; `holds` while nothing was decided after it."""
    if is_final:
        raise DecisionIsFinal
    if appealed:
        raise AppealedBefore
    if not holds:
        raise DecisionIsOver
    if at - decided_at > APPEAL_WITHIN:
        raise AppealTooLate(days=APPEAL_WITHIN.days)


def may_edit(written_at: datetime, at: datetime) -> bool:
    """Tell whether a comment may still be changed."""
    return at - written_at <= EDITABLE_FOR


def check_edit(written_at: datetime, at: datetime) -> None:
    """Raise TooLateToEdit when the quarter of an hour is over."""
    if not may_edit(written_at, at):
        raise TooLateToEdit
