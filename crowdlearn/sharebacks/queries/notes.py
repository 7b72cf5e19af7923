"""Live notes with what readers said of them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import Conversation, conversations, is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC, PitchState
from crowdlearn.sharebacks.models import LiveNote
from crowdlearn.sharebacks.rules import NOTE_KIND, takes_notes

PAGE = 20
NOTHING_SAID = Conversation()


@dataclass(frozen=True)
class NoteRow:
    """One note; `hidden` ones are seen by their writer and by stewards. `talk` is what readers said of it."""

    id: UUID
    text: str
    html: str
    language: str
    picture_id: UUID | None
    picture_words: str
    width: int
    height: int
    written_at: datetime
    changed_at: datetime | None
    hidden: bool
    talk: Conversation = NOTHING_SAID


@dataclass(frozen=True)
class NotesHead:
    """The pitch whose learner notes something; `open` while they may."""

    pitch_id: UUID
    title: str
    language: str
    owner_id: UUID
    owner: str
    time_zone: str
    state: PitchState
    first: date | None
    last: date | None
    hidden: bool

    @property
    def open(self) -> bool:
        """Tell whether notes may be written today."""
        return takes_notes(self.state, self.first, self.last, clock.today(self.time_zone))


@dataclass(frozen=True)
class NotesPage:
    """A page of notes, newest first; `written` counts all there are, `after` is the key of the next page."""

    head: NotesHead
    notes: list[NoteRow]
    written: int
    after: str | None


def notes_page(pitch_id: UUID, viewer_id: UUID | None, *, steward: bool = False, after: str = "") -> NotesPage:
    """Return a page of a pitch's live notes with what was said of them, in four statements.

    Raises NotFound for a pitch that this viewer may not see, and for a key that is none.
    """
    with reading() as session:
        head = _head(session, pitch_id, viewer_id, steward=steward)
        shown = _shown(head, viewer_id, steward=steward)
        query = _notes().where(col(LiveNote.pitch_id) == pitch_id, shown)
        if after:
            query = query.where(col(LiveNote.id) < _key(after))
        rows = session.execute(query.order_by(col(LiveNote.id).desc()).limit(PAGE + 1)).all()
        count = sa.select(sa.func.count()).where(
            col(LiveNote.pitch_id) == pitch_id, col(LiveNote.removed_at).is_(None), shown
        )
        written = int(session.execute(count).scalar_one())
        notes = _with_talk(session, rows[:PAGE], viewer_id)
    return NotesPage(head, notes, written, str(rows[PAGE - 1].id) if len(rows) > PAGE else None)


def note_page(note_id: UUID, viewer_id: UUID | None, *, steward: bool = False) -> tuple[NotesHead, NoteRow]:
    """Return one note with what was said of it. Raises NotFound for one taken back, or hidden from this viewer."""
    with reading() as session:
        about = session.execute(sa.select(col(LiveNote.pitch_id)).where(col(LiveNote.id) == note_id)).scalar()
        if about is None:
            raise NotFound("LiveNote")
        head = _head(session, about, viewer_id, steward=steward)
        rows = session.execute(_notes().where(col(LiveNote.id) == note_id, _shown(head, viewer_id, steward=steward)))
        notes = _with_talk(session, rows.all(), viewer_id)
    if not notes:
        raise NotFound("LiveNote")
    return head, notes[0]


def relations_to_note(person_id: UUID, note_id: UUID) -> set[str]:
    """Return {"pitcher"} for who wrote a note."""
    with reading() as session:
        query = sa.select(LiveNote.id).where(col(LiveNote.id) == note_id, col(LiveNote.author_id) == person_id)
        return {"pitcher"} if session.execute(query).first() else set()


def _key(after: str) -> UUID:
    try:
        return UUID(after)
    except ValueError:
        raise NotFound from None


def _head(session: Session, pitch_id: UUID, viewer_id: UUID | None, *, steward: bool) -> NotesHead:
    query = (
        sa.select(
            Pitch.id,
            Pitch.title,
            Pitch.language,
            Pitch.owner_id,
            Person.name,
            Pitch.time_zone,
            Pitch.state,
            Pitch.starts_on,
            Pitch.ends_on,
            is_hidden("pitch", col(Pitch.id)),
        )
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(col(Pitch.id) == pitch_id, col(Pitch.state).in_(PUBLIC))
    )
    row = session.execute(query).first()
    if row is None:
        raise NotFound("Pitch")
    head = NotesHead(*row)
    if head.hidden and not steward and head.owner_id != viewer_id:
        raise NotFound("Pitch")
    return head


def _shown(head: NotesHead, viewer_id: UUID | None, *, steward: bool) -> Any:
    sees_hidden = steward or (viewer_id is not None and viewer_id == head.owner_id)
    return sa.true() if sees_hidden else sa.not_(is_hidden(NOTE_KIND, col(LiveNote.id)))


def _notes() -> Any:
    return sa.select(
        LiveNote.id,
        LiveNote.text,
        LiveNote.html,
        LiveNote.language,
        LiveNote.picture_id,
        LiveNote.picture_words,
        LiveNote.width,
        LiveNote.height,
        LiveNote.written_at,
        LiveNote.changed_at,
        is_hidden(NOTE_KIND, col(LiveNote.id)),
    ).where(col(LiveNote.removed_at).is_(None))


def _with_talk(session: Session, rows: Any, viewer_id: UUID | None) -> list[NoteRow]:
    talks = conversations(session, NOTE_KIND, [row.id for row in rows], viewer_id)
    return [NoteRow(*(*row, talks.get(row.id, NOTHING_SAID))) for row in rows]
