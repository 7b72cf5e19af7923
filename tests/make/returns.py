"""What came back: commitments, share-backs, events, reviews, check-ins."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.ids import new_id
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import Applied, CheckInState
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.settlement.rules import end_of_day
from crowdlearn.sharebacks import service as sharebacks
from crowdlearn.sharebacks.models import (
    Appearance,
    CoAuthor,
    Medium,
    Occasion,
    Review,
    Seat,
    ShareBack,
    StoryCollection,
)
from crowdlearn.sharebacks.rules import AuthorState, ConsentState, Form, Item, MediumKind, SeatState, SharebackState
from tests.support.uploads import MP3, Sent, png

from .people import days, home_days, kept, today


def commitment(to: Pitch, state: CommitmentState = CommitmentState.OPEN, due_in: int = 30, **fields: Any) -> Commitment:
    """Return a commitment of a pitch's owner."""
    values = {
        "pitch_id": to.id,
        "owner_id": to.owner_id,
        "kind": ShareBackKind.BLOG,
        "title": "What readers told us",
        "due_on": days(due_in),
        "time_zone": "UTC",
        "state": state,
    } | fields
    values.setdefault("late_from", end_of_day(values["due_on"], values["time_zone"]))
    if state not in (CommitmentState.OPEN, CommitmentState.BROKEN, CommitmentState.WAIVED):
        values.setdefault("delivered_at", now())
    row: Commitment = kept(Commitment(**values))
    return row


def shareback(author: Person, state: SharebackState = SharebackState.PUBLISHED, **fields: Any) -> ShareBack:
    """Return a blog post that stands by itself."""
    text = "Readers stop at the first sentence that makes them sigh. " * 8
    values = {
        "author_id": author.id,
        "kind": ShareBackKind.BLOG,
        "form": Form.POST,
        "state": state,
        "title": "What readers told us",
        "body": text,
        "body_html": f"<p>{text}</p>",
        "published_at": None if state is SharebackState.DRAFT else now(),
        "held_at": now() if state is SharebackState.HELD else None,
    }
    row: ShareBack = kept(ShareBack(**(values | fields)))
    return row


def picture(of: ShareBack, alt: str = "A letter with red marks", **fields: Any) -> Medium:
    """Return a picture beside a share-back's words."""
    sharebacks.attach(of.author_id, of.id, MediumKind.PICTURE, Sent(png(), "letter.png"), alt, **fields)
    return _newest_medium(of)


def sound(of: ShareBack) -> Medium:
    """Return the sound of a recording."""
    sharebacks.attach(of.author_id, of.id, MediumKind.SOUND, Sent(MP3, "fog.mp3"))
    return _newest_medium(of)


def _newest_medium(of: ShareBack) -> Medium:
    with reading() as session:
        query = select(Medium).where(Medium.shareback_id == of.id).order_by(col(Medium.number).desc())
        return session.exec(query.limit(1)).one()


def event(author: Person, *, in_hours: float = 48, seats: int | None = None, **fields: Any) -> ShareBack:
    """Return an announced lunch and learn that begins in so many hours (below zero: it has begun)."""
    row = shareback(author, **({"kind": ShareBackKind.LUNCH_AND_LEARN, "form": Form.EVENT} | fields))
    kept(
        Occasion(
            shareback_id=row.id,
            starts_at=now() + timedelta(hours=in_hours),
            minutes=45,
            time_zone="America/Toronto",
            join_link="https://meet.example/letters",
            seats=seats,
        )
    )
    return row


def code_of(event: ShareBack) -> str:
    """Return the code that is shown at the door of an event."""
    with reading() as session:
        return session.exec(select(Occasion.code).where(Occasion.shareback_id == event.id)).one()


def seat(
    at: ShareBack, holder: Person, state: SeatState = SeatState.REGISTERED, *, name_shown: bool = False, **fields: Any
) -> Seat:
    """Return a place at an event."""
    row: Seat = kept(Seat(**({"shareback_id": at.id, "person_id": holder.id, "state": state} | fields)))
    if name_shown:
        appearance(at, holder, item=Item.LIST, consent=ConsentState.AGREED, asking_id=None)
    return row


def appearance(of: ShareBack, person: Person, **fields: Any) -> Appearance:
    """Return a name in a share-back's text, asked about and not answered."""
    values = {"shareback_id": of.id, "person_id": person.id, "item": Item.NAME, "name": person.name}
    values |= {"asking_id": new_id()} | fields
    if values.get("consent", ConsentState.ASKED) is not ConsentState.ASKED:
        values |= {"answered_at": now()}
    row: Appearance = kept(Appearance(**values))
    with transaction() as session:
        session.get_one(ShareBack, of.id).names_people = True
    return row


def collection(opener: Person, first: int = -33, last: int = 66, **fields: Any) -> StoryCollection:
    """Return a story collection on its thirty-fourth day of a hundred."""
    values = {
        "opened_by": opener.id,
        "title_en": "My first counter",
        "title_fr": "Mon premier guichet",
        "question_en": "Who taught you to look up from the screen?",
        "question_fr": "Qui vous a appris à lever les yeux de l’écran ?",
        "starts_on": home_days(first),
        "ends_on": home_days(last),
    } | fields
    row: StoryCollection = kept(StoryCollection(**values))
    return row


def co_author(of: ShareBack, who: Person, state: AuthorState = AuthorState.NAMED) -> CoAuthor:
    """Return somebody's part in a share-back."""
    with transaction() as session:
        shareback = session.get_one(ShareBack, of.id)
        shareback.together = True
        shareback.co_authors += state is AuthorState.NAMED
    named_at = now() if state in (AuthorState.NAMED, AuthorState.LEFT) else None
    row: CoAuthor = kept(CoAuthor(shareback_id=of.id, person_id=who.id, state=state, named_at=named_at))
    return row


def review(of: ShareBack, reviewer: Person, **fields: Any) -> Review:
    """Return a kind review."""
    values = {"shareback_id": of.id, "reviewer_id": reviewer.id, "clear": 5, "useful": 4, "usable": 4, "text": "Clear."}
    row: Review = kept(Review(**(values | fields)))
    return row


def checkin(of: Pitch, state: CheckInState = CheckInState.OPEN, **fields: Any) -> CheckIn:
    """Return the check-in 30 days after a pitch's learning."""
    values = {"pitch_id": of.id, "owner_id": of.owner_id, "after_days": 30, "due_on": today(), "state": state}
    if state is CheckInState.ANSWERED:
        values |= {"applied": Applied.YES, "text": "We rewrote ten letters.", "answered_at": now()}
    row: CheckIn = kept(CheckIn(**(values | fields)))
    return row
