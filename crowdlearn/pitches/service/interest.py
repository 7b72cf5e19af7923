"""Who cares about a pitch without pledging, and the counters that pages sort by."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.session import lock, transaction
from crowdlearn.db.statements import add_once
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
        pitch = _public(session, pitch_id)
        if _follow_of(session, person_id, pitch_id) is None:
            session.add(Follow(person_id=person_id, kind=FollowKind.PITCH, target=str(pitch_id)))
            pitch.followers += 1
            note_interest(session, pitch, person_id)
        record(session, "pitch.follow", by=person_id, about=pitch_id)


def unfollow(person_id: UUID, pitch_id: UUID) -> None:
    """Hear of it no longer."""
    with transaction() as session:
        pitch = _public(session, pitch_id)
        if (row := _follow_of(session, person_id, pitch_id)) is not None:
            session.delete(row)
            pitch.followers -= 1
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


def _public(session: Session, pitch_id: UUID) -> Pitch:
    pitch = lock(session, Pitch, pitch_id)
    if pitch.state not in PUBLIC:
        raise NotFound("Pitch")
    return pitch


def _follow_of(session: Session, person_id: UUID, pitch_id: UUID) -> Follow | None:
    query = select(Follow).where(Follow.person_id == person_id, Follow.kind == FollowKind.PITCH)
    return session.exec(query.where(Follow.target == str(pitch_id))).first()
