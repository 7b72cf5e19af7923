"""What waits for a helper, and for whom they help: offers from the first answer to hours both sides agree on."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.pages.rules import Task
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import ExpertiseOffer, HoursEntry, Side
from crowdlearn.pledges.rules import OPEN_OFFERS, OfferState

from .shape import Asker, of_pitch


def answer_offer(me: Asker) -> Any:
    """Someone offers help."""
    return (
        of_pitch(Task.ANSWER_OFFER, ExpertiseOffer.id, name=col(Person.name))
        .join(ExpertiseOffer, col(ExpertiseOffer.pitch_id) == col(Pitch.id))
        .join(Person, col(Person.id) == col(ExpertiseOffer.helper_id))
        .where(col(Pitch.owner_id) == me.id, col(ExpertiseOffer.state) == OfferState.OFFERED)
    )


def still_stands(me: Asker) -> Any:
    """The pitch ended: without an answer the offer of help ends too."""
    return _offers(Task.HELP_STANDS).where(
        col(ExpertiseOffer.helper_id) == me.id,
        col(ExpertiseOffer.state).in_(OPEN_OFFERS),
        col(ExpertiseOffer.still_stands_asked_at).is_not(None),
    )


def find_time(me: Asker) -> Any:
    """Hours are accepted; a time is to be agreed on."""
    return _offers(Task.FIND_TIME).where(
        _mine(me),
        col(ExpertiseOffer.state) == OfferState.ACCEPTED,
        col(ExpertiseOffer.minutes) > 0,
        col(ExpertiseOffer.still_stands_asked_at).is_(None),
    )


def hand_over(me: Asker) -> Any:
    """A thing or an introduction is accepted, and this side has not said that it was given."""
    return _offers(Task.HAND_OVER).where(
        _mine(me),
        col(ExpertiseOffer.state).in_((OfferState.ACCEPTED, OfferState.SCHEDULED)),
        col(ExpertiseOffer.minutes) == 0,
        sa.not_(_said_by(me)),
    )


def say_hours(me: Asker) -> Any:
    """Help was given at the agreed time, and this side has not said how much."""
    return _offers(Task.SAY_HOURS).where(
        _mine(me),
        col(ExpertiseOffer.state) == OfferState.SCHEDULED,
        col(ExpertiseOffer.minutes) > 0,
        sa.func.date(ExpertiseOffer.scheduled_at) < me.today,
        sa.not_(_said_by(me)),
    )


def _offers(kind: Task) -> Any:
    return of_pitch(kind, ExpertiseOffer.id).join(ExpertiseOffer, col(ExpertiseOffer.pitch_id) == col(Pitch.id))


def _mine(me: Asker) -> Any:
    helping = sa.select(ExpertiseOffer.id).where(col(ExpertiseOffer.helper_id) == me.id)
    helped = sa.select(ExpertiseOffer.id).join(Pitch, col(Pitch.id) == col(ExpertiseOffer.pitch_id))
    return col(ExpertiseOffer.id).in_(sa.union_all(helping, helped.where(col(Pitch.owner_id) == me.id)))


def _said_by(me: Asker) -> Any:
    side = sa.case((col(ExpertiseOffer.helper_id) == me.id, Side.HELPER.value), else_=Side.PITCHER.value)
    said = sa.select(HoursEntry.id).where(
        col(HoursEntry.offer_id) == col(ExpertiseOffer.id), col(HoursEntry.side) == side
    )
    return said.exists()
