"""What a peer sees of the card on which a pledge stands: is to stand, or stands no more."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import clock
from crowdlearn.payments.models import Card, CardPage
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import Consent, MoneyPledge
from crowdlearn.pledges.rules import CardEndsEarly, CardRefused, PitchersCard, consent_until, covers

from .cards import SavedCard, good_cards
from .own import OwnPledge, own_pledge_in


@dataclass(frozen=True)
class CardPageOf:
    """A pledge and the cards that may carry it; `trouble` is why the last one that was saved could not."""

    pledge: OwnPledge
    cards: tuple[SavedCard, ...]
    trouble: CardRefused | None


def card_page_of(pledge_id: UUID, viewer_id: UUID, language: str) -> CardPageOf:
    """Return what its peer sees of a pledge's card. Raises NotFound unless it is the viewer's own."""
    with reading() as session:
        pledge = own_pledge_in(session, pledge_id, viewer_id, language)
        pitch = session.get_one(Pitch, pledge.pitch.id)
        until = max(pledge.until, consent_until(pitch.deadline or clock.today(pitch.time_zone)))
        return CardPageOf(
            pledge=pledge,
            cards=tuple(card for card in good_cards(session, viewer_id, until) if card != pledge.card),
            trouble=_trouble(session, pitch, pledge_id, until),
        )


def is_first_card(pledge_id: UUID) -> bool:
    """Tell whether a pledge has stood on one card only, so that it was promised with it."""
    with reading() as session:
        agreed = sa.select(sa.func.count()).where(
            col(Consent.pledge_id) == pledge_id, col(Consent.card_id).is_not(None)
        )
        return int(session.execute(agreed).scalar_one()) == 1


def _trouble(session: Session, pitch: Pitch, pledge_id: UUID, until: date) -> CardRefused | None:
    newest = (
        sa.select(Card)
        .join(CardPage, col(CardPage.card_id) == col(Card.id))
        .where(col(CardPage.pledge_id) == pledge_id, col(Card.removed_at).is_not(None))
        .order_by(col(CardPage.id).desc())
    )
    card = session.scalars(newest.limit(1)).first()
    if card is None or _was_replaced(session, pledge_id, card):
        return None
    if not covers(card.expires_year, card.expires_month, until):
        return CardEndsEarly(day=until)
    same = sa.select(Card.id).where(col(Card.person_id) == pitch.owner_id, col(Card.fingerprint) == card.fingerprint)
    return PitchersCard() if card.fingerprint and session.execute(same.limit(1)).first() else None


def _was_replaced(session: Session, pledge_id: UUID, refused: Card) -> bool:
    """Tell whether a pledge stands on a card that was saved after the one that was refused."""
    query = sa.select(Card.saved_at).join(MoneyPledge, col(MoneyPledge.card_id) == col(Card.id))
    saved_at = session.scalars(query.where(col(MoneyPledge.id) == pledge_id)).first()
    return saved_at is not None and saved_at >= refused.saved_at
