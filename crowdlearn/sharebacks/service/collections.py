"""Collections of stories: opened by any member, changed, closed by their opener, a steward or their last day."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.conversations.service import keep_thread
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.people.models import Person
from crowdlearn.people.queries import holds
from crowdlearn.people.rules import Role
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.search.service import index
from crowdlearn.sharebacks.models import ShareBack, StoryCollection
from crowdlearn.sharebacks.queries.collections import tellers_of
from crowdlearn.sharebacks.rules import COLLECTION_KIND, READABLE, CollectionClosed, CollectionState, SharebackPublished
from crowdlearn.sharebacks.rules.collections import (
    COLLECTION,
    MOST_OPEN,
    Asked,
    CollectionShut,
    EnoughOpen,
    NoOrganisation,
    check_asked,
    is_running,
)

TEXTS = ("title_en", "title_fr", "question_en", "question_fr", "starts_on", "ends_on")


def open_collection(person_id: UUID, asked: Asked) -> UUID:
    """Ask everyone, or one's own organisation, for stories; return the collection's id.

    Raises what check_asked() finds, EnoughOpen, NoOrganisation.
    """
    check_asked(asked, today())
    with transaction() as session:
        person = lock(session, Person, person_id)
        mine = sa.select(sa.func.count()).where(
            col(StoryCollection.opened_by) == person_id, col(StoryCollection.state) == CollectionState.OPEN
        )
        if session.execute(mine).scalar_one() >= MOST_OPEN:
            raise EnoughOpen(most=MOST_OPEN)
        row = StoryCollection(opened_by=person_id, starts_on=asked.starts_on, ends_on=asked.ends_on)
        if asked.own_organisation:
            if person.organisation_id is None:
                raise NoOrganisation
            row.organisation_id = person.organisation_id
        session.add(row)
        _fill(session, row, asked)
        record(session, "collection.open", by=person_id, about=row.id)
        return row.id


def change_collection(person_id: UUID, collection_id: UUID, asked: Asked) -> None:
    """Change what an open collection asks, or its days; one that has begun keeps its first day. For its opener."""
    with transaction() as session:
        row = _held(session, person_id, collection_id)
        begun = row.starts_on if row.starts_on <= today() else None
        check_asked(asked, today(), begun)
        first = begun or asked.starts_on
        _fill(session, row, asked)
        row.starts_on = first
        record(session, "collection.change", by=person_id, about=collection_id)


def close_collection(person_id: UUID, collection_id: UUID) -> None:
    """End a collection before its last day: as its opener or as a steward. Its stories stay."""
    with transaction() as session:
        row = _held(session, person_id, collection_id, also=Role.STEWARD)
        _close(session, row, person_id)


def close_collections() -> int:
    """Close the collections whose last day is over. Returns how many."""
    over = sa.select(StoryCollection.id).where(
        col(StoryCollection.state) == CollectionState.OPEN, col(StoryCollection.ends_on) < today()
    )
    with reading() as session:
        due = list(session.execute(over).scalars())
    return for_each(due, _close_by_itself)


def check_story(session: Session, shareback: ShareBack, collection_id: UUID | None) -> None:
    """Raise CollectionShut unless a story may be added to a collection, or stay in the one it stands in."""
    if collection_id is None or (collection_id == shareback.collection_id and shareback.published_at is not None):
        return
    row = session.get(StoryCollection, collection_id)
    place = session.get_one(Person, shareback.author_id).organisation_id
    if row is None or shareback.kind is not ShareBackKind.STORY:
        raise CollectionShut
    if not is_running(row.state, row.starts_on, row.ends_on, today()) or row.organisation_id not in (None, place):
        raise CollectionShut
    if hidden_now(session, COLLECTION_KIND, collection_id) is not None:
        raise CollectionShut


def tell_of_story(event: SharebackPublished) -> None:
    """Tell whoever opened a collection that a story was added."""
    with transaction() as session:
        story = session.get_one(ShareBack, event.shareback_id)
        if story.collection_id is None or story.state not in READABLE:
            return
        row = session.get_one(StoryCollection, story.collection_id)
        if row.opened_by == story.author_id:
            return
        facts = {
            "title": Passage(story.title, story.language),
            "who": session.get_one(Person, story.author_id).name,
            "collection": _title_for(session, row, row.opened_by),
        }
        path = f"/sharebacks/{story.id}"
        tell(session, row.opened_by, "collection_story", event_id=event.id, facts=facts, path=path)


def tell_of_closing(event: CollectionClosed) -> None:
    """Tell who opened a collection, and who told in it, what became of it."""
    with transaction() as session:
        row = session.get_one(StoryCollection, event.collection_id)
        stories, tellers = tellers_of(session, row.id)
        for person_id in sorted({row.opened_by, *tellers} - {event.by}, key=str):
            facts = {"collection": _title_for(session, row, person_id), "stories": stories, "people": len(tellers)}
            path = f"/stories/{row.id}"
            tell(session, person_id, "collection_closed", event_id=event.id, facts=facts, path=path)


def today() -> date:
    """Return the day it is for collections, which have no zone of their own."""
    return clock.today(HOME_ZONE)


def _title_for(session: Session, row: StoryCollection, person_id: UUID) -> Passage:
    reads = session.get_one(Person, person_id).language
    language = reads if getattr(row, f"title_{reads}") else {"en": "fr", "fr": "en"}[reads]
    return Passage(row.title(reads), language)


def _fill(session: Session, row: StoryCollection, asked: Asked) -> None:
    for name in TEXTS:
        setattr(row, name, getattr(asked, name))
    row.changed_at = now()
    language, path = "en" if row.title_en else "fr", f"/stories/{row.id}"
    text = "\n".join((row.title_en, row.title_fr, row.question_en, row.question_fr))
    title = row.title(language)
    index(session, COLLECTION_KIND, row.id, language=language, title=title, text=text, visible=True)
    keep_thread(session, COLLECTION_KIND, row.id, owner_id=row.opened_by, title=title, path=path, language=language)


def _held(session: Session, person_id: UUID, collection_id: UUID, also: Role | None = None) -> StoryCollection:
    row = lock(session, StoryCollection, collection_id)
    if row.opened_by != person_id and not (also is not None and holds(session, person_id, also)):
        raise NotAllowed
    COLLECTION.move(row.state, CollectionState.CLOSED)  # a closed one is refused
    return row


def _close(session: Session, row: StoryCollection, by: UUID | None) -> None:
    row.state, row.closed_at = COLLECTION.move(row.state, CollectionState.CLOSED), now()
    record(session, "collection.close", by=by, about=row.id)
    emit(session, CollectionClosed(row.id, by=by))


def _close_by_itself(collection_id: UUID) -> int:
    with transaction() as session:
        row = lock(session, StoryCollection, collection_id)
        due = row.state is CollectionState.OPEN and row.ends_on < today()
        if due:
            _close(session, row, None)
    return int(due)
