"""The list of what came back."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared, walked
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.sharebacks.models import Occasion, ShareBack
from crowdlearn.sharebacks.rules import READABLE, SHAREBACK_KIND, Form, SharebackState

from .authors import by_line, written_by

PAGE = 20


@dataclass(frozen=True)
class Card:
    """A line of the list. It counts reviews; their means stand on the page, where one's own view comes first."""

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

    @property
    def upcoming(self) -> bool:
        """Tell whether this is an event one can still join."""
        return self.starts_at is not None and self.state is SharebackState.PUBLISHED and self.starts_at > now()


@dataclass(frozen=True)
class Filter:
    """What a reader looks for; `after` is the key of the page. Strangers (no `member`) find what is open to all.

    `ids` are what the index found for `words`; what is for members alone is not in it, and found by its title.
    `upcoming` None: everything; True: events one can still join, soonest first; False: what can be read or heard.
    """

    member: bool = False
    kind: ShareBackKind | None = None
    language: str = ""
    upcoming: bool | None = None
    author_id: UUID | None = None
    pitch_id: UUID | None = None
    words: str = ""
    ids: list[UUID] | None = None
    after: str = ""


@dataclass(frozen=True)
class IndexPage:
    """A page of the list; `after` is the key of the next one, None on the last."""

    cards: list[Card]
    after: str | None


def listing(wanted: Filter, limit: int = PAGE) -> IndexPage:
    """Return readable share-backs, newest first; upcoming events soonest first."""
    asked = _asked(wanted) | _after(wanted.after)
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

    member: bool
    upcoming: bool | None
    asked: frozenset[str]


def _shape(wanted: Filter, asked: dict[str, Any]) -> Shape:
    return Shape(wanted.member, wanted.upcoming, frozenset(asked))


def _asked(wanted: Filter) -> dict[str, Any]:
    """Return the values that are asked for by name, and the moment that tells what is still to come."""
    named = (*_COLUMN_OF, "author_id")
    asked = {name: value for name in named if (value := getattr(wanted, name))} | {"at": now()}
    if wanted.ids is None:
        return asked
    return asked | {"ids": wanted.ids, "words": re.sub(r"([/%_])", r"/\1", wanted.words)}


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
        )
        .select_from(ShareBack)
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .join(Pitch, col(Pitch.id) == col(ShareBack.pitch_id), isouter=True)
        .join(Occasion, col(Occasion.shareback_id) == col(ShareBack.id), isouter=True)
    )


_COLUMN_OF: dict[str, Any] = {
    "kind": ShareBack.kind,
    "language": ShareBack.language,
    "pitch_id": ShareBack.pitch_id,
}


def _conditions(shape: Shape) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [
        col(ShareBack.published_at).is_not(None),
        walked(ShareBack.state).in_([one.value for one in READABLE - {SharebackState.CANCELLED}]),
        sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id))),
        *(col(column) == sa.bindparam(name) for name, column in _COLUMN_OF.items() if name in shape.asked),
    ]
    if "author_id" in shape.asked:
        found.append(written_by(sa.bindparam("author_id", type_=sa.Uuid)))
    if not shape.member:
        found.append(col(ShareBack.open_to_all).is_(True))
    later = col(Occasion.starts_at) > sa.bindparam("at", type_=Moment)
    to_come = sa.and_(walked(ShareBack.state) == SharebackState.PUBLISHED.value, later)
    if shape.upcoming is not None:
        found.append(to_come if shape.upcoming else sa.not_(sa.func.coalesce(to_come, sa.false())))
    if "ids" in shape.asked:
        ids: Any = sa.bindparam("ids", type_=sa.Uuid, expanding=True)
        titled = col(ShareBack.title).icontains(sa.bindparam("words", type_=sa.String), escape="/")
        found.append(sa.or_(col(ShareBack.id).in_(ids), sa.and_(col(ShareBack.open_to_all).is_(False), titled)))
    return found


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
