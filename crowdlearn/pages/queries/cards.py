"""What the cards of pitches show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.db.statements import prepared
from crowdlearn.kernel.money import Money
from crowdlearn.people.models import Organisation, Person
from crowdlearn.pitches.models import Need, Pitch
from crowdlearn.pitches.queries.totals import is_holding, public_total
from crowdlearn.pitches.rules import NeedKind, PitchKind, PitchState

from .proven import own_is_proven


@dataclass(frozen=True)
class CardFacts:
    """What a card shows of a pitch. Amounts are Money, `need_left` is minutes for hours, otherwise how many.

    `own` includes what the pitcher added later; `promised` is what is held on cards while they are being held.
    """

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
    own_proven: bool
    goal: Money
    promised: Money
    holding: bool
    deadline: date | None
    starts_on: date | None
    time_zone: str
    need_title: str | None
    need_kind: NeedKind | None
    need_left: int | None

    @property
    def proven(self) -> Money:
        """Return how much of the own share receipts have proven."""
        return self.own if self.own_proven else Money(0, self.own.currency)


def card_facts(session: Session, ids: Sequence[UUID]) -> dict[UUID, CardFacts]:
    """Return what the cards of these pitches show, in one query; none when there are none."""
    if not ids:
        return {}
    return {row.id: _card(row) for row in _cards(session, list(ids))}


@prepared
def _cards(ids: list[UUID]) -> Any:
    need = _first_need()
    return (
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
            own_is_proven().label("own_proven"),
            Pitch.peer_goal_cents,
            public_total().label("promised_cents"),
            is_holding().label("holding"),
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
        own=Money(row.own_share_cents + row.top_up_cents, row.currency),
        own_proven=row.own_proven,
        goal=Money(row.peer_goal_cents, row.currency),
        promised=Money(int(row.promised_cents), row.currency),
        holding=row.holding,
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
