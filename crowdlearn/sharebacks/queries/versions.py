"""What a share-back said before it was changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.db.session import reading
from crowdlearn.people.models import Person
from crowdlearn.sharebacks.models import ShareBack, ShareBackVersion

MOST = 50


@dataclass(frozen=True)
class VersionRow:
    """An earlier version by one of the authors, as it was read from `written_at` until `changed_at`."""

    number: int
    title: str
    summary: str
    problem: str
    body_html: str
    transcript_html: str
    link: str
    written_at: datetime
    changed_at: datetime
    writer: str


def versions_of(shareback_id: UUID) -> list[VersionRow]:
    """Return a share-back's earlier versions, the latest first, at most 50."""
    query = (
        sa.select(
            col(ShareBackVersion.number),
            col(ShareBackVersion.title),
            col(ShareBackVersion.summary),
            col(ShareBackVersion.problem),
            col(ShareBackVersion.body_html),
            col(ShareBackVersion.transcript_html),
            col(ShareBackVersion.link),
            col(ShareBackVersion.written_at),
            col(ShareBackVersion.changed_at),
            col(Person.name),
        )
        .join(ShareBack, col(ShareBack.id) == col(ShareBackVersion.shareback_id))
        .join(Person, col(Person.id) == sa.func.coalesce(col(ShareBackVersion.written_by), col(ShareBack.author_id)))
        .where(col(ShareBackVersion.shareback_id) == shareback_id)
        .order_by(col(ShareBackVersion.number).desc())
        .limit(MOST)
    )
    with reading() as session:
        return [VersionRow(*row) for row in session.execute(query)]


def last_writer(shareback_id: UUID) -> str:
    """Return who wrote what a share-back says now, by name."""
    wrote = sa.func.coalesce(col(ShareBack.changed_by), col(ShareBack.author_id))
    query = sa.select(col(Person.name)).join(ShareBack, col(Person.id) == wrote)
    with reading() as session:
        return str(session.execute(query.where(col(ShareBack.id) == shareback_id)).scalar_one())
