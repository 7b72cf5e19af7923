"""Offering help, answering an offer, making an appointment, taking it back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.approvals.service import note_stake
from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Need, Pitch
from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pitches.service import note_interest
from crowdlearn.pledges.models import ExpertiseOffer
from crowdlearn.pledges.rules import (
    OFFER,
    OPEN_OFFERS,
    AlreadyOffered,
    Help,
    MeetingInPast,
    NeedFilled,
    NeedNotHere,
    OfferAnswered,
    OfferMade,
    OfferScheduled,
    OfferState,
    OfferWithdrawn,
    PlaceMissing,
    ReasonMissing,
    check_help,
    check_takes_offers,
    refilled,
)

from .in_kind import put_back_cost, take_off_cost
from .room import recount


@dataclass(frozen=True)
class Shared:
    """An offer with its pitch, which is held."""

    offer: ExpertiseOffer
    pitch: Pitch


def offer_help(person_id: UUID, pitch_id: UUID, need_id: UUID | None, offered: Help) -> UUID:
    """Offer help against a need, or of anything useful (`need_id` None), and return the offer's id.

    Welcome from everyone but the pitcher. Raises OffersClosed, HelpRefused.
    """
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        check_takes_offers(pitch.state)
        need = _need(session, pitch, need_id)
        helper = session.get_one(Person, person_id)
        kind = need.kind if need else None
        check_help(offered, kind, is_pitcher=pitch.owner_id == person_id, state=helper.state)
        if need is not None and _has_open_offer(session, need.id, person_id):
            raise AlreadyOffered
        offer = ExpertiseOffer(
            pitch_id=pitch.id,
            need_id=need_id,
            helper_id=person_id,
            minutes=offered.minutes if kind in (NeedKind.HOURS, None) else 0,
            window_from=offered.window_from,
            window_to=offered.window_to,
            cost_line_id=offered.cost_line_id,
            stated_cents=offered.stated_cents,
            note=offered.note.strip(),
            wish=offered.wish.strip(),
            name_shown=offered.name_shown,
        )
        session.add(offer)
        note_stake(session, pitch.id, person_id, "hours")
        note_interest(session, pitch, person_id)
        recount(session, pitch)
        record(session, "offer.create", by=person_id, about=offer.id, pitch=pitch.id)
        emit(session, OfferMade(offer_id=offer.id, pitch_id=pitch.id, helper_id=person_id, by=person_id))
        return offer.id


def accept_offer(person_id: UUID, offer_id: UUID, answer: str = "") -> None:
    """Take an offer of help on one's own pitch; the need fills. Raises MoveRefused, NotAllowed, NotFound."""
    with transaction() as session:
        shared = as_pitcher(session, person_id, offer_id)
        move(shared.offer, OfferState.ACCEPTED)
        shared.offer.answered_at, shared.offer.answer = now(), answer.strip()
        fill(session, shared.offer, +1)
        take_off_cost(session, shared.pitch, shared.offer)
        record(session, "offer.accept", by=person_id, about=offer_id, pitch=shared.pitch.id)
        _say_answered(session, shared, person_id, accepted=True)


def decline_offer(person_id: UUID, offer_id: UUID, reason: str) -> None:
    """Decline an offer of help with a kind reason. Raises ReasonMissing, MoveRefused, NotAllowed, NotFound."""
    with transaction() as session:
        shared = as_pitcher(session, person_id, offer_id)
        if not reason.strip():
            raise ReasonMissing
        move(shared.offer, OfferState.DECLINED)
        shared.offer.answered_at, shared.offer.answer = now(), reason.strip()
        recount(session, shared.pitch)
        record(session, "offer.decline", by=person_id, about=offer_id, pitch=shared.pitch.id)
        _say_answered(session, shared, person_id, accepted=False)


def schedule_offer(person_id: UUID, offer_id: UUID, starts_at: datetime, where: str) -> None:
    """Agree on when and where (a place or a link); either side may. Raises MeetingInPast, PlaceMissing, MoveRefused."""
    with transaction() as session:
        shared = as_either(session, person_id, offer_id)
        if starts_at <= now():
            raise MeetingInPast
        if not where.strip():
            raise PlaceMissing
        if shared.offer.state is not OfferState.SCHEDULED:  # an appointment may be moved
            move(shared.offer, OfferState.SCHEDULED)
        shared.offer.scheduled_at, shared.offer.scheduled_where = starts_at, where.strip()
        record(session, "offer.schedule", by=person_id, about=offer_id, pitch=shared.pitch.id)
        emit(session, _event(OfferScheduled, shared, person_id))


