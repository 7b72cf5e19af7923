"""Putting a share-back into the other language, and taking that version off again."""

from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.sharebacks.models import OtherLanguage, ShareBack
from crowdlearn.sharebacks.rules import OTHER, Version, check_version

from .authors import own
from .saying import check_title, said
from .writing import EDITABLE, list_anew


def write_other_language(person_id: UUID, shareback_id: UUID, version: Version) -> None:
    """Say one's own share-back in the other language, in the place of what it said there.

    Raises what check_version() finds missing, NotAllowed once it is off the site.
    """
    with transaction() as session:
        shareback = own(session, shareback_id, person_id)
        if shareback.state not in EDITABLE:
            raise NotAllowed
        check_version(version, shareback.body, shareback.transcript)
        row = other_language_of(session, shareback_id)
        if row is None:
            row = OtherLanguage(
                shareback_id=shareback_id,
                language=OTHER[shareback.language],
                title=version.title,
                made_by=version.made_by,
                translator=version.translator,
                of_version=shareback.version,
            )
            session.add(row)
        check_title(session, shareback, version.title, version.summary)
        _fill(session, row, shareback, version)
        shareback.in_both = True
        list_anew(session, shareback)
        record(session, "share.language", by=person_id, about=shareback_id, made_by=version.made_by.value)


def drop_other_language(person_id: UUID, shareback_id: UUID) -> None:
    """Take the version in the other language off one's own share-back. Raises NotFound where there is none."""
    with transaction() as session:
        shareback = own(session, shareback_id, person_id)
        row = other_language_of(session, shareback_id)
        if row is None:
            raise NotFound
        session.delete(row)
        shareback.in_both = False
        list_anew(session, shareback)
        record(session, "share.language_drop", by=person_id, about=shareback_id)


def other_language_of(session: Session, shareback_id: UUID) -> OtherLanguage | None:
    """Return what a share-back says in the other language, if it does."""
    return session.exec(select(OtherLanguage).where(OtherLanguage.shareback_id == shareback_id)).first()


def _fill(session: Session, row: OtherLanguage, shareback: ShareBack, version: Version) -> None:
    row.language = OTHER[shareback.language]
    row.title, row.summary = version.title.strip(), version.summary.strip()
    row.body, row.body_html = version.body, said(session, shareback, version.body, row.language)
    row.transcript = version.transcript
    row.transcript_html = said(session, shareback, version.transcript, row.language)
    row.made_by, row.translator = version.made_by, version.translator.strip()
    row.of_version, row.written_at = shareback.version, now()
