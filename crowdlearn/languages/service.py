"""Steps that put a text into the other language, and take it off again."""

from collections.abc import Callable, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound

from .models import OtherLanguage, OtherWords
from .rules import Said, digest

Render = Callable[[str, str], str]  # a text and its language → the HTML that readers read


def say(
    session: Session,
    about_kind: str,
    about_id: UUID,
    said: Said,
    *,
    language: str,
    original: Mapping[str, str],
    markdown: Mapping[str, Render],
) -> None:
    """Say a thing in `language`, in the place of what was said there before; the parts in `markdown` become HTML."""
    row = version_of(session, about_kind, about_id)
    if row is None:
        row = OtherLanguage(
            about_kind=about_kind, about_id=about_id, language=language, made_by=said.made_by,
            translator=said.translator.strip(), of="",
        )  # fmt: skip
        session.add(row)
    row.language, row.made_by, row.translator = language, said.made_by, said.translator.strip()
    row.of, row.behind, row.written_at = digest(original), False, now()
    session.flush()
    session.execute(sa.delete(OtherWords).where(col(OtherWords.version_id) == row.id))
    for part, text in said.words.items():
        html = markdown[part](text, language) if part in markdown else ""
        session.add(OtherWords(version_id=row.id, part=part, text=text if html else text.strip(), html=html))


def say_anew(session: Session, about_kind: str, about_id: UUID, markdown: Mapping[str, Render]) -> None:
    """Make the HTML of a text in the other language anew."""
    row = version_of(session, about_kind, about_id)
    if row is not None:
        for words in session.exec(select(OtherWords).where(OtherWords.version_id == row.id)):
            if words.part in markdown:
                words.html = markdown[words.part](words.text, row.language)


def note_original(session: Session, about_kind: str, about_id: UUID, original: Mapping[str, str]) -> None:
    """Note whether the original still says what was put into the other language."""
    row = version_of(session, about_kind, about_id)
    if row is not None:
        row.behind = row.of != digest(original)


def unsay(session: Session, about_kind: str, about_id: UUID) -> None:
    """Take what a thing says in the other language off. Raises NotFound where it says nothing there."""
    row = version_of(session, about_kind, about_id)
    if row is None:
        raise NotFound
    session.execute(sa.delete(OtherWords).where(col(OtherWords.version_id) == row.id))
    session.delete(row)
    session.flush()


def version_of(session: Session, about_kind: str, about_id: UUID) -> OtherLanguage | None:
    """Return the version in the other language, if there is one."""
    query = select(OtherLanguage).where(OtherLanguage.about_kind == about_kind, OtherLanguage.about_id == about_id)
    return session.exec(query).first()


def words_said(session: Session, about_kind: str, about_id: UUID) -> str:
    """Return all a thing says in the other language, so that it is found by those words too."""
    session.flush()
    words = (
        sa.select(col(OtherWords.text))
        .join(OtherLanguage, col(OtherLanguage.id) == col(OtherWords.version_id))
        .where(col(OtherLanguage.about_kind) == about_kind, col(OtherLanguage.about_id) == about_id)
    )
    return "\n".join(session.execute(words).scalars())
