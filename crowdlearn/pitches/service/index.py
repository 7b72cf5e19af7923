"""What others know of a pitch: its search entry and its conversation."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.conversations.service import keep_thread
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.vocabulary import TOPICS
from crowdlearn.languages.service import words_said
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import CLOSED, PUBLIC
from crowdlearn.search.service import index, reweigh

KIND = "pitch"
ALIVE = 1000  # what can still be helped is found before what is over
BATCH = 200  # pitches that are written anew in one transaction


def keep_findable(session: Session, pitch: Pitch) -> None:
    """Write the pitch's search entry, all its words and its topics in both languages; once public, its conversation."""
    index(
        session,
        KIND,
        pitch.id,
        language=pitch.language,
        title=pitch.title,
        text=words_of(pitch) + (f"\n{words_said(session, KIND, pitch.id)}" if pitch.in_both else ""),
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


def weigh_anew(session: Session) -> int:
    """Let search put first what people care about now; return how many pitches changed their place."""
    alive = sa.case((col(Pitch.state).in_(CLOSED), 0), else_=ALIVE)
    return reweigh(session, KIND, sa.select(col(Pitch.id), col(Pitch.trend) + alive))


def index_all() -> int:
    """Write every pitch's search entry anew, in batches; return how many there are."""
    with reading() as session:
        ids = list(session.exec(select(Pitch.id).order_by(col(Pitch.id))))
    for first in range(0, len(ids), BATCH):
        _index_batch(ids[first : first + BATCH])
    return len(ids)


def _index_batch(ids: list[UUID]) -> None:
    with transaction() as session:
        for pitch in session.exec(select(Pitch).where(col(Pitch.id).in_(ids))).all():
            keep_findable(session, pitch)


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
