"""What waits for a pitcher."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pages.rules import Task
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import ExpertiseOffer, HoursEntry, MoneyPledge, Side
from crowdlearn.pledges.rules import OfferState, PledgeState
from crowdlearn.settlement.models import Claim, Settlement
from crowdlearn.settlement.rules import ClaimState
from crowdlearn.sharebacks.models import ThankYou

from .shape import Asker, of_pitch, task


def cover(me: Asker) -> Any:
    """Peers fell short: the pitcher may add the rest."""
    return of_pitch(Task.COVER, Pitch.id, due=sa.func.date(Pitch.top_up_until)).where(
        col(Pitch.owner_id) == me.id, col(Pitch.state) == PitchState.TOP_UP
    )


def repay(me: Asker) -> Any:
    """Peers paid more than they should have: the pitcher owes it back."""
    return (
        of_pitch(Task.REPAY, Pitch.id)
        .join(Claim, col(Claim.pitch_id) == col(Pitch.id))
        .where(col(Pitch.owner_id) == me.id, col(Claim.state) == ClaimState.OPEN)
    )


def receipts(me: Asker) -> Any:
    """The own share is to be proven."""
    return (
        of_pitch(Task.RECEIPTS, Pitch.id, due=col(Settlement.receipts_due_on))
        .join(Settlement, col(Settlement.pitch_id) == col(Pitch.id))
        .where(
            col(Pitch.owner_id) == me.id,
            col(Pitch.state) == PitchState.FUNDED,
            col(Settlement.receipts_complete_at).is_(None),
        )
    )


def change(me: Asker) -> Any:
    """The manager asked for changes."""
    return of_pitch(Task.CHANGE, Pitch.id).where(
        col(Pitch.owner_id) == me.id, col(Pitch.state) == PitchState.OPEN, col(Pitch.clearance) == "changes_asked"
    )


def deliver(me: Asker) -> Any:
    """A promise falls due."""
    title = sa.func.coalesce(sa.func.nullif(col(Commitment.title), ""), col(Pitch.title))
    return (
        task(Task.DELIVER, Commitment.id, title, due=col(Commitment.due_on))
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .where(
            col(Commitment.owner_id) == me.id,
            col(Commitment.state) == CommitmentState.OPEN,
            col(Commitment.due_on) <= me.soon,
        )
    )


def check_in(me: Asker) -> Any:
    """Thirty or ninety days have passed: what is used?"""
    return (
        of_pitch(Task.CHECK_IN, CheckIn.id, due=col(CheckIn.due_on))
        .join(CheckIn, col(CheckIn.pitch_id) == col(Pitch.id))
        .where(col(CheckIn.owner_id) == me.id, col(CheckIn.state) == CheckInState.OPEN)
    )


def answer_offer(me: Asker) -> Any:
    """Someone offers help."""
    return (
        of_pitch(Task.ANSWER_OFFER, ExpertiseOffer.id, name=col(Person.name))
        .join(ExpertiseOffer, col(ExpertiseOffer.pitch_id) == col(Pitch.id))
        .join(Person, col(Person.id) == col(ExpertiseOffer.helper_id))
        .where(col(Pitch.owner_id) == me.id, col(ExpertiseOffer.state) == OfferState.OFFERED)
    )


def say_hours(me: Asker) -> Any:
    """Help was given at the agreed time, and this side has not said how much."""
    helping = col(ExpertiseOffer.helper_id) == me.id
    helped = sa.select(ExpertiseOffer.id).join(Pitch, col(Pitch.id) == col(ExpertiseOffer.pitch_id))
    mine = sa.union_all(sa.select(ExpertiseOffer.id).where(helping), helped.where(col(Pitch.owner_id) == me.id))
    said = sa.select(HoursEntry.id).where(
        col(HoursEntry.offer_id) == col(ExpertiseOffer.id),
        col(HoursEntry.side) == sa.case((helping, Side.HELPER.value), else_=Side.PITCHER.value),
    )
    return (
        of_pitch(Task.SAY_HOURS, ExpertiseOffer.id)
        .join(ExpertiseOffer, col(ExpertiseOffer.pitch_id) == col(Pitch.id))
        .where(
            col(ExpertiseOffer.id).in_(mine),
            col(ExpertiseOffer.state) == OfferState.SCHEDULED,
            sa.func.date(ExpertiseOffer.scheduled_at) < me.today,
            sa.not_(said.exists()),
        )
    )


def thank(me: Asker) -> Any:
    """A backer of a funded pitch has not been thanked."""
    thanked = sa.select(ThankYou.backer_id).where(col(ThankYou.pitch_id) == col(Pitch.id))
    owed = sa.select(MoneyPledge.id).where(
        col(MoneyPledge.pitch_id) == col(Pitch.id),
        col(MoneyPledge.state) == PledgeState.KEPT,
        col(MoneyPledge.peer_id).not_in(thanked),
    )
    return of_pitch(Task.THANK, Pitch.id).where(
        col(Pitch.owner_id) == me.id,
        col(Pitch.state).in_((PitchState.FUNDED, PitchState.COMPLETED)),
        owed.exists(),
    )


def finish(me: Asker) -> Any:
    """A draft lies here."""
    title = sa.func.coalesce(sa.func.nullif(col(Pitch.title), ""), sa.literal("…"))
    return task(Task.FINISH, Pitch.id, title).where(col(Pitch.owner_id) == me.id, col(Pitch.state) == PitchState.DRAFT)
