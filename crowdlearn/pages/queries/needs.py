"""The board of open needs across pitches, for members by how well they fit. One query, and one more for a member."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.pages.rules.needs import FIGURES_OVER, OF_LANGUAGE, OF_REGION, OF_SKILL, Fit, NeedFigures, need_figures
from crowdlearn.people.models import Organisation, Person, PersonSkill
from crowdlearn.people.rules import SkillSide
from crowdlearn.pitches.models import Need, Pitch
from crowdlearn.pitches.rules import TAKES_OFFERS, NeedKind
from crowdlearn.pledges.models import ExpertiseOffer

PAGE = 20
_OPEN = sa.and_(col(Need.closed_at).is_(None), col(Need.filled) < col(Need.wanted))


@dataclass(frozen=True)
class BoardFilter:
    """What a reader looks for; `after` is the key of the last need seen."""

    kind: NeedKind | None = None
    skill: str = ""
    region: str = ""
    language: str = ""
    after: str = ""


@dataclass(frozen=True)
class NeedCard:
    """An open need with its pitch. `wanted` and `filled` are minutes for hours, else how many; `score` is the fit."""

    id: UUID
    kind: NeedKind
    skill: str
    title: str
    wanted: int
    filled: int
    wanted_by: date | None
    pitch_id: UUID
    pitch: str
    language: str
    region: str
    owner: str
    organisation_en: str
    organisation_fr: str
    score: int

    @property
    def left(self) -> int:
        """Return what is still wanted."""
        return self.wanted - self.filled

    @property
    def fit(self) -> Fit:
        """Return why it fits the reader."""
        return Fit.of(self.score)


@dataclass(frozen=True)
class Board:
    """A page of the board; `sorted_for` tells whether it is in the order of a member's fit."""

    cards: tuple[NeedCard, ...]
    after: str | None
    sorted_for: bool


def need_board(wanted: BoardFilter, viewer_id: UUID | None) -> Board:
    """Return open needs that are not the viewer's own: the best fit first for a member, the newest for a visitor."""
    names = ("kind", "skill", "region", "language")
    asked: dict[str, Any] = {name: value for name in names if (value := getattr(wanted, name))}
    asked |= _after(wanted.after)
    with reading() as session:
        if viewer_id is not None:
            asked |= _reader(session, viewer_id)
        rows = _cards(session, frozenset(asked), PAGE + 1, today=clock.today(HOME_ZONE), **asked)
        found = tuple(NeedCard(*row) for row in rows)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Board(found[:PAGE], f"{last.score}_{last.id.hex}" if last else None, viewer_id is not None)


def board_figures() -> NeedFigures:
    """Return how the needs of a year fared: filled or not, and how long the first offer took. Two queries."""
    since = now() - FIGURES_OVER
    with reading() as session:
        needs, filled = _fared(session, since).one()
        waits = [row.first - row.published_at for row in _first_offers(session, since)]
    return need_figures(needs, filled or 0, waits, clock.today(HOME_ZONE))


def _reader(session: Session, viewer_id: UUID) -> dict[str, Any]:
    """Return what the fit depends on. A member without skills still has a region and a language."""
    person = session.get_one(Person, viewer_id)
    return {"reader": viewer_id, "my_region": person.region or "-", "my_language": person.language}


@prepared
def _cards(asked: frozenset[str], limit: int, /, **_asked: Any) -> Any:
    score = _score() if "reader" in asked else sa.literal(0)
    query = (
        sa.select(
            col(Need.id),
            col(Need.kind),
            col(Need.skill),
            col(Need.title),
            col(Need.wanted),
            col(Need.filled),
            col(Need.wanted_by),
            col(Pitch.id),
            col(Pitch.title),
            col(Pitch.language),
            col(Pitch.region),
            col(Person.name),
            sa.func.coalesce(col(Organisation.name_en), ""),
            sa.func.coalesce(col(Organisation.name_fr), ""),
            score.label("score"),
        )
        .join(Pitch, col(Pitch.id) == col(Need.pitch_id))
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .join(Organisation, col(Organisation.id) == col(Pitch.organisation_id), isouter=True)
        .where(*_wanted(asked))
    )
    if "after_id" in asked:
        here = sa.tuple_(score, col(Need.id))
        query = query.where(
            here < sa.tuple_(sa.bindparam("after_score", type_=sa.Integer), sa.bindparam("after_id", type_=sa.Uuid))
        )
    return query.order_by(score.desc(), col(Need.id).desc()).limit(limit)


def _score() -> Any:
    mine = sa.select(PersonSkill.skill).where(
        col(PersonSkill.person_id) == sa.bindparam("reader", type_=sa.Uuid),
        col(PersonSkill.side) == SkillSide.OFFERED,
    )
    parts = (
        (col(Need.skill).in_(mine), OF_SKILL),
        (col(Pitch.region) == sa.bindparam("my_region", type_=sa.String), OF_REGION),
        (col(Pitch.language) == sa.bindparam("my_language", type_=sa.String), OF_LANGUAGE),
    )
    return sum((sa.case((fits, weight), else_=0) for fits, weight in parts), start=sa.literal(0))


def _wanted(asked: frozenset[str]) -> list[Any]:
    columns: dict[str, Any] = {
        "kind": Need.kind,
        "skill": Need.skill,
        "region": Pitch.region,
        "language": Pitch.language,
    }
    conditions: list[Any] = [
        _OPEN,
        sa.or_(col(Need.wanted_by).is_(None), col(Need.wanted_by) >= sa.bindparam("today", type_=sa.Date)),
        col(Pitch.state).in_(TAKES_OFFERS),
        sa.not_(is_hidden("pitch", col(Pitch.id))),
        *(col(column) == sa.bindparam(name) for name, column in columns.items() if name in asked),
    ]
    if "reader" in asked:
        conditions.append(col(Pitch.owner_id) != sa.bindparam("reader", type_=sa.Uuid))  # nobody helps themselves
    return conditions


def _after(key: str) -> dict[str, Any]:
    score, _, need_id = key.partition("_")
    try:
        return {"after_score": int(score[:3]), "after_id": UUID(need_id)}
    except ValueError:
        return {}


@prepared
def _fared(since: datetime) -> Any:
    is_filled = sa.case((col(Need.filled) >= col(Need.wanted), 1), else_=0)
    return (
        sa.select(sa.func.count(), sa.func.sum(is_filled))
        .select_from(Need)
        .join(Pitch, col(Pitch.id) == col(Need.pitch_id))
        .where(col(Pitch.published_at) >= since)
    )


@prepared
def _first_offers(since: datetime) -> Any:
    first = sa.func.min(col(ExpertiseOffer.offered_at), type_=Moment()).label("first")
    return (
        sa.select(col(Pitch.published_at), first)
        .select_from(ExpertiseOffer)
        .join(Need, col(Need.id) == col(ExpertiseOffer.need_id))
        .join(Pitch, col(Pitch.id) == col(Need.pitch_id))
        .where(col(Pitch.published_at) >= since)
        .group_by(col(Need.id), col(Pitch.published_at))
        .having(sa.func.min(col(ExpertiseOffer.offered_at)) >= col(Pitch.published_at))
    )
