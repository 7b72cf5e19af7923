"""The newest share-backs that one can listen to, for podcast apps."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.files.models import StoredFile
from crowdlearn.people.models import Person
from crowdlearn.sharebacks.models import Medium, ShareBack
from crowdlearn.sharebacks.queries import recording_withheld
from crowdlearn.sharebacks.queries.authors import by_line
from crowdlearn.sharebacks.rules import SHAREBACK_KIND, MediumKind, SharebackState

NEWEST = 100


@dataclass(frozen=True)
class Episode:
    """A share-back with its sound; `size` is bytes."""

    id: UUID
    title: str
    summary: str
    body_html: str
    author: str
    published_at: datetime
    file_id: UUID
    media_type: str
    size: int


def episodes(language: str) -> list[Episode]:
    """Return the newest hundred share-backs in a language that are open to all and may be heard here."""
    query = (
        sa.select(
            col(ShareBack.id),
            col(ShareBack.title),
            col(ShareBack.summary),
            col(ShareBack.body_html),
            by_line(),
            col(ShareBack.published_at),
            col(Medium.file_id),
            col(StoredFile.media_type),
            col(StoredFile.size),
        )
        .join(Medium, col(Medium.shareback_id) == col(ShareBack.id))
        .join(StoredFile, col(StoredFile.id) == col(Medium.file_id))
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .where(
            col(ShareBack.state) == SharebackState.PUBLISHED,
            col(ShareBack.open_to_all).is_(True),
            col(ShareBack.language) == language,
            col(Medium.kind) == MediumKind.SOUND,
            col(Medium.removed_at).is_(None),
            sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id))),
            sa.not_(recording_withheld()),
        )
        .order_by(col(ShareBack.published_at).desc(), col(ShareBack.id).desc())
        .limit(NEWEST)
    )
    with reading() as session:
        return [Episode(*row) for row in session.execute(query)]
