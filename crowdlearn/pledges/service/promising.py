"""Promising money, or more of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from crowdlearn.approvals.service import note_stake
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import hold, transaction
from crowdlearn.db.statements import add_row, row_of, written_together
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.ids import new_id
from crowdlearn.payments.models import Card
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import MINIMUM_CENTS
from crowdlearn.pitches.service import is_new_interest, note_interest
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.queries.facts import Asking, takes_cards
from crowdlearn.pledges.queries.situation import Situation, situation_of
from crowdlearn.pledges.rules import (
    CARD_CONSENT_VERSION,
    CONSENT_VERSION,
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
from .room import recount_row, remainder_of


@dataclass(frozen=True)
class Means:
    """How a promise is to be paid: by its code, by a saved card, or by one whose saving keeps its place a while."""

    card: Card | None = None
    room_until: datetime | None = None


BY_CODE = Means()


def promise_money(person_id: UUID, pitch_id: UUID, offer: MoneyOffer, pledge_id: UUID | None = None) -> UUID:
    """Record a peer's promise of `offer.amount` and return the pledge's id; a second promise adds to the first.

    A caller who has to name the pledge before brings a fresh `pledge_id`.

    The pitch row is held while we look at the room left, so two peers cannot both take it. What finds no room waits.
    Raises PitchClosed, BackingRefused, LimitReached, BelowMinimum, OtherCurrency, TermsChanged, ConsentMissing, or
    CardNeeded where pledges are made by card, and then nothing is kept.
    """
    with transaction() as session:
        hold(session, Pitch, pitch_id)
        return place(session, pitch_id, person_id, offer, pledge_id=pledge_id)


def place(
    session: Session,
    pitch_id: UUID,
    person_id: UUID,
    offer: MoneyOffer,
    means: Means = BY_CODE,
    pledge_id: UUID | None = None,
) -> UUID:
    """Find room for an offer on a held pitch, and return the new pledge's id. Raises what promise_money() does."""
    hold(session, Person, person_id)  # after the pitch, always: two pledges share one yearly limit
    facts = situation_of(session, pitch_id, person_id)
    check_takes_money(facts.ask)
    check_backing(facts.backing)
    _check_means(session, facts, means)
    check_offer(offer, facts.currency, facts.terms_version)
    found = accept(offer.amount.cents, facts.live, facts.peer_goal_cents, offer.up_to, MINIMUM_CENTS)
    check_limits(offer.amount.cents, bounds.limits, facts.given, facts.currency)
    pledge_id = pledge_id or new_id()
    pledge = _pledge(pledge_id, facts, offer, found, means)
    with written_together(session):
        add_row(session, MoneyPledge, **pledge)
        if found.accepted and found.waitlisted >= MINIMUM_CENTS:
            add_row(session, MoneyPledge, **remainder_of(pledge, found.waitlisted))
        log_consent(session, pledge)
        terms = {"pitch": pitch_id, "terms_version": facts.terms_version}
        record(session, "pledge.create", by=person_id, about=pledge_id, **terms)
        if means.room_until is None:
            _say_promised(session, pledge)
    recount_row(session, pitch_id, newly_interested=_note_backer(session, facts) if means.room_until is None else 0)
    if means.card is not None:
        flag_shared_card(session, pledge_id, pitch_id, means.card)
    return pledge_id


def note_promise(session: Session, pitch: Pitch, pledge: MoneyPledge) -> None:
    """Say that a promise was made, and that its peer is interested."""
    note_interest(session, pitch, pledge.peer_id)
    _say_promised(session, row_of(pledge))


def _say_promised(session: Session, pledge: Mapping[str, Any]) -> None:
    by = pledge["peer_id"]
    emit(session, PledgePromised(pledge_id=pledge["id"], pitch_id=pledge["pitch_id"], person_id=by, by=by))


def _note_backer(session: Session, facts: Situation) -> int:
    """Remember who backs the pitch; return how many people are interested in it anew."""
    note_stake(session, facts.pitch_id, facts.peer_id, "money", decides=facts.decides)
    return int(is_new_interest(session, facts.pitch_id, facts.peer_id))


def latest_day(pitch: Asking) -> date:
    """Return the latest day on which a pledge that is made now can be asked for."""
    return consent_until(pitch.deadline or clock.today(pitch.time_zone))


def _check_means(session: Session, facts: Situation, means: Means) -> None:
    """Raise CardNeeded or NoCardsHere for the wrong way to pay, and the CardRefused that applies to a card."""
    by_card = takes_cards(facts.backing)
    if by_card and means is BY_CODE:
        raise CardNeeded
    if not by_card and means is not BY_CODE:
        raise NoCardsHere
    if means.card is not None:
        check_card(session, facts.owner_id, means.card, latest_day(facts))


def _pledge(pledge_id: UUID, facts: Situation, offer: MoneyOffer, found: Acceptance, means: Means) -> dict[str, Any]:
    """Return the row of a new pledge."""
    at = now()
    return {
        "id": pledge_id,
        "pitch_id": facts.pitch_id,
        "peer_id": facts.peer_id,
        "grows_from": facts.first,
        "offered_cents": found.accepted or offer.amount.cents,
        "accepted_cents": found.accepted,
        "currency": facts.currency,
        "up_to": offer.up_to,
        "wish": offer.wish.strip(),
        "name_shown": offer.name_shown,
        "state": PledgeState.CARD_PENDING if means.room_until else found.state,
        "reference": new_reference(),
        "card_id": means.card.id if means.card else None,
        "room_until": means.room_until,
        "terms_version": facts.terms_version,
        "consent_version": CONSENT_VERSION if means is BY_CODE else CARD_CONSENT_VERSION,
        "consent_cents": offer.amount.cents,
        "consent_until": latest_day(facts),
        "consented_at": at,
        "promised_at": at,
        "reconfirm_until": None,
        "ended_at": None,
        "ended_why": "",
    }
