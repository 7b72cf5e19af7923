"""Who covers a pitch's cost now, and what only the pitcher can add."""

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeState
from crowdlearn.settlement.rules import Cover

from .figures import figures_of

WEIGHED_LOCKED = frozenset({PitchState.LOCKED, PitchState.SETTLING})


def cover_of(session: Session, pitch: Pitch) -> Cover:
    """Return what a pitch costs and who covers it, summed now. Cents."""
    query = (
        sa.select(MoneyPledge.state, sa.func.sum(MoneyPledge.accepted_cents))
        .where(col(MoneyPledge.pitch_id) == pitch.id)
        .group_by(col(MoneyPledge.state))
    )
    sums = {state: int(total) for state, total in session.execute(query)}
    return Cover(
        cost=pitch.cost_cents,
        organisation=pitch.organisation_cents,
        own_share=pitch.own_share_cents,
        goal=pitch.peer_goal_cents,
        top_up=pitch.top_up_cents,
        promised=sums.get(PledgeState.PLEDGED, 0),
        unsure=sums.get(PledgeState.CARD_PENDING, 0) + sums.get(PledgeState.RECONFIRM, 0),
    )


def missing_of(session: Session, pitch: Pitch) -> int:
    """Return what only the pitcher can add now, in cents; zero while peers still can."""
    if pitch.state in WEIGHED_LOCKED:
        figures = figures_of(session, pitch.id)
        return figures.missing if figures.peers_had_their_time else 0
    cover = cover_of(session, pitch)
    asked = pitch.state is PitchState.TOP_UP or (pitch.state is PitchState.OPEN and cover.room_too_small)
    return cover.missing if asked and cover.goal else 0
