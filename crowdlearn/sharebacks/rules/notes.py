"""Notes that a learner writes while the learning is under way. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from crowdlearn.kernel.errors import N_, RuleBroken
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.words import Worded
from crowdlearn.pitches.rules import PitchState

NOTE_KIND = "note"  # for whoever talks of, reports or hides one
LONGEST_NOTE = 1000  # characters
AFTERWARDS = timedelta(days=14)  # what one writes on the train home, and when one is back at the desk
_GOES_ON = frozenset({PitchState.OPEN, PitchState.TOP_UP, PitchState.LOCKED, PitchState.SETTLING, PitchState.FUNDED})


class Reaction(Worded):
    """What a reader says of a note."""

    QUESTION = "question", N_("A question")
    IDEA = "idea", N_("Try this: an idea")


@dataclass(frozen=True)
class NoteWritten(Event):
    """A learner noted something live."""

    note_id: UUID
    pitch_id: UUID


class NotLearning(RuleBroken):
    """Live is live."""

    msgid = N_("Live notes are written from the first day of the learning until two weeks after its last.")
    field = "text"


class NothingToGather(RuleBroken):
    """There is nothing yet that a share-back could be made of."""

    msgid = N_("Write a live note first: there is nothing to gather yet.")


def takes_notes(state: PitchState, first: date | None, last: date | None, today: date) -> bool:
    """Tell whether live notes may be written: while the learning goes on, and two weeks more.

    A learning without days goes on while its pitch is under way.
    """
    if state not in _GOES_ON and state is not PitchState.COMPLETED:
        return False
    if first is None:
        return state is PitchState.FUNDED
    return first <= today <= (last or first) + AFTERWARDS
