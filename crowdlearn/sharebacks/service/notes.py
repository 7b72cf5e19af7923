"""Live notes: written, changed, taken back, told, and gathered into a draft of a share-back."""

from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import OWED
from crowdlearn.conversations.models import Hidden
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.conversations.rules import ContentHidden, ContentShown
from crowdlearn.conversations.service import close_thread, keep_thread
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.files.rules import Visibility
from crowdlearn.files.service import Received, Upload, copy, keep, pixels, receive, remove, show
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell_each
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.queries.crowd import crowd_of
from crowdlearn.pitches.rules import ShareBackKind, WordsMissing
from crowdlearn.sharebacks.models import LiveNote, Medium, ShareBack
from crowdlearn.sharebacks.rules import (
    FORM_OF,
    MOST_PICTURES,
    NOTE_KIND,
    SHAREBACK_KIND,
    Content,
    Form,
    MediumKind,
    NotAPicture,
    NoteWritten,
    PictureWithoutWords,
    takes_notes,
)
from crowdlearn.sharebacks.rules.notes import NothingToGather, NotLearning
from crowdlearn.web.markdown import excerpt, render, render_short

from .writing import begin

LONGEST_TITLE = 120


def write_note(
    person_id: UUID, pitch_id: UUID, text: str, language: str, picture: Upload | None = None, words: str = ""
) -> UUID:
    """Note something on one's own pitch while the learning goes on; return the note's id.

    A picture needs `words` that say what it shows. Raises NotLearning, WordsMissing, PictureWithoutWords, NotAPicture,
    and what files refuse.
    """
    received = _picture(picture, words) if picture else None
    with transaction() as session:
        pitch = _own_pitch(session, person_id, pitch_id)
        if not takes_notes(pitch.state, pitch.starts_on, pitch.ends_on, clock.today(pitch.time_zone)):
            raise NotLearning
        note = LiveNote(pitch_id=pitch_id, author_id=person_id, text="", html="", language=language)
        session.add(note)
        _write(session, note, text)
        if received is not None:
            note.picture_id = keep(session, person_id, received, NOTE_KIND, note.id, Visibility.PUBLIC)
            note.picture_words, (note.width, note.height) = words.strip(), pixels(received)
        record(session, "note.write", by=person_id, about=note.id, pitch=pitch_id)
        emit(session, NoteWritten(note.id, pitch_id, by=person_id))
    return note.id


def change_note(person_id: UUID, note_id: UUID, text: str) -> None:
    """Change what one's own note says; it tells that it was changed."""
    with transaction() as session:
        note = _own_note(session, person_id, note_id)
        _write(session, note, text)
        note.changed_at = now()
        record(session, "note.change", by=person_id, about=note_id)


def remove_note(person_id: UUID, note_id: UUID) -> UUID:
    """Take one's own note back with its picture, and end the talk about it; return the pitch's id."""
    with transaction() as session:
        note = _own_note(session, person_id, note_id)
        if note.picture_id is not None:
            remove(session, note.picture_id, person_id)
        note.text, note.html, note.picture_id, note.removed_at = "", "", None, now()
        close_thread(session, NOTE_KIND, note_id)
        record(session, "note.remove", by=person_id, about=note_id)
        return note.pitch_id


def gather_notes(person_id: UUID, pitch_id: UUID) -> UUID:
    """Make a draft of a share-back of one's live notes, oldest first, by day, with their pictures; return its id.

    It keeps the promise of a text that is due next, if there is one. Raises NothingToGather.
    """
    with transaction() as session:
        pitch = _own_pitch(session, person_id, pitch_id)
        query = select(LiveNote).where(LiveNote.pitch_id == pitch_id, col(LiveNote.removed_at).is_(None))
        notes = list(session.exec(query.order_by(col(LiveNote.id))))
        if not notes:
            raise NothingToGather
        owed = _owed_text(session, pitch_id, person_id)
        kind = owed.kind if owed else ShareBackKind.STORY
        commitment_id = owed.id if owed else None
        content = Content(pitch.title[:LONGEST_TITLE], pitch.language)
        draft = begin(session, person_id, kind, Form.POST, content, pitch_id=pitch_id, commitment_id=commitment_id)
        draft.body = _gathered(session, draft, notes, ZoneInfo(pitch.time_zone))
        draft.body_html = render(draft.body)
        record(session, "note.gather", by=person_id, about=draft.id, notes=len(notes))
        return draft.id


