"""The cards of a member as pages show them: never a number."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.cards import card_name
from crowdlearn.payments.models import Card
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import ENDED, PledgeState, covers


@dataclass(frozen=True)
class SavedCard:
    """A card that a member saved, good through its month."""

    id: UUID
    name: str
    year: int
    month: int

    @property
    def expiry(self) -> str:
        """Return its last month as it stands on the card: "12/34"."""
        return f"{self.month:02}/{self.year % 100:02}"


@dataclass(frozen=True)
class Hanging:
    """A live pledge that hangs on a card."""

    pledge_id: UUID
    title: str
    language: str


@dataclass(frozen=True)
class CardLine:
    """A card in its owner's list, with the pledges that hang on it."""

    card: SavedCard
    pledges: tuple[Hanging, ...]


def saved_card(card: Card) -> SavedCard:
    """Return a card as pages show it."""
    return SavedCard(card.id, card_name(card.brand, card.last_four), card.expires_year, card.expires_month)


def my_cards(person_id: UUID) -> tuple[CardLine, ...]:
    """Return a person's cards, the newest first. Two queries."""
    with reading() as session:
        hanging: dict[UUID, list[Hanging]] = {}
        for card_id, *about in session.execute(_hanging(person_id)):
            hanging.setdefault(card_id, []).append(Hanging(*about))
        return tuple(CardLine(card, tuple(hanging.get(card.id, ()))) for card in _cards(session, person_id))


def good_cards(session: Session, person_id: UUID, until: date) -> tuple[SavedCard, ...]:
    """Return the cards of a person that may be asked for money until that day, the newest first."""
    return tuple(card for card in _cards(session, person_id) if covers(card.year, card.month, until))


def _cards(session: Session, person_id: UUID) -> list[SavedCard]:
    query = sa.select(Card).where(col(Card.person_id) == person_id, col(Card.removed_at).is_(None))
    return [saved_card(card) for card in session.scalars(query.order_by(col(Card.id).desc()))]


def _hanging(person_id: UUID) -> Any:
    live = sa.select(MoneyPledge.card_id, MoneyPledge.id, Pitch.title, Pitch.language).join(
        Pitch, col(Pitch.id) == col(MoneyPledge.pitch_id)
    )
    first = col(MoneyPledge.grows_from).is_(None)
    return live.where(
        col(MoneyPledge.peer_id) == person_id,
        col(MoneyPledge.card_id).is_not(None),
        col(MoneyPledge.state).not_in(ENDED | {PledgeState.KEPT}),
        first,
    ).order_by(col(MoneyPledge.id))
