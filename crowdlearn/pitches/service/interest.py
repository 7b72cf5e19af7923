"""Who cares about a pitch without pledging, and the counters that pages sort by."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.db.session import hold, transaction
from crowdlearn.db.statements import add_once, prepared
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.ids import new_id
from crowdlearn.people.models import Follow
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.models import Pitch, PitchInterest
from crowdlearn.pitches.rules import PUBLIC

from .index import weigh_anew

TREND_WINDOW = timedelta(days=14)


def follow(person_id: UUID, pitch_id: UUID) -> None:
    """Hear of a pitch's news. A second time changes nothing."""
    with transaction() as session:
        owner_id = _owner_of_public(session, pitch_id)
        target = {"kind": FollowKind.PITCH, "target": str(pitch_id)}
        if add_once(session, Follow, id=new_id(), person_id=person_id, since=now(), **target):
            is_new = person_id != owner_id and is_new_interest(session, pitch_id, person_id)
            _counted(session, pitch_id, +1, int(is_new))
        record(session, "pitch.follow", by=person_id, about=pitch_id)


def unfollow(person_id: UUID, pitch_id: UUID) -> None:
    """Hear of it no longer, whatever became of it."""
    with transaction() as session:
        hold(session, Pitch, pitch_id)
        gone: Any = _ended(session, person_id, str(pitch_id))
        if gone.rowcount:
            _counted(session, pitch_id, -1, 0)
        else:
            _owner_of_public(session, pitch_id)
        record(session, "pitch.unfollow", by=person_id, about=pitch_id)


def note_interest(session: Session, pitch: Pitch, person_id: UUID) -> None:
    """Remember that somebody new backs, helps, follows or encourages a pitch the caller holds; it counts once."""
    if person_id != pitch.owner_id:
        pitch.trend += is_new_interest(session, pitch.id, person_id)


def is_new_interest(session: Session, pitch_id: UUID, person_id: UUID) -> bool:
    """Do the same where the caller counts: tell whether the person, who does not own the pitch, is new to it."""
    return add_once(session, PitchInterest, id=new_id(), pitch_id=pitch_id, person_id=person_id, since=now())


def recount_trends() -> int:
    """Count anew, for every pitch, the people whose interest is younger than 14 days; return how many changed."""
    with transaction() as session:
        young = (
            sa.select(sa.func.count())
            .select_from(PitchInterest)
            .where(col(PitchInterest.pitch_id) == col(Pitch.id), col(PitchInterest.since) > now() - TREND_WINDOW)
            .scalar_subquery()
        )
        changed = sa.update(Pitch).where(col(Pitch.trend) != young).values(trend=young)
        result = session.execute(changed, execution_options={"synchronize_session": False})
        weigh_anew(session)
        return int(getattr(result, "rowcount", 0))


def _owner_of_public(session: Session, pitch_id: UUID) -> UUID:
    """Hold a public pitch, and return whose it is. Raises NotFound for any other."""
    hold(session, Pitch, pitch_id)
    found = _standing(session, pitch_id).first()
    if found is None or found.state not in PUBLIC:
        raise NotFound("Pitch")
    owner_id: UUID = found.owner_id
    return owner_id


@prepared
def _standing(pitch_id: UUID) -> Any:
    return sa.select(Pitch.state, Pitch.owner_id).where(col(Pitch.id) == pitch_id)


@prepared
def _counted(the_pitch: UUID, followers: int, interested: int) -> Any:
    more = {"followers": col(Pitch.followers) + followers, "trend": col(Pitch.trend) + interested}
    return sa.update(Pitch).where(col(Pitch.id) == the_pitch).values(more)


@prepared
def _ended(the_person: UUID, pitch: str) -> Any:
    return sa.delete(Follow).where(
        col(Follow.person_id) == the_person, col(Follow.kind) == FollowKind.PITCH, col(Follow.target) == pitch
    )