def tell_of_note(event: NoteWritten) -> None:
    """Tell whoever follows, backs, helps or encourages the pitch what was just noted."""
    with transaction() as session:
        note, pitch = session.get_one(LiveNote, event.note_id), session.get_one(Pitch, event.pitch_id)
        if note.removed_at is not None or hidden_now(session, NOTE_KIND, note.id) is not None:
            return
        facts = {
            "title": Passage(pitch.title, pitch.language),
            "pitcher": session.get_one(Person, note.author_id).name,
            "quote": Passage(excerpt(note.html), note.language),
        }
        people = dict.fromkeys(crowd_of(session, pitch), ("live_note",))
        tell_each(session, people, event_id=event.id, facts=facts, path=f"/notes/{note.id}")


def shade_note(event: ContentHidden | ContentShown) -> None:
    """After a steward hid a note or showed it again: its picture goes with it."""
    with transaction() as session:
        hidden = session.get_one(Hidden, event.hidden_id)
        note = session.get(LiveNote, hidden.about_id) if hidden.about_kind == NOTE_KIND else None
        if note is not None and note.picture_id is not None:
            show(session, [note.picture_id], Visibility.OWNER if hidden.lifted_at is None else Visibility.PUBLIC)


def _own_pitch(session: Session, person_id: UUID, pitch_id: UUID) -> Pitch:
    pitch = lock(session, Pitch, pitch_id)
    if pitch.owner_id != person_id:
        raise NotAllowed
    return pitch


def _own_note(session: Session, person_id: UUID, note_id: UUID) -> LiveNote:
    note = lock(session, LiveNote, note_id)
    if note.removed_at is not None:
        raise NotFound
    if note.author_id != person_id:
        raise NotAllowed
    return note


def _write(session: Session, note: LiveNote, text: str) -> None:
    if not text.strip():
        raise WordsMissing
    note.text, note.html = text, render_short(text)
    title, path = excerpt(note.html, LONGEST_TITLE), f"/notes/{note.id}"
    keep_thread(session, NOTE_KIND, note.id, owner_id=note.author_id, title=title, path=path, language=note.language)


def _picture(picture: Upload, words: str) -> Received:
    if not words.strip():
        raise PictureWithoutWords
    received = receive(picture)
    if not received.media_type.startswith("image/"):
        raise NotAPicture
    return received


def _owed_text(session: Session, pitch_id: UUID, person_id: UUID) -> Commitment | None:
    texts = [kind for kind, form in FORM_OF.items() if form is Form.POST]
    query = select(Commitment).where(
        Commitment.pitch_id == pitch_id,
        Commitment.owner_id == person_id,
        col(Commitment.state).in_(OWED),
        col(Commitment.kind).in_(texts),
    )
    return session.exec(query.order_by(col(Commitment.due_on), col(Commitment.id)).limit(1)).first()


def _gathered(session: Session, draft: ShareBack, notes: list[LiveNote], zone: ZoneInfo) -> str:
    """Return the notes as one text in Markdown, each day under its date, with places for their pictures."""
    parts = []
    for day, written in groupby(notes, key=lambda note: note.written_at.astimezone(zone).date()):
        parts.append(f"## {day.isoformat()}")
        for note in written:
            parts.append(note.text.strip())
            if note.picture_id is not None and draft.last_medium < MOST_PICTURES:
                parts.append(f"{{{_take_picture(session, draft, note, note.picture_id)}}}")
    return "\n\n".join(parts)


def _take_picture(session: Session, draft: ShareBack, note: LiveNote, picture_id: UUID) -> int:
    draft.last_medium += 1
    file_id = copy(session, picture_id, draft.author_id, SHAREBACK_KIND, draft.id, Visibility.OWNER)
    medium = Medium(
        shareback_id=draft.id,
        file_id=file_id,
        kind=MediumKind.PICTURE,
        number=draft.last_medium,
        alt=note.picture_words,
        width=note.width,
        height=note.height,
    )
    session.add(medium)
    return draft.last_medium
