"""What readers are not shown, because somebody who appears in a share-back has not agreed: brought up to date."""

from functools import partial

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.languages.service import say_anew
from crowdlearn.sharebacks.models import ShareBack, ShareBackVersion
from crowdlearn.sharebacks.rules import NEEDED, SHAREBACK_KIND, without_names

from .finding import list_anew
from .media import show_media
from .saying import names_withheld, said


def withhold(session: Session, shareback: ShareBack) -> None:
    """Let a share-back show what its people agreed to, and nothing else: page, versions, files and search at once.

    A name that went out of an earlier version does not come back into it.
    """
    session.flush()
    shareback.body_html = said(session, shareback, shareback.body, shareback.language)
    shareback.transcript_html = said(session, shareback, shareback.transcript, shareback.language)
    if shareback.in_both:
        say_anew(session, SHAREBACK_KIND, shareback.id, dict.fromkeys(NEEDED, partial(said, session, shareback)))
    _clear_versions(session, shareback)
    show_media(session, shareback)
    list_anew(session, shareback)


def _clear_versions(session: Session, shareback: ShareBack) -> None:
    names = names_withheld(session, shareback)
    if not names:
        return
    kept = sa.select(ShareBackVersion).where(col(ShareBackVersion.shareback_id) == shareback.id)
    for version in session.execute(kept).scalars():
        version.body_html = without_names(version.body_html, names, shareback.language)
        version.transcript_html = without_names(version.transcript_html, names, shareback.language)
