"""Story collections with what was added to them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Organisation, Person
from crowdlearn.sharebacks.models import CoAuthor, ShareBack, StoryCollection
from crowdlearn.sharebacks.rules import COLLECTION_KIND, READABLE, SHAREBACK_KIND, AuthorState, CollectionState
from crowdlearn.sharebacks.rules.collections import day_of, is_running

PAGE, MOST_OPEN_SHOWN = 12, 30
_HOME = ZoneInfo(HOME_ZONE)


@dataclass(frozen=True)
class CollectionRow:
    """One collection; `stories`, `people` and `organisations` count deeds, those for members only included."""

    id: UUID
    title_en: str
    title_fr: str
    question_en: str
    question_fr: str
    starts_on: date
    ends_on: date
    state: CollectionState
    opened_by: UUID
    opener: str
    opener_shown: bool
    organisation_id: UUID | None
    organisation_en: str
    organisation_fr: str
    changed_at: datetime
    closed_at: datetime | None
    hidden: bool
    stories: int
    people: int
    organisations: int

    def said(self, what: str, language: str) -> tuple[str, str]:
        """Return the title or the question in a language, or in the other where it is empty, and in which it is."""
        other = "en" if language == "fr" else "fr"
        words: str = getattr(self, f"{what}_{language}")
        return (words, language) if words else (getattr(self, f"{what}_{other}"), other)

    @property
    def day(self) -> tuple[int, int]:
        """Return which day of how many it is."""
        at = clock.today(HOME_ZONE) if self.closed_at is None else self.closed_at.astimezone(_HOME).date()
        return day_of(self.starts_on, self.ends_on, at)

    @property
    def running(self) -> bool:
        """Tell whether stories may be added today."""
        return is_running(self.state, self.starts_on, self.ends_on, clock.today(HOME_ZONE))

    @property
    def to_come(self) -> bool:
        """Tell whether its first day lies ahead."""
        return self.state is CollectionState.OPEN and self.starts_on > clock.today(HOME_ZONE)


@dataclass(frozen=True)
class CollectionsPage:
    """Open collections, the one that ends first first, and a page of closed ones, the latest first."""

    open: list[CollectionRow]
    closed: list[CollectionRow]
    after: str | None


def collections_page(after: str = "") -> CollectionsPage:
    """Return the collections there are; `after` turns the page of closed ones. Raises NotFound for a wrong key."""
    shown = sa.not_(is_hidden(COLLECTION_KIND, col(StoryCollection.id)))
    is_open = col(StoryCollection.state) == CollectionState.OPEN
    closed = _rows().where(shown, sa.not_(is_open))
    if after:
        closed = closed.where(sa.tuple_(col(StoryCollection.ends_on), col(StoryCollection.id)) < _key(after))
    closed = closed.order_by(col(StoryCollection.ends_on).desc(), col(StoryCollection.id).desc()).limit(PAGE + 1)
    opened = _rows().where(shown, is_open).order_by(col(StoryCollection.ends_on), col(StoryCollection.id))
    with reading() as session:
        first = [] if after else _with_counts(session, opened.limit(MOST_OPEN_SHOWN))
        rows = _with_counts(session, closed)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return CollectionsPage(first, rows[:PAGE], f"{last.ends_on.isoformat()}_{last.id}" if last else None)


def running_collections() -> list[CollectionRow]:
    """Return the collections that take stories today, the one that ends first first."""
    return [one for one in collections_page().open if one.running]


def collection_page(collection_id: UUID, viewer_id: UUID | None, *, steward: bool = False) -> CollectionRow:
    """Return one collection. Raises NotFound for one that a steward hid from this viewer."""
    with reading() as session:
        rows = _with_counts(session, _rows().where(col(StoryCollection.id) == collection_id))
    if not rows or (rows[0].hidden and not steward and rows[0].opened_by != viewer_id):
        raise NotFound("StoryCollection")
    return rows[0]


def stories_open_to(session: Session, person_id: UUID) -> list[tuple[UUID, str, str]]:
    """Return the collections that a person may add a story to today: id, title in English, title in French."""
    today = clock.today(HOME_ZONE)
    place = sa.select(col(Person.organisation_id)).where(col(Person.id) == person_id).scalar_subquery()
    query = (
        sa.select(StoryCollection.id, StoryCollection.title_en, StoryCollection.title_fr)
        .where(
            col(StoryCollection.state) == CollectionState.OPEN,
            col(StoryCollection.starts_on) <= today,
            col(StoryCollection.ends_on) >= today,
            sa.or_(col(StoryCollection.organisation_id).is_(None), col(StoryCollection.organisation_id) == place),
            sa.not_(is_hidden(COLLECTION_KIND, col(StoryCollection.id))),
        )
        .order_by(col(StoryCollection.ends_on), col(StoryCollection.id))
        .limit(MOST_OPEN_SHOWN)
    )
    return [(row[0], row[1] or row[2], row[2] or row[1]) for row in session.execute(query)]


def collections_to_choose(person_id: UUID, present: UUID | None) -> list[tuple[UUID, str, str]]:
    """Return what a story's writer may choose: the collections open to them, and the one it stands in already."""
    with reading() as session:
        found = stories_open_to(session, person_id)
        if present is not None and present not in [one[0] for one in found]:
            row = session.get_one(StoryCollection, present)
            found.append((row.id, row.title("en"), row.title("fr")))
    return found


