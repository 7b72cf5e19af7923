"""The topics of a share-back: its author's, or those of the pitch it comes from."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.pitches.models import Pitch
from crowdlearn.sharebacks.models import ShareBack, ShareBackTopic
from crowdlearn.sharebacks.rules import MOST_TOPICS


def keep_topics(session: Session, shareback: ShareBack, said: Sequence[str]) -> None:
    """Keep the topics that its author said; where they said none, those of its pitch."""
    if not said and shareback.pitch_id is not None:
        said = session.get_one(Pitch, shareback.pitch_id).topics
    topics = list(dict.fromkeys(said))[:MOST_TOPICS]
    if topics == shareback.topics:
        return
    _drop_topics(session, shareback.id)
    session.add_all(ShareBackTopic(shareback_id=shareback.id, topic=topic) for topic in topics)
    shareback.topics = topics


def _drop_topics(session: Session, shareback_id: UUID) -> None:
    """Take the topics off a share-back."""
    session.execute(sa.delete(ShareBackTopic).where(col(ShareBackTopic.shareback_id) == shareback_id))
