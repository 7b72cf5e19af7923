"""The one step that moves a pitch from state to state."""

from sqlmodel import Session

from crowdlearn.kernel.clock import now
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import CLOSED, PITCH, TOP_UP_WINDOW, PitchState

from .index import keep_findable


def move(session: Session, pitch: Pitch, to: PitchState, *, words: str = "") -> None:
    """Move a locked pitch to a state, stamp the time, raise `version` and keep its search entry true.

    `words` are the closing words of a final state. Raises MoveRefused. Whoever moves a pitch emits the event and
    writes the audit row.
    """
    pitch.state = PITCH.move(pitch.state, to)
    _stamp(pitch)
    if to in CLOSED:
        pitch.closed_at, pitch.closing_words = now(), words
    pitch.version += 1
    pitch.updated_at = now()
    keep_findable(session, pitch)


def _stamp(pitch: Pitch) -> None:
    if pitch.state in {PitchState.OPEN, PitchState.IDEA, PitchState.FUNDED}:
        pitch.published_at = pitch.published_at or now()
    if pitch.state is PitchState.OPEN:
        pitch.top_up_until, pitch.locked_at = None, None
    elif pitch.state is PitchState.TOP_UP:
        pitch.top_up_until = now() + TOP_UP_WINDOW
    elif pitch.state is PitchState.LOCKED:
        pitch.locked_at = now()
    elif pitch.state is PitchState.FUNDED:
        pitch.funded_at = now()