def tellers_of(session: Session, collection_id: UUID) -> tuple[int, set[UUID]]:
    """Return how many stories a collection has, and who told them."""
    inside = col(ShareBack.collection_id) == collection_id
    stories = sa.select(sa.func.count()).select_from(ShareBack).where(inside, *_told())
    authors, beside = _authors().where(inside), _beside().where(inside)
    people = {row.person_id for row in session.execute(authors.union(beside))}
    return int(session.execute(stories).scalar_one()), people


def relations_to_collection(person_id: UUID, collection_id: UUID) -> set[str]:
    """Return {"pitcher"} for who opened a collection."""
    with reading() as session:
        row = session.get(StoryCollection, collection_id)
        return {"pitcher"} if row is not None and row.opened_by == person_id else set()


def _key(after: str) -> Any:
    day, _, key = after.partition("_")
    try:
        return sa.tuple_(sa.literal(date.fromisoformat(day), sa.Date), sa.literal(UUID(key), sa.Uuid))
    except ValueError:
        raise NotFound from None


def _rows() -> Any:
    return (
        sa.select(
            StoryCollection.id,
            StoryCollection.title_en,
            StoryCollection.title_fr,
            StoryCollection.question_en,
            StoryCollection.question_fr,
            StoryCollection.starts_on,
            StoryCollection.ends_on,
            StoryCollection.state,
            StoryCollection.opened_by,
            Person.name,
            Person.profile_public,
            StoryCollection.organisation_id,
            sa.func.coalesce(Organisation.name_en, ""),
            sa.func.coalesce(Organisation.name_fr, ""),
            StoryCollection.changed_at,
            StoryCollection.closed_at,
            is_hidden(COLLECTION_KIND, col(StoryCollection.id)),
        )
        .join(Person, col(Person.id) == col(StoryCollection.opened_by))
        .join(Organisation, col(Organisation.id) == col(StoryCollection.organisation_id), isouter=True)
    )


def _with_counts(session: Session, query: Any) -> list[CollectionRow]:
    rows = session.execute(query).all()
    counts = _counts(session, [row.id for row in rows]) if rows else {}
    return [CollectionRow(*(*row, *counts.get(row.id, (0, 0, 0)))) for row in rows]


def _counts(session: Session, ids: list[UUID]) -> dict[UUID, tuple[int, int, int]]:
    wrote = _authors().union_all(_beside()).subquery("wrote")
    query = (
        sa.select(
            wrote.c.collection_id,
            sa.func.count(sa.distinct(wrote.c.shareback_id)),
            sa.func.count(sa.distinct(wrote.c.person_id)),
            sa.func.count(sa.distinct(col(Person.organisation_id))),
        )
        .join(Person, col(Person.id) == wrote.c.person_id)
        .where(wrote.c.collection_id.in_(ids))
        .group_by(wrote.c.collection_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in session.execute(query)}


def _told() -> tuple[sa.ColumnElement[bool], ...]:
    return col(ShareBack.state).in_(READABLE), sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id)))


def _authors() -> Any:
    return sa.select(
        col(ShareBack.collection_id).label("collection_id"),
        col(ShareBack.id).label("shareback_id"),
        col(ShareBack.author_id).label("person_id"),
    ).where(col(ShareBack.collection_id).is_not(None), *_told())


def _beside() -> Any:
    return (
        sa.select(col(ShareBack.collection_id), col(ShareBack.id), col(CoAuthor.person_id))
        .join(CoAuthor, col(CoAuthor.shareback_id) == col(ShareBack.id))
        .where(col(ShareBack.collection_id).is_not(None), col(CoAuthor.state) == AuthorState.NAMED, *_told())
    )
