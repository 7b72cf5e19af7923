"""Changing a promise, taking it back, and standing by it when the pitch has changed."""

from dataclasses import dataclass, replace
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.db.statements import row_of
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.payments.models import Card
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import MINIMUM_CENTS
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.queries.facts import backing_of
from crowdlearn.pledges.rules import (
    CARD_CONSENT_VERSION,
    CONSENT_VERSION,
    ENDED,
    PLEDGE,
    Locked,
    MoneyOffer,
    PledgeChanged,
    PledgeReconfirmed,
    PledgeState,
    PledgeWithdrawn,
    TermsChanged,
    check_withdrawal,
    conflict_of_interest,
    lower,
)

from .cards import check_card, log_consent
from .promising import BY_CODE, Means, latest_day, place
from .room import promote_waitlist, recount

_SETTLED = frozenset({PledgeState.COMMITTED, PledgeState.KEPT})


@dataclass(frozen=True)
class Own:
    """A person's pledges on one pitch, oldest first; pages show their sum."""

    pitch: Pitch
    rows: list[MoneyPledge]

    @property
    def total(self) -> int:
        """Return what is promised or waits, in cents."""
        return sum(row.accepted_cents or row.offered_cents for row in self.rows)

    @property
    def is_locked(self) -> bool:
        """Tell whether the pitch has locked with this money."""
        return any(row.state in _SETTLED for row in self.rows)


def change_pledge(person_id: UUID, pledge_id: UUID, offer: MoneyOffer) -> None:
    """Set the sum of one's own pledge to `offer.amount`, its wish and whether the name is shown.

    More is placed like a new promise, less frees room for the waitlist, zero takes the pledge back. Raises Locked after
    the lock, BelowMinimum, PartTooSmall, what promise_money() does, and NotFound for a pledge that is not one's own.
    """
    with transaction() as session:
        own = own_pledge(session, person_id, pledge_id)
        if offer.amount.cents == 0:
            _withdraw(session, own, person_id)
            return
        change = offer.amount.cents - own.total
        if change and own.is_locked:
            raise Locked
        for row in own.rows:
            row.wish, row.name_shown = offer.wish.strip(), offer.name_shown
        if change > 0:
            more = replace(offer, amount=Money(change, offer.amount.currency))
            place(session, own.pitch.id, person_id, more, _means_of(session, own))
            session.refresh(own.pitch)
        elif change < 0:
            _lower(own, offer.amount.cents)
        _settle(session, own.pitch)
        record(session, "pledge.edit", by=person_id, about=own.rows[0].id, pitch=own.pitch.id)
        emit(session, _about(PledgeChanged, own, person_id))


def withdraw(person_id: UUID, pledge_id: UUID) -> None:
    """Take one's own pledge back: free and at once before the lock; whoever waits takes the room.

    Raises Locked after it, unless the pitch changed materially since or a conflict of interest came up.
    """
    with transaction() as session:
        _withdraw(session, own_pledge(session, person_id, pledge_id), person_id)


def reconfirm(person_id: UUID, pledge_id: UUID, terms_version: int) -> None:
    """Stand by one's pledge under the changed terms that were read. Raises TermsChanged if they changed again.

    Raises CardEndsEarly when its card is not good until the new latest day.
    """
    with transaction() as session:
        own = own_pledge(session, person_id, pledge_id)
        if terms_version != own.pitch.terms_version:
            raise TermsChanged
        asked = [row for row in own.rows if row.reconfirm_until is not None]
        if not asked:
            raise MoveRefused
        for row in asked:
            _renew(session, own.pitch, row)
        _settle(session, own.pitch)
        record(session, "pledge.reconfirm", by=person_id, about=own.rows[0].id, terms_version=terms_version)
        emit(session, _about(PledgeReconfirmed, own, person_id))


