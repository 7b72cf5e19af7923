"""Promising money, or more of it."""

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
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import MINIMUM_CENTS
from crowdlearn.pitches.service import note_interest
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.queries.facts import backing_of, given_by, money_ask_of
from crowdlearn.pledges.rules import (
    CONSENT_VERSION,
    ENDED,
    Acceptance,
    MoneyOffer,
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

from .references import new_reference
from .room import live_on, recount, remainder_of


def promise_money(person_id: UUID, pitch_id: UUID, offer: MoneyOffer) -> UUID:
    """Record a peer's promise of `offer.amount` and return the pledge's id; a second promise adds to the first.

    The pitch row is held while we look at the room left, so two peers cannot both take it. What finds no room waits.
    Raises PitchClosed, BackingRefused, LimitReached, BelowMinimum, OtherCurrency, TermsChanged or ConsentMissing, and
    then nothing is kept.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        return place(session, pitch, person_id, offer)


def place(session: Session, pitch: Pitch, person_id: UUID, offer: MoneyOffer) -> UUID:
    """Find room for an offer on a held pitch, and return the new pledge's id. Raises what promise_money() does."""
    peer = lock(session, Person, person_id)  # after the pitch, always: two pledges share one yearly limit
    check_takes_money(money_ask_of(session, pitch))
    check_backing(backing_of(session, pitch, peer))
    check_offer(offer, pitch.currency, pitch.terms_version)
    live, first = _before(session, pitch.id, person_id).one()
    found = accept(offer.amount.cents, live, pitch.peer_goal_cents, offer.up_to, MINIMUM_CENTS)
    check_limits(offer.amount.cents, bounds.limits, given_by(session, pitch, person_id), pitch.currency)
    pledge = _pledge(pitch, person_id, offer, found, grows_from=first)
    session.add(pledge)
    if found.accepted and found.waitlisted >= MINIMUM_CENTS:
        session.add(remainder_of(pledge, found.waitlisted))
    note_stake(session, pitch.id, person_id, "money")
    recount(session, pitch)
    note_interest(session, pitch, person_id)
    record(session, "pledge.create", by=person_id, about=pledge.id, pitch=pitch.id, terms_version=pitch.terms_version)
    emit(session, PledgePromised(pledge_id=pledge.id, pitch_id=pitch.id, person_id=person_id, by=person_id))
    return pledge.id


def _pledge(
    pitch: Pitch, person_id: UUID, offer: MoneyOffer, found: Acceptance, grows_from: UUID | None
) -> MoneyPledge:
    own = found.accepted or offer.amount.cents
    return MoneyPledge(
        pitch_id=pitch.id,
        peer_id=person_id,
        grows_from=grows_from,
        offered_cents=own,
        accepted_cents=found.accepted,
        currency=pitch.currency,
        up_to=offer.up_to,
        wish=offer.wish.strip(),
        name_shown=offer.name_shown,
        state=found.state if found.accepted else PledgeState.WAITLISTED,
        reference=new_reference(),
        terms_version=pitch.terms_version,
        consent_version=CONSENT_VERSION,
        consent_cents=offer.amount.cents,
        consent_until=consent_until(pitch.deadline or clock.today(pitch.time_zone)),
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
