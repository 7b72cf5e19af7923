"""Who backs a pitch, as far as commitments ask."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.clock import clock
from crowdlearn.people.queries import approvers_above
from crowdlearn.pitches.models import Pitch
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge
from crowdlearn.pledges.rules import OfferState, PledgeState

GAVE_MONEY = (PledgeState.COMMITTED, PledgeState.KEPT)
GAVE_HELP = (OfferState.ACCEPTED, OfferState.SCHEDULED, OfferState.CONFIRMED)


def backers_of(session: Session, pitch_id: UUID) -> set[UUID]:
    """Return everyone whose money or help the pitch received or was promised."""
    money = sa.select(MoneyPledge.peer_id).where(
        col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state).in_(GAVE_MONEY)
    )
    help_ = sa.select(ExpertiseOffer.helper_id).where(
        col(ExpertiseOffer.pitch_id) == pitch_id, col(ExpertiseOffer.state).in_(GAVE_HELP)
    )
    return set(session.execute(money.union(help_)).scalars())


def relations_to_pitch(viewer_id: UUID, pitch_id: UUID) -> set[str]:
    """Return what a viewer is to a pitch: "pitcher", "pledger", "manager" of the pitcher."""
    with reading() as session:
        pitch = session.get(Pitch, pitch_id)
        if pitch is None:
            return set()
        found = {"pitcher"} if pitch.owner_id == viewer_id else set()
        found |= {"pledger"} if viewer_id in backers_of(session, pitch_id) else set()
        above = approvers_above(session, pitch.owner_id, clock.today(pitch.time_zone))
        return found | ({"manager"} if viewer_id in {approver.person_id for approver in above} else set())
