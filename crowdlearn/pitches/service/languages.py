"""Putting a pitch into the other language, and taking that version off again."""

from uuid import UUID

from crowdlearn.audit.service import record
from crowdlearn.db.session import transaction
from crowdlearn.languages.rules import OTHER, Said, check_said
from crowdlearn.languages.service import say, unsay
from crowdlearn.pitches.rules import PUBLIC, TRANSLATED, PitchFixed
from crowdlearn.web.markdown import render

from .drafts import own_pitch
from .index import KIND, keep_findable


def say_pitch(person_id: UUID, pitch_id: UUID, said: Said) -> None:
    """Say one's own pitch in the other language, in the place of what it said there. It asks nobody anew.

    Raises TranslatorMissing, VersionMissing for a part of the original that is left out, PitchFixed for a draft.
    """
    with transaction() as session:
        pitch = own_pitch(session, person_id, pitch_id)
        if pitch.state not in PUBLIC:
            raise PitchFixed
        original = {part: getattr(pitch, part) for part in TRANSLATED}
        check_said(said, original)
        language = OTHER[pitch.language]
        markdown = {"story": lambda text, _language: render(text)}
        say(session, KIND, pitch_id, said, language=language, original=original, markdown=markdown)
        pitch.in_both = True
        keep_findable(session, pitch)
        record(session, "pitch.language", by=person_id, about=pitch_id, made_by=said.made_by.value)


def unsay_pitch(person_id: UUID, pitch_id: UUID) -> None:
    """Take the version in the other language off one's own pitch. Raises NotFound where there is none."""
    with transaction() as session:
        pitch = own_pitch(session, person_id, pitch_id)
        unsay(session, KIND, pitch_id)
        pitch.in_both = False
        keep_findable(session, pitch)
        record(session, "pitch.language_drop", by=person_id, about=pitch_id)
