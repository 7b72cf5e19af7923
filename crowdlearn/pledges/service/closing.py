"""One reminder before a pitch closes, for who follows it and has not decided yet."""

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import hidden_now
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell_each
from crowdlearn.people.models import Person
from crowdlearn.people.queries import followers_of
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import ExpertiseOffer, MoneyPledge

BEFORE = timedelta(days=3)


def remind_followers() -> int:
    """Remind followers of pitches that close within three days; return for how many pitches anyone was.

    A person hears of a pitch's closing once, even when its deadline moves: the pitch itself is what the notice is
    about, in place of an event.
    """
    day = now().date()
    closing = sa.select(Pitch.id).where(
        col(Pitch.state) == PitchState.OPEN, col(Pitch.deadline).between(day, day + BEFORE + timedelta(days=1))
    )
    with reading() as session:
        pitches = list(session.execute(closing).scalars())
    return for_each(pitches, _remind)


def _remind(pitch_id: UUID) -> bool:
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        today = clock.today(pitch.time_zone)
        if pitch.state is not PitchState.OPEN or pitch.deadline is None or not today < pitch.deadline <= today + BEFORE:
            return False
        if hidden_now(session, "pitch", pitch_id) is not None:
            return False
        followers = followers_of(session, {FollowKind.PITCH: [str(pitch_id)]}).keys() - _decided(session, pitch)
        owner = session.get_one(Person, pitch.owner_id).name
        facts = {"title": Passage(pitch.title, pitch.language), "pitcher": owner, "deadline": pitch.deadline}
        kinds = dict.fromkeys(followers, ("followed_closing",))
        return bool(tell_each(session, kinds, event_id=pitch_id, facts=facts, path=f"/pitches/{pitch_id}"))


def _decided(session: Session, pitch: Pitch) -> set[UUID]:
    """Return who pledged or offered help, whatever became of it, and the pitcher."""
    money = sa.select(MoneyPledge.peer_id).where(col(MoneyPledge.pitch_id) == pitch.id)
    help_ = sa.select(ExpertiseOffer.helper_id).where(col(ExpertiseOffer.pitch_id) == pitch.id)
    return {*session.execute(money.union(help_)).scalars(), pitch.owner_id}
