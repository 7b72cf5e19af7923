"""What a share-back says to its readers: its words as HTML, without the names of those who have not agreed."""

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.sharebacks.models import Appearance, ShareBack
from crowdlearn.sharebacks.rules import ConsentState, Item, check_named_only_in_text, without_names
from crowdlearn.web.markdown import render


def names_withheld(session: Session, shareback: ShareBack) -> list[str]:
    """Return the names that do not stand in a share-back's text."""
    return _names(session, shareback, col(Appearance.consent) != ConsentState.AGREED)


def check_title(session: Session, shareback: ShareBack, *lines: str) -> None:
    """Raise NamedAbove for a title or summary with a name that somebody was asked about, whatever they answered."""
    check_named_only_in_text(_names(session, shareback), *lines)


def said(session: Session, shareback: ShareBack, text: str, language: str) -> str:
    """Return what readers read of a text in Markdown, as HTML."""
    return render(without_names(text, names_withheld(session, shareback), language))


def _names(session: Session, shareback: ShareBack, *which: sa.ColumnElement[bool]) -> list[str]:
    if not shareback.names_people:
        return []
    session.flush()
    asked = sa.select(col(Appearance.name)).where(
        col(Appearance.shareback_id) == shareback.id, col(Appearance.item) == Item.NAME, *which
    )
    return list(session.execute(asked).scalars())
