"""The list of pitches: one query finds and orders them, one more reads those whose card is not at hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import database, reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.pages.rules import PAGE, SOON, Filters, Give, Sort, Stage, cursor_of
from crowdlearn.people.models import Person, PersonSkill
from crowdlearn.people.rules import SkillSide
from crowdlearn.pitches.models import LISTED, Need, Pitch, PitchTopic, PlannedShareBack
from crowdlearn.pitches.queries.totals import public_total
from crowdlearn.pitches.rules import PitchState
from crowdlearn.search.models import SearchEntry
from crowdlearn.search.queries import Found, asking, found

from .cards import CardFacts, card_facts
from .proven import own_is_proven

_QUESTION = sa.bindparam("question", type_=sa.String)
_LISTED = sa.text(LISTED.replace("state", "pitch.state"))
_UNDER_WAY = (PitchState.TOP_UP, PitchState.LOCKED, PitchState.SETTLING, PitchState.FUNDED)
_IS_OPEN = sa.and_(col(Need.closed_at).is_(None), col(Need.filled) < col(Need.wanted))
_OPEN_NEED = sa.and_(col(Need.pitch_id) == col(Pitch.id), _IS_OPEN)


@dataclass(frozen=True)
class Place:
    """Where one pitch stands in the list. `mark` names all that its card depends on, but for language and day."""

    id: UUID
    mark: tuple[Any, ...]
    cursor: str


@dataclass(frozen=True)
class Listing:
    """One page of places; `following` is the cursor of the next page, "" on the last."""

    places: tuple[Place, ...]
    following: str = ""


@dataclass(frozen=True)
class DiscoverPage:
    """One page of pitches: their places, and what is to be drawn of those whose card is not at hand."""

    listing: Listing
    facts: dict[UUID, CardFacts]


def discover_page(filters: Filters, viewer_id: UUID | None, is_drawn: Callable[[Place], bool]) -> DiscoverPage:
    """Return what the filters ask for, in two queries at most; in one when every card is drawn already."""
    with reading() as session:
        found_here = listing(session, filters, viewer_id)
        missing = [place.id for place in found_here.places if not is_drawn(place)]
        return DiscoverPage(found_here, card_facts(session, missing))


def listing(session: Session, filters: Filters, viewer_id: UUID | None) -> Listing:
    """Return the page of pitches that the filters ask for, in one query whatever their number."""
    question = asking(filters.q, ["pitch"]) if filters.q else ""
    if filters.q and not question:
        return Listing(())
    parts = found(_QUESTION) if question else None
    bound = _bound(filters, _order(filters.sort, parts)[0], viewer_id) | ({"question": question} if question else {})
    shape = Shape(database.is_sqlite, filters.stage, filters.sort, filters.give, frozenset(bound))
    rows = _select(session, shape, **bound).all()
    places = tuple(Place(row.id, tuple(row[2:]), cursor_of(row.key, row.id)) for row in rows[:PAGE])
    return Listing(places, places[-1].cursor if len(rows) > PAGE else "")


@dataclass(frozen=True)
class Shape:
    """What decides how the select reads: its kinds of filters, not their values."""

    sqlite: bool
    stage: Stage
    sort: Sort
    give: Give | None
    asked: frozenset[str]


@prepared
def _select(shape: Shape, /, **_asked: Any) -> Any:
    parts = found(_QUESTION) if "question" in shape.asked else None
    key, down = _order(shape.sort, parts)
    query = sa.select(Pitch.id, key.label("key"), *_mark())
    if parts is not None:
        source = parts.source.join(Pitch.__table__, col(Pitch.id) == col(SearchEntry.object_id))  # type: ignore[attr-defined]
        query = query.select_from(source).where(parts.condition, col(SearchEntry.kind) == "pitch")
    query = query.join(Person, col(Person.id) == col(Pitch.owner_id)).where(*_wanted(shape))
    if "after_id" in shape.asked:
        last = sa.tuple_(sa.bindparam("after_key", type_=key.type), sa.bindparam("after_id", type_=sa.Uuid))
        pair = sa.tuple_(key, col(Pitch.id))
        query = query.where(pair < last if down else pair > last)
    order = (key.desc(), col(Pitch.id).desc()) if down else (key, col(Pitch.id))
    return query.order_by(*order).limit(PAGE + 1)


def _mark() -> tuple[Any, ...]:
    filled = sa.select(sa.func.sum(Need.filled)).where(col(Need.pitch_id) == col(Pitch.id)).scalar_subquery()
    totals = (public_total(), own_is_proven(), Pitch.top_up_cents)
    return (Pitch.version, Pitch.updated_at, *totals, Person.name, filled)


def _order(sort: Sort, parts: Found | None) -> tuple[Any, bool]:
    """Return the column to sort by, and whether the greatest comes first."""
    if parts is not None and sort is Sort.TREND:
        return parts.rank, True
    return {
        Sort.TREND: (col(Pitch.trend), True),
        Sort.NEWEST: (col(Pitch.published_at), True),
        Sort.CLOSING: (col(Pitch.closes), False),
        Sort.NEARLY: (col(Pitch.nearness), True),
    }[sort]


def _bound(filters: Filters, key: Any, viewer_id: UUID | None) -> dict[str, Any]:
    """Return the values that the select asks for; what was not asked for is not among them."""
    today = clock.today(HOME_ZONE)
    asked = {
        "kind": filters.kind,
        "region": filters.region,
        "place": filters.place,
        "scope": filters.scope,
        "mode": filters.mode,
        "language": filters.language,
        "organisation": filters.organisation,
        "topic": filters.topic,
        "soon": today + SOON if filters.soon else None,
        "looker": viewer_id if filters.give is Give.SKILLS else None,
    }
    return {name: value for name, value in asked.items() if value} | {"today": today} | _after(filters, key)


def _after(filters: Filters, key: Any) -> dict[str, Any]:
    """Return the place after which the page begins; nothing for a cursor of another order."""
    if filters.cursor is None:
        return {}
    text, row_id = filters.cursor
    read = {Sort.NEWEST: datetime.fromisoformat, Sort.CLOSING: date.fromisoformat}.get(filters.sort, int)
    try:
        value: Any = read(text)
    except ValueError:
        return {}
    most = 1 << (63 if isinstance(key.type, sa.BigInteger) else 31)
    if (isinstance(value, datetime) and value.tzinfo is None) or (isinstance(value, int) and abs(value) >= most):
        return {}
    return {"after_key": value, "after_id": row_id}


_TODAY = sa.bindparam("today", type_=sa.Date)
_COLUMNS = {
    "kind": Pitch.kind,
    "region": Pitch.region,
    "place": Pitch.place,
    "scope": Pitch.scope,
    "language": Pitch.language,
    "organisation": Pitch.organisation_id,
}


def _wanted(shape: Shape) -> list[Any]:
    conditions: list[Any] = [_of_stage(shape.stage), sa.not_(is_hidden("pitch", col(Pitch.id)))]
    conditions += [col(column) == sa.bindparam(name) for name, column in _COLUMNS.items() if name in shape.asked]
    if "topic" in shape.asked:
        topic = sa.select(PitchTopic.id).where(
            col(PitchTopic.pitch_id) == col(Pitch.id), col(PitchTopic.topic) == sa.bindparam("topic")
        )
        conditions.append(topic.exists())
    if "mode" in shape.asked:
        promised = sa.select(PlannedShareBack.id).where(
            col(PlannedShareBack.pitch_id) == col(Pitch.id), col(PlannedShareBack.mode) == sa.bindparam("mode")
        )
        conditions.append(promised.exists())
    if "soon" in shape.asked:
        conditions.append(col(Pitch.closes).between(_TODAY, sa.bindparam("soon", type_=sa.Date)))
    if shape.sort is Sort.CLOSING and shape.stage in (Stage.OPEN, Stage.IDEA):
        conditions.append(col(Pitch.closes) >= _TODAY)
    if shape.give is not None:
        conditions.append(_could_give(shape))
    return conditions


def _of_stage(stage: Stage) -> Any:
    if stage is Stage.DONE:
        return col(Pitch.state) == PitchState.COMPLETED
    if stage is Stage.IDEA:
        return sa.and_(_LISTED, col(Pitch.state) == PitchState.IDEA)
    if stage is Stage.UNDER_WAY:
        return sa.and_(_LISTED, col(Pitch.state).in_(_UNDER_WAY))
    needed = sa.select(Need.id).where(_OPEN_NEED).exists()
    return sa.and_(
        _LISTED,
        sa.or_(
            col(Pitch.state).in_((PitchState.OPEN, PitchState.IDEA)),
            sa.and_(col(Pitch.state).in_(_UNDER_WAY), needed, col(Pitch.closes) >= _TODAY),
        ),
    )


def _could_give(shape: Shape) -> Any:
    if shape.give is Give.MONEY:
        return sa.and_(
            col(Pitch.asks_money),
            col(Pitch.state) == PitchState.OPEN,
            col(Pitch.promised_cents) < col(Pitch.peer_goal_cents),
        )
    if "looker" not in shape.asked:
        return sa.select(Need.id).where(_OPEN_NEED).exists()
    mine = sa.select(PersonSkill.skill).where(
        col(PersonSkill.person_id) == sa.bindparam("looker", type_=sa.Uuid),
        col(PersonSkill.side) == SkillSide.OFFERED,
    )
    # not per pitch: few needs ask for one's skills, and many pitches would be looked at in vain
    asking = sa.select(Need.pitch_id).where(_IS_OPEN, col(Need.skill).in_(mine))
    looker = sa.bindparam("looker", type_=sa.Uuid)
    return sa.and_(col(Pitch.id).in_(asking), col(Pitch.owner_id) != looker)  # nobody helps themselves
