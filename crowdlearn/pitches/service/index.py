"""What others know of a pitch: its search entry and its conversation."""

from sqlmodel import Session

from crowdlearn.conversations.service import keep_thread
from crowdlearn.kernel.vocabulary import TOPICS
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import CLOSED, PUBLIC
from crowdlearn.search.service import index

ALIVE = 1000  # what can still be helped is found before what is over


def keep_findable(session: Session, pitch: Pitch) -> None:
    """Write the pitch's search entry, all its words and its topics in both languages; once public, its conversation."""
    index(
        session,
        "pitch",
        pitch.id,
        language=pitch.language,
        title=pitch.title,
        text=words_of(pitch),
        visible=pitch.state in PUBLIC,
        weight=pitch.trend + (0 if pitch.state in CLOSED else ALIVE),
    )
    if pitch.state in PUBLIC:
        keep_thread(
            session,
            "pitch",
            pitch.id,
            owner_id=pitch.owner_id,
            title=pitch.title,
            path=f"/pitches/{pitch.id}",
            language=pitch.language,
        )


def words_of(pitch: Pitch) -> str:
    """Return everything a pitch can be found by."""
    topics = (name for topic in pitch.topics for name in TOPICS.get(topic, ()))
    said = (
        pitch.summary,
        pitch.provider,
        pitch.place_name,
        pitch.kind_other,
        pitch.benefit_peers,
        pitch.benefit_organisation,
        pitch.improves,
        pitch.audience,
        pitch.story,
    )
    return "\n".join(filter(None, (*said, *topics)))
