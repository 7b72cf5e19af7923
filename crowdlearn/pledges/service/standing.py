"""Offers of help when their pitch ends: withdrawn pitches release them, unfunded ones ask whether they stand."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import ExpertiseOffer
from crowdlearn.pledges.rules import (
    OPEN_OFFERS,
    STILL_STANDS_WITHIN,
    AboutPitch,
    OfferReleased,
    OfferState,
    StillStandsAsked,
)

from .offering import Shared, as_helper, end_offer
from .room import recount


def ask_whether_help_stands(event: AboutPitch) -> None:
    """After a pitch was not funded: ask every helper whether the offer stands; silence for 14 days releases it."""
    with transaction() as session:
        pitch = lock(session, Pitch, event.pitch_id)
        for offer in _open_offers(session, pitch.id):
            if offer.still_stands_asked_at is None:
                offer.still_stands_asked_at = now()
                emit(session, StillStandsAsked(offer_id=offer.id, pitch_id=pitch.id, helper_id=offer.helper_id))


def say_it_stands(person_id: UUID, offer_id: UUID) -> None:
    """Stand by one's offer although the pitch was not funded. Raises MoveRefused when that was not asked."""
    with transaction() as session:
        shared = as_helper(session, person_id, offer_id)
        if shared.offer.still_stands_asked_at is None or shared.offer.state not in OPEN_OFFERS:
            raise MoveRefused
        shared.offer.still_stands_asked_at = None
        record(session, "offer.stands", by=person_id, about=offer_id, pitch=shared.pitch.id)


def release_unanswered_help() -> int:
    """Release offers whose helper did not say within 14 days that they stand; return how many. Runs daily."""
    overdue = (
        col(ExpertiseOffer.still_stands_asked_at) <= now() - STILL_STANDS_WITHIN,
        col(ExpertiseOffer.state).in_(OPEN_OFFERS),
    )
    with reading() as session:
        pitches = sorted(session.scalars(sa.select(ExpertiseOffer.pitch_id).where(*overdue).distinct()))
    return for_each(pitches, lambda pitch_id: _release(pitch_id, "no_answer", overdue))


def release_help_of_withdrawn(event: AboutPitch) -> None:
    """After the pitcher withdrew: release every open offer. Nothing is left to do the second time."""
    _release(event.pitch_id, "pitch_withdrawn", (col(ExpertiseOffer.state).in_(OPEN_OFFERS),))


def _release(pitch_id: UUID, why: str, where: tuple[sa.ColumnElement[bool], ...]) -> int:
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        query = sa.select(ExpertiseOffer).where(col(ExpertiseOffer.pitch_id) == pitch_id, *where)
        offers = list(session.scalars(query.order_by(col(ExpertiseOffer.id))))
        for offer in offers:
            end_offer(session, Shared(offer, pitch), OfferState.RELEASED)
            record(session, "offer.release", by=None, about=offer.id, pitch=pitch_id, why=why)
            emit(session, OfferReleased(offer_id=offer.id, pitch_id=pitch_id, helper_id=offer.helper_id, why=why))
        recount(session, pitch)
        return len(offers)


def _open_offers(session: Session, pitch_id: UUID) -> list[ExpertiseOffer]:
    query = sa.select(ExpertiseOffer).where(
        col(ExpertiseOffer.pitch_id) == pitch_id, col(ExpertiseOffer.state).in_(OPEN_OFFERS)
    )
    return list(session.scalars(query.order_by(col(ExpertiseOffer.id))))
