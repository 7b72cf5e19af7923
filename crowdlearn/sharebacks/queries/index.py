"""The library: what came back, ways of working and tools."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import database, reading
from crowdlearn.db.statements import prepared, walked
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.clock import now
from crowdlearn.languages.models import OtherLanguage, OtherWords
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import ShareBackKind, ShareBackMode
from crowdlearn.search.models import SearchEntry
from crowdlearn.search.queries import asking, found
from crowdlearn.sharebacks.models import Occasion, ShareBack, ShareBackTopic
from crowdlearn.sharebacks.rules import FOR_MEMBERS, READABLE, SHAREBACK_KIND, Form, SharebackState, ToolKind

from .authors import by_line, written_by

PAGE = 20


@dataclass(frozen=True)
class Card:
    """A line of the list, with its words in the other language where it has them.

    It counts reviews; their means stand on the page, where one's own view comes first.
    """

    id: UUID
    kind: ShareBackKind
    form: Form
    state: SharebackState
    open_to_all: bool
    title: str
    summary: str
    language: str
    published_at: datetime
    author: str
    organisation_en: str
    organisation_fr: str
    pitch_title: str | None
    pitch_language: str | None
    starts_at: datetime | None
    time_zone: str | None
    minutes: int | None
    reviews: int
    learned: int
    attended: int
    mode: ShareBackMode
    tool: ToolKind | None
    problem: str
    used: int
    used_in: int
    other_title: str | None
    other_summary: str | None
    other_problem: str | None

    def said_in(self, language: str) -> "Card":
        """Return the card as it reads in a language: in the other version where that is the one in it."""
        if self.other_title is None or language == self.language:
            return self
        said = (self.other_title, self.other_summary or "", self.other_problem or "")
        return replace(self, title=said[0], summary=said[1], problem=said[2], language=language)

    @property
    def upcoming(self) -> bool:
        """Tell whether this is an event one can still join."""
        return self.starts_at is not None and self.state is SharebackState.PUBLISHED and self.starts_at > now()


@dataclass(frozen=True)
class Filter:
    """What a reader looks for; `after` is the key of the page. Strangers (no `member`) find what is open to all.

    `upcoming` None: everything; True: events one can still join, soonest first; False: what can be read or heard.
    """

    member: bool = False
    kind: ShareBackKind | None = None
    mode: ShareBackMode | None = None
    topic: str = ""
    language: str = ""
    upcoming: bool | None = None
    author_id: UUID | None = None
    pitch_id: UUID | None = None
    collection_id: UUID | None = None
    words: str = ""
    after: str = ""


@dataclass(frozen=True)
class IndexPage:
    """A page of the list; `after` is the key of the next one, None on the last."""

    cards: list[Card]
    after: str | None


def listing(wanted: Filter, limit: int = PAGE) -> IndexPage:
    """Return readable share-backs, newest first; upcoming events soonest first."""
    asked = _asked(wanted) | _after(wanted.after)
    if wanted.words and "question" not in asked:
        return IndexPage([], None)
    with reading() as session:
        cards = [Card(*row) for row in _page(session, _shape(wanted, asked), limit + 1, **asked)]
    last = cards[limit - 1] if len(cards) > limit else None
    return IndexPage(cards[:limit], _write_key(last, upcoming=bool(wanted.upcoming)) if last else None)


def came_back(session: Session, pitch_id: UUID, *, member: bool) -> list[Card]:
    """Return what came back from a pitch, newest first."""
    wanted = Filter(member=member, pitch_id=pitch_id)
    asked = _asked(wanted)
    return [Card(*row) for row in _page(session, _shape(wanted, asked), PAGE, **asked)]


@dataclass(frozen=True)
class Shape:
    """What decides how the select reads; `asked` names the values that are bound."""

    sqlite: bool
    member: bool
    upcoming: bool | None
    asked: frozenset[str]


def _shape(wanted: Filter, asked: dict[str, Any]) -> Shape:
    return Shape(database.is_sqlite, wanted.member, wanted.upcoming, frozenset(asked))


def _asked(wanted: Filter) -> dict[str, Any]:
    """Return the values that are asked for by name, and the moment that tells what is still to come."""
    names = (*_COLUMN_OF, "author_id", "topic", "language")
    asked = {name: value for name in names if (value := getattr(wanted, name))} | {"at": now()}
    question = asking(wanted.words, kinds_for(member=wanted.member)) if wanted.words else ""
    return asked | ({"question": question} if question else {})


def kinds_for(*, member: bool) -> list[str]:
    """Return the kinds of the search index that hold the share-backs somebody may find."""
    return [SHAREBACK_KIND, FOR_MEMBERS] if member else [SHAREBACK_KIND]


@prepared
def _page(shape: Shape, limit: int, /, **_asked: Any) -> Any:
    order = col(Occasion.starts_at) if shape.upcoming else col(ShareBack.published_at)
    query = _rows().where(*_conditions(shape))
    if "after_id" in shape.asked:
        here = sa.tuple_(order, col(ShareBack.id))
        last = sa.tuple_(sa.bindparam("after_moment", type_=Moment), sa.bindparam("after_id", type_=sa.Uuid))
        query = query.where(here > last if shape.upcoming else here < last)
    ends = (order, col(ShareBack.id)) if shape.upcoming else (order.desc(), col(ShareBack.id).desc())
    return query.order_by(*ends).limit(limit)


def _rows() -> "sa.Select[*tuple[object, ...]]":
    return (
        sa.select(
            col(ShareBack.id),
            col(ShareBack.kind),
            col(ShareBack.form),
            col(ShareBack.state),
            col(ShareBack.open_to_all),
            col(ShareBack.title),
            col(ShareBack.summary),
            col(ShareBack.language),
            col(ShareBack.published_at),
            by_line(),
            sa.func.coalesce(col(Organisation.name_en), ""),
            sa.func.coalesce(col(Organisation.name_fr), ""),
            col(Pitch.title),
            col(Pitch.language),
            col(Occasion.starts_at),
            col(Occasion.time_zone),
            col(Occasion.minutes),
            col(ShareBack.reviews),
            col(ShareBack.learned),
            col(ShareBack.attended),
            col(ShareBack.mode),
            col(ShareBack.tool),
            col(ShareBack.problem),
            col(ShareBack.used),
            col(ShareBack.used_in),
            *(_other_words(part) for part in ("title", "summary", "problem")),
        )
        .select_from(ShareBack)
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .join(Pitch, col(Pitch.id) == col(ShareBack.pitch_id), isouter=True)
        .join(Occasion, col(Occasion.shareback_id) == col(ShareBack.id), isouter=True)
    )


def _other_words(part: str) -> "sa.ColumnElement[str | None]":
    """Return a part in the other language, looked up only where there is one; None where there is none."""
    words = (
        sa.select(col(OtherWords.text))
        .join(OtherLanguage, col(OtherLanguage.id) == col(OtherWords.version_id))
        .where(col(OtherLanguage.about_kind) == SHAREBACK_KIND, col(OtherLanguage.about_id) == col(ShareBack.id))
        .where(col(OtherWords.part) == part)
        .correlate(ShareBack)
        .scalar_subquery()
    )
    return sa.case((col(ShareBack.in_both), words), else_=None)


_COLUMN_OF: dict[str, Any] = {
    "kind": ShareBack.kind,
    "mode": ShareBack.mode,
    "pitch_id": ShareBack.pitch_id,
    "collection_id": ShareBack.collection_id,
}


def _conditions(shape: Shape) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [
        col(ShareBack.published_at).is_not(None),
        walked(ShareBack.state).in_([one.value for one in READABLE - {SharebackState.CANCELLED}]),
        sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id))),
        *(col(column) == sa.bindparam(name) for name, column in _COLUMN_OF.items() if name in shape.asked),
    ]
    if "author_id" in shape.asked:
        conditions.append(written_by(sa.bindparam("author_id", type_=sa.Uuid)))
    if not shape.member:
        conditions.append(col(ShareBack.open_to_all).is_(True))
    later = col(Occasion.starts_at) > sa.bindparam("at", type_=Moment)
    to_come = sa.and_(walked(ShareBack.state) == SharebackState.PUBLISHED.value, later)
    if shape.upcoming is not None:
        conditions.append(to_come if shape.upcoming else sa.not_(sa.func.coalesce(to_come, sa.false())))
    if "language" in shape.asked:
        conditions.append(sa.or_(col(ShareBack.in_both), col(ShareBack.language) == sa.bindparam("language")))
    if "topic" in shape.asked:
        topic = sa.select(ShareBackTopic.id).where(
            col(ShareBackTopic.shareback_id) == col(ShareBack.id),
            col(ShareBackTopic.topic) == sa.bindparam("topic", type_=sa.String),
        )
        conditions.append(topic.exists())
    if "question" in shape.asked:
        conditions.append(col(ShareBack.id).in_(_meant(shape)))
    return conditions


def _meant(shape: Shape) -> "sa.Select[UUID]":
    """Return the ids of what holds the words that are asked for, among what the reader may find."""
    parts = found(sa.bindparam("question", type_=sa.String))
    mine = col(SearchEntry.kind).in_(kinds_for(member=shape.member))
    return sa.select(col(SearchEntry.object_id)).select_from(parts.source).where(parts.condition, mine)


def _write_key(card: Card, *, upcoming: bool) -> str:
    moment = card.starts_at if upcoming and card.starts_at else card.published_at
    return f"{moment.isoformat()}_{card.id}"


def _after(after: str) -> dict[str, Any]:
    """Return the card after which the page begins; nothing for a key that is none."""
    moment, _, key = after.rpartition("_")
    try:
        return {"after_moment": datetime.fromisoformat(moment), "after_id": UUID(key)}
    except ValueError:
        return {}
