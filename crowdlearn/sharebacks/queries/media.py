"""What lies beside the words of a share-back."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.statements import prepared
from crowdlearn.files.models import StoredFile
from crowdlearn.sharebacks.models import Medium, ShareBack
from crowdlearn.sharebacks.rules import MediumKind, placed


@dataclass(frozen=True)
class MediumRow:
    """A picture with its words, sound or captions. Width and height are pixels, `size` is bytes."""

    id: UUID
    file_id: UUID
    kind: MediumKind
    number: int
    alt: str
    caption: str
    width: int
    height: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Media:
    """Everything that lies beside the words, pictures by their numbers; those of `hidden` are not shown."""

    pictures: dict[int, MediumRow]
    sound: MediumRow | None
    captions: MediumRow | None
    hidden: frozenset[int] = frozenset()

    def around(self, html: str) -> list[str | MediumRow]:
        """Return a text in the order it is read: pieces of HTML with pictures between and after them."""
        parts = placed(html, [*self.pictures, *self.hidden])
        shown = [part for part in parts if part not in self.hidden]
        return [self.pictures[part] if isinstance(part, int) else part for part in shown]


NO_MEDIA = Media({}, None, None)


def media_of(session: Session, shareback: ShareBack) -> Media:
    """Return what lies beside the words of a share-back."""
    if not shareback.last_medium:
        return NO_MEDIA
    rows = [MediumRow(*row) for row in _lying(session, shareback.id)]
    of = {kind: [row for row in rows if row.kind is kind] for kind in MediumKind}
    return Media(
        pictures={row.number: row for row in of[MediumKind.PICTURE]},
        sound=next(iter(of[MediumKind.SOUND]), None),
        captions=next(iter(of[MediumKind.CAPTIONS]), None),
    )


@prepared
def _lying(shareback_id: UUID) -> Any:
    return (
        sa.select(
            col(Medium.id),
            col(Medium.file_id),
            col(Medium.kind),
            col(Medium.number),
            col(Medium.alt),
            col(Medium.caption),
            col(Medium.width),
            col(Medium.height),
            col(StoredFile.name),
            col(StoredFile.media_type),
            col(StoredFile.size),
        )
        .join(StoredFile, col(StoredFile.id) == col(Medium.file_id))
        .where(col(Medium.shareback_id) == shareback_id, col(Medium.removed_at).is_(None))
        .order_by(col(Medium.number))
    )
