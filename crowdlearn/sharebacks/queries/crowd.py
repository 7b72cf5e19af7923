"""Who hears of a share-back when it is published."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.commitments.queries import backers_of
from crowdlearn.people.models import Follow
from crowdlearn.people.rules import FollowKind
from crowdlearn.sharebacks.models import ShareBack


def crowd_of(session: Session, shareback: ShareBack) -> set[UUID]:
    """Return who hears of it: the pitch's backers, who follow the pitch or its author; never the author."""
    followed = [sa.and_(col(Follow.kind) == FollowKind.PERSON, col(Follow.target) == str(shareback.author_id))]
    if shareback.pitch_id:
        followed.append(sa.and_(col(Follow.kind) == FollowKind.PITCH, col(Follow.target) == str(shareback.pitch_id)))
    followers = set(session.execute(sa.select(Follow.person_id).where(sa.or_(*followed))).scalars())
    backers = backers_of(session, shareback.pitch_id) if shareback.pitch_id else set()
    return (followers | backers) - {shareback.author_id}
