"""Who backs a pitch, as far as commitments ask."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

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