def withdraw_offer(person_id: UUID, offer_id: UUID) -> None:
    """Take one's own offer of help back; the need opens again. Raises MoveRefused once it is confirmed."""
    with transaction() as session:
        shared = as_helper(session, person_id, offer_id)
        end_offer(session, shared, OfferState.WITHDRAWN)
        recount(session, shared.pitch)
        record(session, "offer.withdraw", by=person_id, about=offer_id, pitch=shared.pitch.id)
        emit(session, _event(OfferWithdrawn, shared, person_id))


def as_either(session: Session, person_id: UUID, offer_id: UUID) -> Shared:
    """Return an offer for its helper or its pitcher. Raises NotFound for anyone else."""
    offer = session.get(ExpertiseOffer, offer_id)
    if offer is None:
        raise NotFound("ExpertiseOffer")
    pitch = lock(session, Pitch, offer.pitch_id)
    if person_id not in (offer.helper_id, pitch.owner_id):
        raise NotFound("ExpertiseOffer")
    return Shared(lock(session, ExpertiseOffer, offer_id), pitch)


def as_pitcher(session: Session, person_id: UUID, offer_id: UUID) -> Shared:
    """Return an offer for the pitcher whom it is made to. Raises NotAllowed for the helper, NotFound for others."""
    shared = as_either(session, person_id, offer_id)
    if shared.pitch.owner_id != person_id:
        raise NotAllowed
    return shared


def as_helper(session: Session, person_id: UUID, offer_id: UUID) -> Shared:
    """Return an offer for the helper who made it. Raises NotAllowed for the pitcher, NotFound for others."""
    shared = as_either(session, person_id, offer_id)
    if shared.offer.helper_id != person_id:
        raise NotAllowed
    return shared


def move(offer: ExpertiseOffer, to: OfferState) -> None:
    """Move an offer to a state. Raises MoveRefused."""
    offer.state = OFFER.move(offer.state, to)


def end_offer(session: Session, shared: Shared, to: OfferState) -> None:
    """End an offer that comes to nothing, and free what it filled or replaced."""
    filled = shared.offer.state is not OfferState.OFFERED
    move(shared.offer, to)
    if filled:
        fill(session, shared.offer, -1)
        put_back_cost(session, shared.pitch, shared.offer)


def fill(session: Session, offer: ExpertiseOffer, sign: int) -> None:
    """Count an accepted offer towards its need, or no longer: minutes for hours, one for a thing."""
    if offer.need_id is None:
        return
    need = lock(session, Need, offer.need_id)
    amount = offer.minutes if need.kind is NeedKind.HOURS else 1
    need.filled = refilled(need.filled, sign * amount)


def _need(session: Session, pitch: Pitch, need_id: UUID | None) -> Need | None:
    if need_id is None:
        return None
    need = session.get(Need, need_id)
    if need is None or need.pitch_id != pitch.id:
        raise NeedNotHere
    if need.closed_at is not None or need.filled >= need.wanted:
        raise NeedFilled
    return need


def _has_open_offer(session: Session, need_id: UUID, person_id: UUID) -> bool:
    query = sa.select(ExpertiseOffer.id).where(
        col(ExpertiseOffer.need_id) == need_id,
        col(ExpertiseOffer.helper_id) == person_id,
        col(ExpertiseOffer.state).in_(OPEN_OFFERS),
    )
    return session.execute(query.limit(1)).first() is not None


def _say_answered(session: Session, shared: Shared, by: UUID, *, accepted: bool) -> None:
    offer = shared.offer
    emit(
        session,
        OfferAnswered(offer_id=offer.id, pitch_id=offer.pitch_id, helper_id=offer.helper_id, accepted=accepted, by=by),
    )


def _event(kind: type[OfferScheduled | OfferWithdrawn], shared: Shared, by: UUID) -> OfferScheduled | OfferWithdrawn:
    offer = shared.offer
    return kind(offer_id=offer.id, pitch_id=offer.pitch_id, helper_id=offer.helper_id, by=by)
