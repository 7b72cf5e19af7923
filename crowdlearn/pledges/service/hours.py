"""The hours journal: both sides say what was given, and it counts when they agree."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.pitches.models import Need
from crowdlearn.pitches.rules import NeedKind
from crowdlearn.pledges.models import ExpertiseOffer, HoursEntry, Side
from crowdlearn.pledges.rules import (
    OFFER,
    HoursSaid,
    MinutesMissing,
    OfferConfirmed,
    OfferNotGiven,
    OfferState,
    check_minutes,
    counted,
)

from .offering import Shared, as_either, as_pitcher, end_offer, move
from .room import recount


@dataclass(frozen=True)
class Given:
    """What one side says was given: minutes, or the receipt of a thing or an introduction."""

    minutes: int = 0
    received: bool = False
    note: str = ""


def confirm(person_id: UUID, offer_id: UUID, given: Given) -> None:
    """Say what was given on an accepted offer, as helper or as pitcher; the offer is confirmed when both agree.

    A thing or an introduction is received when the pitcher says so. Raises MinutesMissing, MoveRefused, NotFound.
    """
    with transaction() as session:
        shared = as_either(session, person_id, offer_id)
        offer = shared.offer
        if not OFFER.may(offer.state, OfferState.CONFIRMED):
            raise MoveRefused(current=offer.state, to=OfferState.CONFIRMED)
        side = Side.PITCHER if shared.pitch.owner_id == person_id else Side.HELPER
        timed = _is_timed(session, offer)
        if timed:
            check_minutes(given.minutes)
        elif not given.received:
            raise MinutesMissing
        session.add(
            HoursEntry(
                offer_id=offer.id,
                side=side,
                minutes=given.minutes if timed else 0,
                received=not timed,
                note=given.note.strip(),
                said_by=person_id,
            )
        )
        record(session, "offer.confirm", by=person_id, about=offer.id, minutes=given.minutes, side=side.value)
        conclude(session, shared, side, person_id, timed=timed)


def not_given(person_id: UUID, offer_id: UUID, note: str) -> None:
    """Say, as pitcher, that promised help did not come; the need opens again. Raises MoveRefused, NotAllowed."""
    with transaction() as session:
        shared = as_pitcher(session, person_id, offer_id)
        end_offer(session, shared, OfferState.NOT_GIVEN)
        shared.offer.answer, shared.offer.confirmed_minutes = note.strip(), 0
        recount(session, shared.pitch)
        record(session, "offer.not_given", by=person_id, about=offer_id, pitch=shared.pitch.id)
        offer = shared.offer
        emit(
            session,
            OfferNotGiven(offer_id=offer.id, pitch_id=offer.pitch_id, helper_id=offer.helper_id, by=person_id),
        )


def said_minutes(session: Session, offer_id: UUID) -> dict[Side, int]:
    """Return the newest minutes that each side said."""
    query = sa.select(HoursEntry.side, HoursEntry.minutes).where(col(HoursEntry.offer_id) == offer_id)
    return {row.side: row.minutes for row in session.execute(query.order_by(col(HoursEntry.id)))}


def conclude(session: Session, shared: Shared, side: Side, by: UUID, *, timed: bool) -> None:
    """Count what both sides said by now; what they agree on, or a thing that was received, is confirmed."""
    offer = shared.offer
    session.flush()
    said = said_minutes(session, offer.id)
    agreed = counted(said.get(Side.HELPER), said.get(Side.PITCHER))
    is_done = agreed.agreed if timed else side is Side.PITCHER
    offer.confirmed_minutes = agreed.minutes
    if not is_done:
        emit(
            session,
            HoursSaid(
                offer_id=offer.id,
                pitch_id=offer.pitch_id,
                helper_id=offer.helper_id,
                by_helper=side is Side.HELPER,
                by=by,
            ),
        )
        return
    move(offer, OfferState.CONFIRMED)
    offer.confirmed_at = now()
    emit(
        session,
        OfferConfirmed(
            offer_id=offer.id, pitch_id=offer.pitch_id, helper_id=offer.helper_id, minutes=agreed.minutes, by=by
        ),
    )


def _is_timed(session: Session, offer: ExpertiseOffer) -> bool:
    need = session.get(Need, offer.need_id) if offer.need_id else None
    return need.kind is NeedKind.HOURS if need else offer.minutes > 0
