"""Pledging by card: a place is kept while the card is saved, and the promise counts once it is."""

import logging
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.db.session import hold, lock, reading, transaction
from crowdlearn.kernel.errors import NotFound
from crowdlearn.payments import service as payments
from crowdlearn.payments.gateway import NotTaken, Unanswered
from crowdlearn.payments.models import Card, Payment
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.queries.facts import backing_of, takes_cards
from crowdlearn.pledges.rules import CardInUse, MoneyOffer, NoCardsHere, PlaceNotKept, PledgeState

from .card_saved import carry, needed_until, pending, rows_on_cards
from .cards import check_card, is_needed
from .changing import end
from .promising import Means, place

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Going:
    """Where a peer goes on with a pledge: `url` is the page that saves a card, None while the processor is silent."""

    pledge_id: UUID
    url: str | None


def promise_by_card(person_id: UUID, pitch_id: UUID, offer: MoneyOffer, asked: payments.PageAsked) -> Going:
    """Keep a place for a promise until `asked.expires_at`, and open the page on which its card is saved.

    Nothing is promised before the card is there. Raises what promise_money() does, NoCardsHere for another way to pay.
    """
    with transaction() as session:
        hold(session, Pitch, pitch_id)
        _begin_again(session, pitch_id, person_id)
        pledge_id = place(session, pitch_id, person_id, offer, Means(room_until=asked.expires_at))
    return _go(person_id, pledge_id, asked)


def promise_with_card(person_id: UUID, pitch_id: UUID, offer: MoneyOffer, card_id: UUID) -> UUID:
    """Record a promise on a card that the person saved before; return the pledge's id.

    Raises what promise_money() does, and the CardRefused that applies.
    """
    with transaction() as session:
        hold(session, Pitch, pitch_id)
        _begin_again(session, pitch_id, person_id)
        return place(session, pitch_id, person_id, offer, Means(card=_own_card(session, person_id, card_id)))


def go_to_card_page(person_id: UUID, pledge_id: UUID, asked: payments.PageAsked) -> Going:
    """Open a page on which another card is saved for a pledge; a place is kept as long as it is open.

    Raises PlaceNotKept for a pledge that has ended, NoCardsHere for one that is not paid by card.
    """
    with transaction() as session:
        pitch, rows = _standing(session, person_id, pledge_id)
        if not (any(row.card_id for row in rows) or _takes_cards(session, pitch, person_id)):
            raise NoCardsHere
        if not payments.has_open_page(session, pledge_id):
            for row in pending(rows):
                row.room_until = asked.expires_at
    return _go(person_id, pledge_id, asked)


def use_saved_card(person_id: UUID, pledge_id: UUID, card_id: UUID) -> None:
    """Let one's own pledge stand on a card that one saved before. Raises PlaceNotKept and the CardRefused that applies.

    What a bank has refused is tried again on this card.
    """
    with transaction() as session:
        pitch, rows = _standing(session, person_id, pledge_id)
        card = _own_card(session, person_id, card_id)
        check_card(session, pitch.owner_id, card, needed_until(pitch, rows))
        carry(session, pitch, rows, card)


def open_own_card_page(person_id: UUID, asked: payments.PageAsked) -> str | None:
    """Return a page on which a person saves a card for later, None while the processor is silent."""
    with transaction() as session:
        record(session, "card.add", by=person_id, about=person_id)
    try:
        return payments.open_card_page(person_id, asked)
    except (Unanswered, NotTaken) as trouble:
        _log.warning("no card page for %s: %s", person_id, trouble)
        return None


def confirm_with_bank(person_id: UUID, pledge_id: UUID, back_url: str) -> str | None:
    """Ask the bank of a pledge's card again, its customer present; return where it asks, None when it need not.

    Raises MoveRefused unless the bank said no before, NotFound for another's pledge, and Unanswered.
    """
    return payments.confirm_with_customer(person_id, _payment_of(person_id, pledge_id), back_url)


def look_at_bank(person_id: UUID, pledge_id: UUID) -> None:
    """Read what a bank said about a pledge. A silent processor is asked again later."""
    try:
        payments.refresh(_payment_of(person_id, pledge_id))
    except Unanswered:
        _log.warning("no word on pledge %s", pledge_id)


def _payment_of(person_id: UUID, pledge_id: UUID) -> UUID:
    with reading() as session:
        query = select(Payment.id).where(Payment.pledge_id == pledge_id, Payment.person_id == person_id)
        payment_id = session.exec(query).first()
    if payment_id is None:
        raise NotFound("Payment")
    return payment_id


def remove_own_card(person_id: UUID, card_id: UUID) -> None:
    """Take one's own card away. Raises CardInUse while a live pledge hangs on it, NotFound for another's."""
    with transaction() as session:
        card = _own_card(session, person_id, card_id)
        if is_needed(session, card.id):
            raise CardInUse
        payments.remove_card(session, card)
        record(session, "card.remove", by=person_id, about=card.id)


def _go(person_id: UUID, pledge_id: UUID, asked: payments.PageAsked) -> Going:
    try:
        return Going(pledge_id, payments.open_card_page(person_id, asked, pledge_id))
    except (Unanswered, NotTaken) as trouble:
        _log.warning("no card page for pledge %s: %s", pledge_id, trouble)
        return Going(pledge_id, None)


def _begin_again(session: Session, pitch_id: UUID, person_id: UUID) -> None:
    """End what the person began here and did not finish: they have chosen anew."""
    for row in pending(rows_on_cards(session, pitch_id, person_id)):
        end(row, PledgeState.ABANDONED, "begun_again")


def _takes_cards(session: Session, pitch: Pitch, person_id: UUID) -> bool:
    return takes_cards(backing_of(session, pitch, session.get_one(Person, person_id)))


def _own_card(session: Session, person_id: UUID, card_id: UUID) -> Card:
    card = lock(session, Card, card_id)
    if card.person_id != person_id or card.removed_at is not None:
        raise NotFound("Card")
    return card


def _standing(session: Session, person_id: UUID, pledge_id: UUID) -> tuple[Pitch, list[MoneyPledge]]:
    """Return what a person's pledge stands in, its pitch held. Raises PlaceNotKept once it ended."""
    pledge = session.get(MoneyPledge, pledge_id)
    if pledge is None or pledge.peer_id != person_id:
        raise NotFound("MoneyPledge")
    pitch = lock(session, Pitch, pledge.pitch_id)
    rows = rows_on_cards(session, pitch.id, person_id)
    if not rows:
        raise PlaceNotKept
    return pitch, rows
