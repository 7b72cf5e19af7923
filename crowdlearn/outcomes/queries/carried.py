"""Who carries the cost of learning: pitchers, peers together, organisations. Integer cents."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.kernel.money import Money
from crowdlearn.outcomes.rules import shared_out
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.queries import figures

from .scope import About, Scope

UNDER_WAY = (PitchState.FUNDED, PitchState.COMPLETED)


@dataclass(frozen=True)
class Carried:
    """Shares of the cost in cents; `final` once verified receipts decided them, as planned before."""

    own: int = 0
    peers: int = 0
    organisation: int = 0
    final: bool = False
    pitches: int = 1
    currency: str = "CAD"

    @property
    def cents(self) -> int:
        """Return the whole cost in cents."""
        return self.own + self.peers + self.organisation

    @property
    def shares(self) -> tuple[Money, Money, Money]:
        """Return what pitchers, peers together and organisations carry."""
        return tuple(Money(cents, self.currency) for cents in (self.own, self.peers, self.organisation))  # type: ignore[return-value]

    @property
    def cost(self) -> Money:
        """Return the whole cost."""
        return Money(self.cents, self.currency)

    def for_each(self, among: int) -> Money | None:
        """Return the cost for each of so many, rounded half up; None when there is nobody, or no cost."""
        cents = shared_out(self.cents, among)
        return None if cents is None else Money(cents, self.currency)


def carried(session: Session, scope: Scope) -> list[Carried]:
    """Return what the learning under way or completed costs, one sum for each currency, most pitches first."""
    columns = (
        col(Pitch.id),
        col(Pitch.state),
        col(Pitch.currency),
        col(Pitch.own_share_cents),
        col(Pitch.top_up_cents),
        col(Pitch.organisation_cents),
    )
    query = sa.select(*columns).where(scope.pitches(), col(Pitch.asks_money), col(Pitch.state).in_(UNDER_WAY))
    rows = session.execute(query).all()
    by_currency: dict[str, list[Carried]] = {}
    for one in carried_of(session, rows, None if scope.about is About.ALL else [row.id for row in rows]):
        by_currency.setdefault(one.currency, []).append(one)
    return sorted((_sum(ones) for ones in by_currency.values()), key=lambda one: -one.pitches)


def carried_of(session: Session, pitches: Iterable[Any], ids: Collection[UUID] | None) -> list[Carried]:
    """Return who carries each pitch; `ids` are theirs, None for all there are."""
    books = figures(session, ids) if ids is None or ids else {}
    return [_one(pitch, books.get(pitch.id)) for pitch in pitches]


def _one(pitch: Any, books: Any) -> Carried:
    if books is not None and pitch.state is PitchState.COMPLETED:
        organisation = min(books.outlay.organisation, books.outlay.receipts)
        outcome = books.outcome
        return Carried(outcome.bears, outcome.payable, organisation, final=True, currency=pitch.currency)
    peers = books.account.kept if books is not None else 0
    own = pitch.own_share_cents + pitch.top_up_cents
    return Carried(own, peers, pitch.organisation_cents, currency=pitch.currency)


def _sum(ones: list[Carried]) -> Carried:
    return Carried(
        own=sum(one.own for one in ones),
        peers=sum(one.peers for one in ones),
        organisation=sum(one.organisation for one in ones),
        final=all(one.final for one in ones),
        pitches=len(ones),
        currency=ones[0].currency,
    )
