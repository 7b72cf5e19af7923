"""What a share-back says in the other language."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.sharebacks.models import OtherLanguage, ShareBack
from crowdlearn.sharebacks.rules import MadeBy, Version


@dataclass(frozen=True)
class OtherVersion:
    """A version in the other language; `behind`: the original was changed after it."""

    language: str
    title: str
    summary: str
    body_html: str
    transcript_html: str
    made_by: MadeBy
    translator: str
    behind: bool


def other_version(session: Session, shareback: ShareBack) -> OtherVersion | None:
    """Return what a share-back says in the other language, None where it says nothing there."""
    if not shareback.in_both:
        return None
    said = _said(session, shareback.id).one()._asdict()
    behind = said.pop("of_version") < shareback.version
    return OtherVersion(**said, behind=behind)


def typed_version(shareback_id: UUID) -> Version | None:
    """Return a version in the other language as it was typed."""
    with reading() as session:
        row = session.execute(sa.select(OtherLanguage).where(col(OtherLanguage.shareback_id) == shareback_id)).scalar()
        if row is None:
            return None
        return Version(row.title, row.made_by, row.summary, row.body, row.transcript, row.translator)


@prepared
def _said(shareback_id: UUID) -> Any:
    names = ("language", "title", "summary", "body_html", "transcript_html", "made_by", "translator", "of_version")
    columns = [col(getattr(OtherLanguage, name)) for name in names]
    return sa.select(*columns).where(col(OtherLanguage.shareback_id) == shareback_id)
