"""Who hears of what a pitcher tells."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.people.models import Follow
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.models import Pitch, PitchInterest

from .pages import own

# how one may follow what happens to a pitch, nearest first, and the first word of the kinds of notices about it
ROUTES = {
    FollowKind.PITCH: "followed",
    FollowKind.PERSON: "person",
    FollowKind.ORGANISATION: "organisation",
    FollowKind.TOPIC: "topic",
}


@dataclass(frozen=True)
class NewsPage:
    """The pitch that there is news of, and how many people hear it."""

    title: str
    language: str
    told: int


def crowd_of(session: Session, pitch: Pitch) -> set[UUID]:
    """Return who hears of a pitch's news and end: who follows, backs, helps or encourages it, but its pitcher."""
    follow = sa.select(Follow.person_id).where(
        col(Follow.kind) == FollowKind.PITCH, col(Follow.target) == str(pitch.id)
    )
    care = sa.select(PitchInterest.person_id).where(col(PitchInterest.pitch_id) == pitch.id)
    return set(session.execute(follow.union(care)).scalars()) - {pitch.owner_id}


def routes_to(pitch: Pitch) -> dict[FollowKind, list[str]]:
    """Return what one may follow to hear of a pitch: itself, its pitcher, the organisation, its topics."""
    return {
        FollowKind.PITCH: [str(pitch.id)],
        FollowKind.PERSON: [str(pitch.owner_id)],
        FollowKind.ORGANISATION: [str(pitch.organisation_id)] if pitch.organisation_id else [],
        FollowKind.TOPIC: list(pitch.topics),
    }


def news_page(person_id: UUID, pitch_id: UUID) -> NewsPage:
    """Return one's own pitch with the number of people who would hear. Raises as edit_page does."""
    with reading() as session:
        pitch = own(session, person_id, pitch_id)
        return NewsPage(pitch.title, pitch.language, len(crowd_of(session, pitch)))
