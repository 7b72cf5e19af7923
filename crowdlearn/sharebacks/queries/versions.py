"""What a share-back said before it was changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.db.session import reading
from crowdlearn.sharebacks.models import ShareBackVersion

MOST = 50


@dataclass(frozen=True)
class VersionRow:
    """An earlier version, as it was read from `written_at` until `changed_at`."""

    number: int
    title: str
    summary: str
    body_html: str
    transcript_html: str
    link: str
    written_at: datetime
    changed_at: datetime


def versions_of(shareback_id: UUID) -> list[VersionRow]:
    """Return a share-back's earlier versions, the latest first, at most 50."""
    query = (
        sa.select(
            col(ShareBackVersion.number),
            col(ShareBackVersion.title),
            col(ShareBackVersion.summary),
            col(ShareBackVersion.body_html),
            col(ShareBackVersion.transcript_html),
            col(ShareBackVersion.link),
            col(ShareBackVersion.written_at),
            col(ShareBackVersion.changed_at),
        )
        .where(col(ShareBackVersion.shareback_id) == shareback_id)
        .order_by(col(ShareBackVersion.number).desc())
        .limit(MOST)
    )
    with reading() as session:
        return [VersionRow(*row) for row in session.execute(query)]
