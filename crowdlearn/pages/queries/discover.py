"""The list of pitches: one query finds and orders them, one more reads those whose card is not at hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.money import Money
from crowdlearn.pages.rules import PAGE, SOON, Filters, Give, Sort, Stage, cursor_of
from crowdlearn.people.models import Organisation, Person, PersonSkill
from crowdlearn.people.rules import SkillSide
from crowdlearn.pitches.models import LISTED, Need, Pitch, PitchTopic
from crowdlearn.pitches.rules import NeedKind, PitchKind, PitchState
from crowdlearn.search.models import SearchEntry
from crowdlearn.search.queries import found

HOME_ZONE = "America/Toronto"
_LISTED = sa.text(LISTED.replace("state", "pitch.state"))
_UNDER_WAY = (PitchState.TOP_UP, PitchState.LOCKED, PitchState.SETTLING, PitchState.FUNDED)
_OPEN_NEED = sa.and_(
    col(Need.pitch_id) == col(Pitch.id), col(Need.closed_at).is_(None), col(Need.filled) < col(Need.wanted)
)


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
class CardFacts:
    """What a card shows of a pitch. Amounts are Money, `wanted` is minutes for hours, otherwise how many."""

    id: UUID
    state: PitchState
    kind: PitchKind
    title: str
    summary: str
    language: str
    topic: str
    owner: str
    organisation_en: str | None
    organisation_fr: str | None
    asks_money: bool
    own: Money
    goal: Money
    promised: Money
    top_up: Money
    deadline: date | None
    starts_on: date | None
    time_zone: str
    need_title: str | None
    need_kind: NeedKind | None
    need_left: int | None


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
    parts = found(filters.q) if filters.q else None
    if filters.q and parts is None:
        return Listing(())
    key, down = (parts.rank, True) if parts is not None and filters.sort is Sort.TREND else _order(filters.sort)
    query = sa.select(Pitch.id, key.label("key"), *_mark())
    if parts is not None:
        source = parts.source.join(Pitch.__table__, col(Pitch.id) == col(SearchEntry.object_id))  # type: ignore[attr-defined]
        query = query.select_from(source).where(parts.condition, col(SearchEntry.kind) == "pitch")
    query = query.join(Person, col(Person.id) == col(Pitch.owner_id)).where(*_wanted(filters, viewer_id))
    if (cursor := _after(filters, key, down)) is not None:
        query = query.where(cursor)
    order = (key.desc(), col(Pitch.id).desc()) if down else (key, col(Pitch.id))
    rows = session.execute(query.order_by(*order).limit(PAGE + 1)).all()
    places = tuple(Place(row.id, tuple(row[2:]), cursor_of(row.key, row.id)) for row in rows[:PAGE])
    return Listing(places, places[-1].cursor if len(rows) > PAGE else "")


def _mark() -> tuple[Any, ...]:
    filled = sa.select(sa.func.sum(Need.filled)).where(col(Need.pitch_id) == col(Pitch.id)).scalar_subquery()
    return (Pitch.version, Pitch.updated_at, Pitch.promised_cents, Pitch.top_up_cents, Person.name, filled)


def card_facts(session: Session, ids: Sequence[UUID]) -> dict[UUID, CardFacts]:
    """Return what the cards of these pitches show, in one query; none when there are none."""
    if not ids:
        return {}
    need = _first_need()
    query = (
        sa.select(
            Pitch.id,
            Pitch.state,
            Pitch.kind,
            Pitch.title,
            Pitch.summary,
            Pitch.language,
            Pitch.topics,
            Person.name,
            Organisation.name_en,
            Organisation.name_fr,
            Pitch.asks_money,
            Pitch.currency,
            Pitch.own_share_cents,
            Pitch.peer_goal_cents,
            Pitch.promised_cents,
            Pitch.top_up_cents,
            Pitch.deadline,
            Pitch.starts_on,
            Pitch.time_zone,
            col(Need.title).label("need_title"),
            col(Need.kind).label("need_kind"),
            (col(Need.wanted) - col(Need.filled)).label("need_left"),
        )
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .join(Organisation, col(Organisation.id) == col(Pitch.organisation_id), isouter=True)
        .join(Need, col(Need.id) == need, isouter=True)
        .where(col(Pitch.id).in_(ids))
    )
    return {row.id: _card(row) for row in session.execute(query)}


def _card(row: Any) -> CardFacts:
    return CardFacts(
        id=row.id,
        state=row.state,
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        language=row.language,
        topic=row.topics[0] if row.topics else "",
        owner=row.name,
        organisation_en=row.name_en,
        organisation_fr=row.name_fr,
        asks_money=row.asks_money,
        own=Money(row.own_share_cents, row.currency),
        goal=Money(row.peer_goal_cents, row.currency),
        promised=Money(row.promised_cents, row.currency),
        top_up=Money(row.top_up_cents, row.currency),
        deadline=row.deadline,
        starts_on=row.starts_on,
        time_zone=row.time_zone,
        need_title=row.need_title,
        need_kind=row.need_kind,
        need_left=row.need_left,
    )


def _first_need() -> Any:
    """Return the id of the first need of a pitch that is still open."""
    other = aliased(Need)
    return (
        sa.select(col(other.id))
        .where(
            col(other.pitch_id) == col(Pitch.id), col(other.closed_at).is_(None), col(other.filled) < col(other.wanted)
        )
        .order_by(col(other.position), col(other.id))
        .limit(1)
        .correlate(Pitch)
        .scalar_subquery()
    )


def _order(sort: Sort) -> tuple[Any, bool]:
    """Return the column to sort by, and whether the greatest comes first."""
    return {
        Sort.TREND: (col(Pitch.trend), True),
        Sort.NEWEST: (col(Pitch.published_at), True),
        Sort.CLOSING: (col(Pitch.deadline), False),
        Sort.NEARLY: (col(Pitch.nearness), True),
    }[sort]


def _after(filters: Filters, key: Any, down: bool) -> sa.ColumnElement[bool] | None:
    """Return the condition that a row comes after the cursor; a cursor of another order is none."""
    if filters.cursor is None:
        return None
    text, row_id = filters.cursor
    read = {Sort.NEWEST: datetime.fromisoformat, Sort.CLOSING: date.fromisoformat}.get(filters.sort, int)
    try:
        value: Any = read(text)
    except ValueError:
        return None
    most = 1 << (63 if isinstance(key.type, sa.BigInteger) else 31)
    if (isinstance(value, datetime) and value.tzinfo is None) or (isinstance(value, int) and abs(value) >= most):
        return None
    pair, last = sa.tuple_(key, col(Pitch.id)), sa.tuple_(sa.literal(value, key.type), sa.literal(row_id, sa.Uuid))
    return pair < last if down else pair > last


def _wanted(filters: Filters, viewer_id: UUID | None) -> list[Any]:
    today = clock.today(HOME_ZONE)
    conditions: list[Any] = [_of_stage(filters.stage, today), sa.not_(is_hidden("pitch", col(Pitch.id)))]
    for column, value in (
        (Pitch.kind, filters.kind),
        (Pitch.region, filters.region),
        (Pitch.place, filters.place),
        (Pitch.scope, filters.scope),
        (Pitch.language, filters.language),
        (Pitch.organisation_id, filters.organisation),
    ):
        if value:
            conditions.append(col(column) == value)
    if filters.topic:
        topic = sa.select(PitchTopic.id).where(
            col(PitchTopic.pitch_id) == col(Pitch.id), col(PitchTopic.topic) == filters.topic
        )
        conditions.append(topic.exists())
    if filters.soon:
        conditions.append(col(Pitch.deadline).between(today, today + SOON))
    if filters.sort is Sort.CLOSING:
        conditions.append(col(Pitch.deadline) >= today)
    if filters.give is not None:
        conditions.append(_could_give(filters.give, viewer_id))
    return conditions


def _of_stage(stage: Stage, today: date) -> Any:
    if stage is Stage.DONE:
        return col(Pitch.state) == PitchState.COMPLETED
    if stage is Stage.IDEA:
        return sa.and_(_LISTED, col(Pitch.state) == PitchState.IDEA)
    if stage is Stage.UNDER_WAY:
        return sa.and_(_LISTED, col(Pitch.state).in_(_UNDER_WAY))
    needed = sa.select(Need.id).where(_OPEN_NEED).exists()
    in_time = sa.or_(col(Pitch.deadline).is_(None), col(Pitch.deadline) >= today)
    return sa.and_(
        _LISTED,
        sa.or_(
            col(Pitch.state).in_((PitchState.OPEN, PitchState.IDEA)),
            sa.and_(col(Pitch.state).in_(_UNDER_WAY), needed, in_time),
        ),
    )


def _could_give(give: Give, viewer_id: UUID | None) -> Any:
    if give is Give.MONEY:
        return sa.and_(
            col(Pitch.asks_money),
            col(Pitch.state) == PitchState.OPEN,
            col(Pitch.promised_cents) < col(Pitch.peer_goal_cents),
        )
    needs = sa.select(Need.id).where(_OPEN_NEED)
    if give is Give.SKILLS and viewer_id is not None:
        mine = sa.select(PersonSkill.skill).where(
            col(PersonSkill.person_id) == viewer_id, col(PersonSkill.side) == SkillSide.OFFERED
        )
        needs = needs.where(col(Need.skill).in_(mine))
    return needs.exists()
