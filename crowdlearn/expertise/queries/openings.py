"""Openings across organisations, with who is interested for their owner."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.expertise.models import Interest, Opening
from crowdlearn.expertise.rules import ANSWER_KIND, INTEREST_KIND, OPENING, InterestState, OpeningKind, OpeningState
from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Organisation, Person

PAGE = 20


@dataclass(frozen=True)
class OpeningCard:
    """One opening of a list."""

    id: UUID
    kind: OpeningKind
    title: str
    language: str
    region: str
    starts_on: date
    ends_on: date
    until: date
    state: OpeningState
    organisation_en: str
    organisation_fr: str


@dataclass(frozen=True)
class InterestRow:
    """Somebody's interest, for them and for the opening's owner; words that a steward hid are ""."""

    id: UUID
    person_id: UUID
    name: str
    organisation_en: str
    organisation_fr: str
    text: str
    language: str
    state: InterestState
    sent_at: datetime
    answer: str
    has_answer: bool


@dataclass(frozen=True)
class OpeningPage:
    """One opening with its words; `interests` are all for its owner, one's own for anyone else."""

    card: OpeningCard
    learned: str
    how: str
    owner_id: UUID
    owner: str
    hidden: bool
    is_mine: bool
    interests: tuple[InterestRow, ...]


def openings(
    kind: OpeningKind | None, region: str, language: str, after: str
) -> tuple[tuple[OpeningCard, ...], str | None]:
    """Return a page of open places, the soonest to be answered first, and the key to go on from. One query."""
    asked: dict[str, Any] = {"kind": kind, "region": region, "language": language}
    asked = {name: value for name, value in asked.items() if value} | _after(after)
    with reading() as session:
        rows = _cards(session, frozenset(asked), PAGE + 1, today=clock.today(HOME_ZONE), **asked)
        found = tuple(OpeningCard(*row) for row in rows)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last.until.isoformat()}_{last.id.hex}" if last else None


def opening_page(opening_id: UUID, viewer_id: UUID | None) -> OpeningPage:
    """Return one opening. Raises NotFound."""
    with reading() as session:
        row = session.execute(
            _rows()
            .add_columns(
                col(Opening.learned),
                col(Opening.how),
                col(Opening.owner_id),
                col(Person.name),
                is_hidden(OPENING, col(Opening.id)),
            )
            .join(Person, col(Person.id) == col(Opening.owner_id))
            .where(col(Opening.id) == opening_id)
        ).first()
        if row is None:
            raise NotFound("Opening")
        *card, learned, how, owner_id, owner, hidden = row
        mine = owner_id == viewer_id
        interests = _interests(session, opening_id, None if mine else viewer_id) if viewer_id else ()
    return OpeningPage(OpeningCard(*card), learned, how, owner_id, owner, hidden, mine, interests)


def _shown(kind: str, words: str) -> sa.Case[str]:
    """Return private words, "" once a steward hid them."""
    return sa.case((is_hidden(kind, col(Interest.id)), ""), else_=col(words))


def _interests(session: Session, opening_id: UUID, person_id: UUID | None) -> tuple[InterestRow, ...]:
    query = (
        sa.select(
            col(Interest.id),
            col(Interest.person_id),
            col(Person.name),
            sa.func.coalesce(col(Organisation.name_en), ""),
            sa.func.coalesce(col(Organisation.name_fr), ""),
            _shown(INTEREST_KIND, Interest.text),
            col(Person.language),
            col(Interest.state),
            col(Interest.sent_at),
            _shown(ANSWER_KIND, Interest.answer),
            col(Interest.answer) != "",
        )
        .join(Person, col(Person.id) == col(Interest.person_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .where(col(Interest.opening_id) == opening_id)
        .order_by(col(Interest.id))
    )
    if person_id is None:
        query = query.where(col(Interest.state) != InterestState.WITHDRAWN)
    else:
        query = query.where(col(Interest.person_id) == person_id)
    return tuple(InterestRow(*row) for row in session.execute(query))


@prepared
def _cards(asked: frozenset[str], limit: int, /, **_asked: Any) -> Any:
    columns: dict[str, Any] = {"kind": Opening.kind, "region": Opening.region, "language": Opening.language}
    query = _rows().where(
        col(Opening.state) == OpeningState.OPEN,
        col(Opening.until) >= sa.bindparam("today", type_=sa.Date),
        sa.not_(is_hidden(OPENING, col(Opening.id))),
        *(col(column) == sa.bindparam(name) for name, column in columns.items() if name in asked),
    )
    if "after_id" in asked:
        here = sa.tuple_(col(Opening.until), col(Opening.id))
        query = query.where(
            here > sa.tuple_(sa.bindparam("after_day", type_=sa.Date), sa.bindparam("after_id", type_=sa.Uuid))
        )
    return query.order_by(col(Opening.until), col(Opening.id)).limit(limit)


def _after(key: str) -> dict[str, Any]:
    day, _, opening_id = key.partition("_")
    try:
        return {"after_day": date.fromisoformat(day), "after_id": UUID(opening_id)}
    except ValueError:
        return {}


def _rows() -> Any:
    return sa.select(
        col(Opening.id),
        col(Opening.kind),
        col(Opening.title),
        col(Opening.language),
        col(Opening.region),
        col(Opening.starts_on),
        col(Opening.ends_on),
        col(Opening.until),
        col(Opening.state),
        col(Organisation.name_en),
        col(Organisation.name_fr),
    ).join(Organisation, col(Organisation.id) == col(Opening.organisation_id))
