"""What a pitcher does with a public pitch: take it back, pause it, tell news."""

from uuid import UUID

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import transaction
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.pitches.models import PitchUpdate
from crowdlearn.pitches.rules import (
    PUBLIC,
    PitchFixed,
    PitchPaused,
    PitchResumed,
    PitchState,
    PitchWithdrawn,
    UpdateWritten,
    WordsMissing,
)
from crowdlearn.web.markdown import render

from .drafts import own_pitch
from .moves import move


def withdraw(person_id: UUID, pitch_id: UUID, words: str) -> None:
    """Take a pitch or an idea back, with a word to those who wanted to help. Raises MoveRefused once it is locked."""
    with transaction() as session:
        pitch = own_pitch(session, person_id, pitch_id)
        was_open = pitch.state is not PitchState.IDEA
        move(session, pitch, PitchState.WITHDRAWN, words=words)
        record(session, "pitch.cancel", by=person_id, about=pitch.id)
        emit(session, PitchWithdrawn(pitch_id=pitch.id, was_open=was_open, by=person_id))


def pause(person_id: UUID, pitch_id: UUID) -> None:
    """Stop taking pledges for now. Raises MoveRefused unless the pitch is open."""
    with transaction() as session:
        pitch = own_pitch(session, person_id, pitch_id)
        move(session, pitch, PitchState.PAUSED)
        record(session, "pitch.pause", by=person_id, about=pitch.id)
        emit(session, PitchPaused(pitch_id=pitch.id, by=person_id))


def resume(person_id: UUID, pitch_id: UUID) -> None:
    """Take pledges again. Raises MoveRefused unless the pitch is paused."""
    with transaction() as session:
        pitch = own_pitch(session, person_id, pitch_id)
        if pitch.state is not PitchState.PAUSED:
            raise MoveRefused(current=pitch.state, to=PitchState.OPEN)
        move(session, pitch, PitchState.OPEN)
        record(session, "pitch.resume", by=person_id, about=pitch.id)
        emit(session, PitchResumed(pitch_id=pitch.id, by=person_id))


def write_update(person_id: UUID, pitch_id: UUID, text: str) -> UUID:
    """Tell the crowd some news, in Markdown; return the update's id. Raises WordsMissing."""
    with transaction() as session:
        pitch = own_pitch(session, person_id, pitch_id)
        if pitch.state not in PUBLIC:
            raise PitchFixed
        if not text.strip():
            raise WordsMissing
        update = PitchUpdate(pitch_id=pitch.id, author_id=person_id, text=text, html=render(text))
        session.add(update)
        record(session, "pitch.update", by=person_id, about=pitch.id)
        emit(session, UpdateWritten(pitch_id=pitch.id, update_id=update.id, by=person_id))
        return update.id
