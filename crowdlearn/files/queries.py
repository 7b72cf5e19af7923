"""Finding files, through the eyes of who asks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.queries.roles import reach, within
from crowdlearn.people.rules import Role

from .models import StoredFile
from .rules import Visibility


@dataclass(frozen=True)
class FileFacts:
    """What is needed to hand a file out. `size` is bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    place: str


_COLUMNS = tuple(col(getattr(StoredFile, name)) for name in ("id", "name", "media_type", "size", "sha256", "place"))


Reader = Callable[[Session, UUID, UUID], bool]
READERS: dict[str, Reader] = {}  # by about_kind: whether a person reads a thing that is not shown to everybody yet


def file_for(file_id: UUID, viewer_id: UUID | None) -> FileFacts:
    """Return a file that this viewer (None: a visitor) may fetch. Raises NotFound for any other."""
    seen: list[sa.ColumnElement[bool]] = [col(StoredFile.visibility) == Visibility.PUBLIC]
    with reading() as session:
        if viewer_id is not None:
            books = within(reach(session, viewer_id, Role.TREASURER, Role.AUDITOR), col(StoredFile.organisation_id))
            seen += [
                col(StoredFile.visibility) == Visibility.MEMBERS,
                col(StoredFile.owner_id) == viewer_id,
                sa.and_(col(StoredFile.visibility) == Visibility.FINANCE, books),
            ]
        query = sa.select(*_COLUMNS).where(
            col(StoredFile.id) == file_id, col(StoredFile.removed_at).is_(None), sa.or_(*seen)
        )
        row: Sequence[Any] | None = session.execute(query).first() or _beside_what_one_reads(
            session, file_id, viewer_id
        )
    if row is None:
        raise NotFound("StoredFile")
    return FileFacts(*row)


def _beside_what_one_reads(session: Session, file_id: UUID, viewer_id: UUID | None) -> Sequence[Any] | None:
    """Return an owner's file about a thing that the viewer reads with them, as its feature says; None for any other."""
    whose = (col(StoredFile.id) == file_id, col(StoredFile.visibility) == Visibility.OWNER)
    query = sa.select(*_COLUMNS, StoredFile.about_kind, StoredFile.about_id)
    row = session.execute(query.where(*whose, col(StoredFile.removed_at).is_(None))).first() if viewer_id else None
    if row is None or viewer_id is None or row.about_kind not in READERS:
        return None
    reads = READERS[row.about_kind](session, row.about_id, viewer_id)
    return row[: len(_COLUMNS)] if reads else None


def is_for_members(file_id: UUID) -> bool:
    """Tell whether signing in is all that is missing to fetch a file."""
    with reading() as session:
        query = sa.select(StoredFile.visibility).where(
            col(StoredFile.id) == file_id, col(StoredFile.removed_at).is_(None)
        )
        return session.execute(query).scalar() is Visibility.MEMBERS


def relations_to_file(person_id: UUID, file_id: UUID) -> set[str]:
    """Return {"pitcher"} for the owner of a file: authz.csv calls whoever something belongs to so."""
    with reading() as session:
        query = sa.select(StoredFile.id).where(col(StoredFile.id) == file_id, col(StoredFile.owner_id) == person_id)
        return {"pitcher"} if session.execute(query).first() else set()
