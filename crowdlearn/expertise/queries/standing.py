"""Offers of help without a need yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.expertise.models import HelpAsk, StandingOffer
from crowdlearn.expertise.rules import STANDING_OFFER, HelpKind, StandingState
from crowdlearn.kernel.clock import HOME_ZONE, clock
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import TAKES_OFFERS

PAGE = 20
MOST_SHOWN = 5


@dataclass(frozen=True)
class StandingCard:
    """One offer of a list; members read who offers it."""

    id: UUID
    kind: HelpKind
    skill: str
    title: str
    minutes: int
    language: str
    until: date
    state: StandingState
    giver_id: UUID
    giver: str
    region: str
    organisation_en: str
    organisation_fr: str


@dataclass(frozen=True)
class StandingFilter:
    """What a reader looks for; `after` is the id of the last one seen."""

    kind: HelpKind | None = None
    skill: str = ""
    language: str = ""
    after: UUID | None = None


@dataclass(frozen=True)
class StandingPage:
    """One offer with its words; `pitches` are the viewer's own that could ask for it."""

    card: StandingCard
    detail: str
    is_mine: bool
    hidden: bool
    pitches: tuple[tuple[UUID, str], ...]
    asked: frozenset[UUID]


def standing_offers(wanted: StandingFilter) -> tuple[tuple[StandingCard, ...], UUID | None]:
    """Return a page of open offers, newest first, and the id to go on from. One query."""
    asked = {name: value for name in ("kind", "skill", "language", "after") if (value := getattr(wanted, name))}
    with reading() as session:
        cards = _cards(session, frozenset(asked), PAGE + 1, today=clock.today(HOME_ZONE), **asked)
        found = tuple(StandingCard(*row) for row in cards)
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def offers_for(skills: Sequence[str], but: UUID | None = None) -> tuple[StandingCard, ...]:
    """Return a few open offers for who writes a need: those with one of the skills first, the newest. One query."""
    with reading() as session:
        rows = _fitting(session, list(skills) or [""], clock.today(HOME_ZONE), MOST_SHOWN + 1)
        return tuple(card for card in (StandingCard(*row) for row in rows) if card.giver_id != but)[:MOST_SHOWN]


def standing_page(standing_id: UUID, viewer_id: UUID | None) -> StandingPage:
    """Return one offer. Raises NotFound."""
    with reading() as session:
        row = session.execute(
            _rows()
            .add_columns(col(StandingOffer.detail), is_hidden(STANDING_OFFER, col(StandingOffer.id)))
            .where(col(StandingOffer.id) == standing_id)
        ).first()
        if row is None:
            raise NotFound("StandingOffer")
        *card, detail, hidden = row
        shown = StandingCard(*card)
        pitches, asked = _pitches(session, viewer_id), _asked(session, standing_id)
    return StandingPage(shown, detail, shown.giver_id == viewer_id, hidden, pitches, asked)


def _pitches(session: Session, owner_id: UUID | None) -> tuple[tuple[UUID, str], ...]:
    if owner_id is None:
        return ()
    query = sa.select(col(Pitch.id), col(Pitch.title)).where(
        col(Pitch.owner_id) == owner_id, col(Pitch.state).in_(TAKES_OFFERS)
    )
    return tuple((row.id, row.title) for row in session.execute(query.order_by(col(Pitch.id).desc())))


def _asked(session: Session, standing_id: UUID) -> frozenset[UUID]:
    query = sa.select(col(HelpAsk.pitch_id)).where(col(HelpAsk.standing_id) == standing_id)
    return frozenset(session.execute(query).scalars())


def _open() -> list[Any]:
    today = sa.bindparam("today", type_=sa.Date)
    return [
        col(StandingOffer.state) == StandingState.OPEN,
        col(StandingOffer.until) >= today,
        sa.not_(is_hidden(STANDING_OFFER, col(StandingOffer.id))),
    ]


@prepared
def _cards(asked: frozenset[str], limit: int, /, **_asked: Any) -> Any:
    columns: dict[str, Any] = {
        "kind": StandingOffer.kind,
        "skill": StandingOffer.skill,
        "language": StandingOffer.language,
    }
    query = _rows().where(*_open())
    query = query.where(*(col(column) == sa.bindparam(name) for name, column in columns.items() if name in asked))
    if "after" in asked:
        query = query.where(col(StandingOffer.id) < sa.bindparam("after", type_=sa.Uuid))
    return query.order_by(col(StandingOffer.id).desc()).limit(limit)


@prepared
def _fitting(skills: list[str], today: date, most: int) -> Any:
    fits = col(StandingOffer.skill).in_(skills)
    query = _rows().where(
        col(StandingOffer.state) == StandingState.OPEN,
        col(StandingOffer.until) >= today,
        sa.not_(is_hidden(STANDING_OFFER, col(StandingOffer.id))),
    )
    return query.order_by(sa.case((fits, 0), else_=1), col(StandingOffer.id).desc()).limit(most)


def _rows() -> Any:
    return (
        sa.select(
            col(StandingOffer.id),
            col(StandingOffer.kind),
            col(StandingOffer.skill),
            col(StandingOffer.title),
            col(StandingOffer.minutes),
            col(StandingOffer.language),
            col(StandingOffer.until),
            col(StandingOffer.state),
            col(StandingOffer.giver_id),
            col(Person.name),
            col(Person.region),
            sa.func.coalesce(col(Organisation.name_en), ""),
            sa.func.coalesce(col(Organisation.name_fr), ""),
        )
        .join(Person, col(Person.id) == col(StandingOffer.giver_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
    )
