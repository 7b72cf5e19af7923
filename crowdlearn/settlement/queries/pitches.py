"""The pitches with money, as lines of the treasurer's pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.models import Settlement

from .scope import Scope

MOST = 100


@dataclass(frozen=True)
class PitchLine:
    """A pitch as treasurers see it. Cents in `top_up_cents` and `peer_goal_cents`."""

    id: UUID
    title: str
    language: str
    state: PitchState
    currency: str
    host_id: UUID | None
    owner_id: UUID
    owner: str
    peer_goal_cents: int
    locked_at: datetime | None
    funded_at: datetime | None
    closed_at: datetime | None
    by_card: bool = False

    def money(self, cents: int) -> Money:
        """Return cents as money of the pitch's currency."""
        return Money(cents, self.currency)


def pitch_lines(session: Session, *where: sa.ColumnElement[bool], limit: int = MOST) -> list[PitchLine]:
    """Return pitches with their pitchers, newest lock first."""
    query = (
        sa.select(
            col(Pitch.id),
            col(Pitch.title),
            col(Pitch.language),
            col(Pitch.state),
            col(Pitch.currency),
            col(Pitch.organisation_id),
            col(Pitch.owner_id),
            col(Person.name),
            col(Pitch.peer_goal_cents),
            col(Pitch.locked_at),
            col(Pitch.funded_at),
            col(Pitch.closed_at),
            col(Settlement.hold_from).is_not(None),
        )
        .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id), isouter=True)
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(*where)
        .order_by(col(Pitch.locked_at).desc(), col(Pitch.id))
        .limit(limit)
    )
    return [PitchLine(*row) for row in session.execute(query)]


def settled_lines(session: Session, scope: Scope, *where: sa.ColumnElement[bool]) -> list[PitchLine]:
    """Return the pitches of the scope that were locked once."""
    return pitch_lines(session, col(Settlement.id).is_not(None), scope.only(col(Pitch.organisation_id)), *where)


def pitch_line(session: Session, scope: Scope, pitch_id: UUID) -> PitchLine:
    """Return one pitch of the scope. Raises NotFound for any other."""
    found = pitch_lines(session, col(Pitch.id) == pitch_id, scope.only(col(Pitch.organisation_id)))
    if not found:
        raise NotFound("Pitch")
    return found[0]


def names_of(session: Session, ids: set[UUID | None]) -> dict[UUID, str]:
    """Return people's names by their ids."""
    query = sa.select(col(Person.id), col(Person.name)).where(col(Person.id).in_([i for i in ids if i is not None]))
    return {row.id: row.name for row in session.execute(query)}
