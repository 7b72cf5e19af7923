"""Promising money, or more of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.service import note_stake
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import clock
from crowdlearn.payments.models import Card
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import MINIMUM_CENTS
from crowdlearn.pitches.service import note_interest
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.queries.facts import backing_of, given_by, money_ask_of, takes_cards
from crowdlearn.pledges.rules import (
    CARD_CONSENT_VERSION,
    CONSENT_VERSION,
    ENDED,
    Acceptance,
    CardNeeded,
    MoneyOffer,
    NoCardsHere,
    PledgePromised,
    PledgeState,
    accept,
    bounds,
    check_backing,
    check_limits,
    check_offer,
    check_takes_money,
    consent_until,
)

from .cards import check_card, flag_shared_card, log_consent
from .references import new_reference
from .room import live_on, recount, remainder_of


@dataclass(frozen=True)
class Means:
    """How a promise is to be paid: by its code, by a saved card, or by one whose saving keeps its place a while."""

    card: Card | None = None
    room_until: datetime | None = None


BY_CODE = Means()


def promise_money(person_id: UUID, pitch_id: UUID, offer: MoneyOffer) -> UUID:
    """Record a peer's promise of `offer.amount` and return the pledge's id; a second promise adds to the first.

    The pitch row is held while we look at the room left, so two peers cannot both take it. What finds no room waits.
    Raises PitchClosed, BackingRefused, LimitReached, BelowMinimum, OtherCurrency, TermsChanged, ConsentMissing, or
    CardNeeded where pledges are made by card, and then nothing is kept.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        return place(session, pitch, person_id, offer).id


def place(session: Session, pitch: Pitch, person_id: UUID, offer: MoneyOffer, means: Means = BY_CODE) -> MoneyPledge:
    """Find room for an offer on a held pitch, and return the new pledge. Raises what promise_money() does."""
    peer = lock(session, Person, person_id)  # after the pitch, always: two pledges share one yearly limit
    check_takes_money(money_ask_of(session, pitch))
    facts = backing_of(session, pitch, peer)
    check_backing(facts)
    _check_means(session, pitch, means, takes_cards(facts))
    check_offer(offer, pitch.currency, pitch.terms_version)
    live, first = _before(session, pitch.id, person_id).one()
    found = accept(offer.amount.cents, live, pitch.peer_goal_cents, offer.up_to, MINIMUM_CENTS)
    check_limits(offer.amount.cents, bounds.limits, given_by(session, pitch, person_id), pitch.currency)
    pledge = _pledge(pitch, person_id, offer, found, means)
    pledge.grows_from = first
    session.add(pledge)
    if found.accepted and found.waitlisted >= MINIMUM_CENTS:
        session.add(remainder_of(pledge, found.waitlisted))
    session.flush()  # the rows that name it are written at once
    log_consent(session, pledge)
    if means.room_until is None:
        note_stake(session, pitch.id, person_id, "money")
    recount(session, pitch)
    if means.room_until is None:
        note_promise(session, pitch, pledge)
    record(session, "pledge.create", by=person_id, about=pledge.id, pitch=pitch.id, terms_version=pitch.terms_version)
    if means.card is not None:
        flag_shared_card(session, pledge, means.card)
    return pledge


def note_promise(session: Session, pitch: Pitch, pledge: MoneyPledge) -> None:
    """Say that a promise was made, and that its peer is interested."""
    note_interest(session, pitch, pledge.peer_id)
    said = PledgePromised(pledge_id=pledge.id, pitch_id=pitch.id, person_id=pledge.peer_id, by=pledge.peer_id)
    emit(session, said)


def latest_day(pitch: Pitch) -> date:
    """Return the latest day on which a pledge that is made now can be asked for."""
    return consent_until(pitch.deadline or clock.today(pitch.time_zone))


def _check_means(session: Session, pitch: Pitch, means: Means, by_card: bool) -> None:
    """Raise CardNeeded or NoCardsHere for the wrong way to pay, and the CardRefused that applies to a card."""
    if by_card and means is BY_CODE:
        raise CardNeeded
    if not by_card and means is not BY_CODE:
        raise NoCardsHere
    if means.card is not None:
        check_card(session, pitch, means.card, latest_day(pitch))


def _pledge(pitch: Pitch, person_id: UUID, offer: MoneyOffer, found: Acceptance, means: Means) -> MoneyPledge:
    own = found.accepted or offer.amount.cents
    state = PledgeState.CARD_PENDING if means.room_until else found.state
    return MoneyPledge(
        pitch_id=pitch.id,
        peer_id=person_id,
        offered_cents=own,
        accepted_cents=found.accepted,
        currency=pitch.currency,
        up_to=offer.up_to,
        wish=offer.wish.strip(),
        name_shown=offer.name_shown,
        state=state,
        reference=new_reference(),
        card_id=means.card.id if means.card else None,
        room_until=means.room_until,
        terms_version=pitch.terms_version,
        consent_version=CONSENT_VERSION if means is BY_CODE else CARD_CONSENT_VERSION,
        consent_cents=offer.amount.cents,
        consent_until=latest_day(pitch),
    )


@prepared
def _before(pitch_id: UUID, person_id: UUID) -> Any:
    """Select what holds room already, in cents, and the first pledge of this person that has not ended."""
    own = sa.select(MoneyPledge.id).where(
        col(MoneyPledge.pitch_id) == pitch_id,
        col(MoneyPledge.peer_id) == person_id,
        col(MoneyPledge.state).not_in(ENDED),
    )
    first = own.order_by(col(MoneyPledge.id)).limit(1)
    return sa.select(live_on(pitch_id).scalar_subquery(), first.scalar_subquery())
