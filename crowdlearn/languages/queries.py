"""What a thing says in the other language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared

from .models import OtherLanguage, OtherWords
from .rules import MadeBy, Said


@dataclass(frozen=True)
class OtherVersion:
    """A version in the other language, by its parts; `behind`: the original was changed after it."""

    language: str
    made_by: MadeBy
    translator: str
    behind: bool
    words: Mapping[str, str]
    html: Mapping[str, str]


def other_version(session: Session, about_kind: str, about_id: UUID) -> OtherVersion | None:
    """Return what a thing says in the other language, None where it says nothing there."""
    rows = _said(session, about_kind, about_id).all()
    if not rows:
        return None
    first = rows[0]
    return OtherVersion(
        language=first.language,
        made_by=first.made_by,
        translator=first.translator,
        behind=first.behind,
        words={row.part: row.text for row in rows},
        html={row.part: row.html for row in rows if row.html},
    )


def typed_version(about_kind: str, about_id: UUID) -> Said | None:
    """Return a version in the other language as it was typed."""
    with reading() as session:
        found = other_version(session, about_kind, about_id)
    return Said(found.words, found.made_by, found.translator) if found else None


@prepared
def _said(about_kind: str, about_id: UUID) -> Any:
    version = [col(getattr(OtherLanguage, name)) for name in ("language", "made_by", "translator", "behind")]
    return (
        sa.select(*version, col(OtherWords.part), col(OtherWords.text), col(OtherWords.html))
        .join(OtherWords, col(OtherWords.version_id) == col(OtherLanguage.id))
        .where(col(OtherLanguage.about_kind) == about_kind, col(OtherLanguage.about_id) == about_id)
    )
