"""One pitch or share-back, as other sites may show it: what everyone may read, and nothing else."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.pages.queries.cards import CardFacts, card_facts
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PUBLIC
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.queries.authors import by_line
from crowdlearn.sharebacks.rules import READABLE, SHAREBACK_KIND


@dataclass(frozen=True)
class ShownShareback:
    """What a picture of a share-back says."""

    id: UUID
    title: str
    language: str
    author: str


def shown_pitch(pitch_id: UUID) -> CardFacts:
    """Return a public pitch. Raises NotFound for a draft, a hidden one, or none."""
    public = sa.select(Pitch.id).where(
        col(Pitch.id) == pitch_id, col(Pitch.state).in_(PUBLIC), sa.not_(is_hidden("pitch", col(Pitch.id)))
    )
    with reading() as session:
        if session.execute(public).first() is None:
            raise NotFound("Pitch")
        return card_facts(session, [pitch_id])[pitch_id]


def shown_shareback(shareback_id: UUID) -> ShownShareback:
    """Return a share-back that is open to all. Raises NotFound for any other."""
    query = (
        sa.select(ShareBack.id, ShareBack.title, ShareBack.language, by_line())
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .where(
            col(ShareBack.id) == shareback_id,
            col(ShareBack.open_to_all).is_(True),
            col(ShareBack.state).in_(READABLE),
            sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id))),
        )
    )
    with reading() as session:
        row = session.execute(query).first()
    if row is None:
        raise NotFound("ShareBack")
    return ShownShareback(*row)
