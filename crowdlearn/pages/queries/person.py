"""What others may see of a person: the profile, the pitches, and the record of promises if its owner shows it."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.commitments.queries import PromiseRecord, record_of
from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.outcomes.queries import Recognition, recognition_of
from crowdlearn.people.queries import Profile, follows, profile
from crowdlearn.people.rules import FollowKind
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC, PitchState
from crowdlearn.sharebacks.queries import Card, Filter, listing

MOST = 6


@dataclass(frozen=True)
class PitchLine:
    """One pitch of the person."""

    id: UUID
    title: str
    language: str
    state: PitchState


@dataclass(frozen=True)
class PersonPage:
    """A person's page. `record` is None where it is theirs alone to know."""

    profile: Profile
    followed: bool
    record: PromiseRecord | None
    pitches: tuple[PitchLine, ...]
    shared: list[Card]
    recognition: Recognition


def person_page(person_id: UUID, viewer_id: UUID | None) -> PersonPage:
    """Return what the viewer may see of a person. Raises NotFound for nobody, and for a private profile of another."""
    found = profile(person_id, viewer_id)
    shown = found.promises_public or viewer_id == person_id
    with reading() as session:
        followed = follows(session, viewer_id, FollowKind.PERSON, str(person_id))
    record = record_of(person_id) if shown else None
    shared = listing(Filter(member=viewer_id is not None, author_id=person_id), limit=MOST).cards
    return PersonPage(found, followed, record, _pitches(person_id), shared, recognition_of(person_id, promises=shown))


def _pitches(person_id: UUID) -> tuple[PitchLine, ...]:
    query = (
        sa.select(Pitch.id, Pitch.title, Pitch.language, Pitch.state)
        .where(
            col(Pitch.owner_id) == person_id, col(Pitch.state).in_(PUBLIC), sa.not_(is_hidden("pitch", col(Pitch.id)))
        )
        .order_by(col(Pitch.published_at).desc(), col(Pitch.id).desc())
        .limit(MOST)
    )
    with reading() as session:
        return tuple(PitchLine(*row) for row in session.execute(query))