def own_pledge(session: Session, person_id: UUID, pledge_id: UUID) -> Own:
    """Return what a person promised on the pledge's pitch, the pitch held. Raises NotFound for another's pledge."""
    pledge = session.get(MoneyPledge, pledge_id)
    if pledge is None or pledge.peer_id != person_id:
        raise NotFound("MoneyPledge")
    pitch = lock(session, Pitch, pledge.pitch_id)
    query = (
        sa.select(MoneyPledge)
        .where(
            col(MoneyPledge.pitch_id) == pitch.id,
            col(MoneyPledge.peer_id) == person_id,
            col(MoneyPledge.state).not_in(ENDED),
        )
        .order_by(col(MoneyPledge.id))
        .execution_options(populate_existing=True)
    )
    rows = list(session.scalars(query))
    if not rows:
        raise MoveRefused
    return Own(pitch, rows)


def end(row: MoneyPledge, to: PledgeState, why: str) -> None:
    """Move a pledge to a final state."""
    row.state = PLEDGE.move(row.state, to)
    row.ended_at, row.ended_why, row.reconfirm_until, row.room_until = now(), why, None, None


def _means_of(session: Session, own: Own) -> Means:
    """Return how more of a pledge is to be paid: as what there is already."""
    places = [row.room_until for row in own.rows if row.room_until is not None]
    if places:
        return Means(room_until=max(places))
    card_id = next((row.card_id for row in own.rows if row.card_id), None)
    return Means(card=session.get_one(Card, card_id)) if card_id else BY_CODE


def _withdraw(session: Session, own: Own, person_id: UUID) -> None:
    pitch, rows = own.pitch, own.rows
    peer = session.get_one(Person, person_id)
    conflicted = own.is_locked and conflict_of_interest(backing_of(session, pitch, peer)) is not None
    changed = any(row.terms_version < pitch.terms_version for row in rows)
    check_withdrawal(own.is_locked, changed, conflicted)
    for row in rows:
        end(row, PledgeState.WITHDRAWN, "withdrawn")
    _settle(session, pitch)
    record(session, "pledge.withdraw", by=person_id, about=rows[0].id, pitch=pitch.id)
    emit(session, _about(PledgeWithdrawn, own, person_id))


def _lower(own: Own, total: int) -> None:
    """Take what is too much from what waits, then from the newest promise. Raises BelowMinimum, PartTooSmall."""
    rows = sorted(own.rows, key=lambda row: (row.state is PledgeState.WAITLISTED, row.id), reverse=True)
    left = lower([row.accepted_cents or row.offered_cents for row in rows], total, MINIMUM_CENTS)
    for row, cents in zip(rows, left, strict=True):
        if cents == 0:
            end(row, PledgeState.WITHDRAWN, "lowered")
        elif cents < (row.accepted_cents or row.offered_cents):
            row.accepted_cents = cents if row.accepted_cents else 0
            row.offered_cents = cents


def _renew(session: Session, pitch: Pitch, row: MoneyPledge) -> None:
    if row.card_id is not None:
        check_card(session, pitch.owner_id, session.get_one(Card, row.card_id), latest_day(pitch))
    if row.state is PledgeState.RECONFIRM:
        row.state = PLEDGE.move(row.state, PledgeState.PLEDGED)
    row.terms_version, row.reconfirm_until = pitch.terms_version, None
    row.consent_version, row.consented_at = CARD_CONSENT_VERSION if row.card_id else CONSENT_VERSION, now()
    row.consent_until = latest_day(pitch)
    log_consent(session, row_of(row))


def _settle(session: Session, pitch: Pitch) -> None:
    promote_waitlist(session, pitch)
    recount(session, pitch)


_Said = PledgeChanged | PledgeWithdrawn | PledgeReconfirmed


def _about(kind: type[_Said], own: Own, person_id: UUID) -> _Said:
    return kind(pledge_id=own.rows[0].id, pitch_id=own.pitch.id, person_id=person_id, by=person_id)
