"""Who was asked about what in a share-back: for its author, and for whoever appears in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.files.models import StoredFile
from crowdlearn.files.queries import FileFacts, file_for
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.people.queries.sessions import token_hash
from crowdlearn.sharebacks.models import Appearance, Material, Medium, ShareBack
from crowdlearn.sharebacks.rules import (
    READABLE,
    ConsentState,
    Item,
    MaterialKind,
    MediumKind,
    SharebackState,
    passages,
)

MOST = 200


@dataclass(frozen=True)
class PersonIn:
    """One thing of one person in a share-back, for its author. `number` is that of the picture, 0 without one."""

    id: UUID
    name: str
    item: Item
    consent: ConsentState
    about: str
    number: int
    alt: str
    asked_at: datetime
    answered_at: datetime | None


def people_in(shareback_id: UUID) -> list[PersonIn]:
    """Return whom an author asked about what, by name."""
    query = (
        sa.select(
            col(Appearance.id),
            col(Appearance.name),
            col(Appearance.item),
            col(Appearance.consent),
            col(Appearance.about),
            sa.func.coalesce(col(Medium.number), 0),
            sa.func.coalesce(col(Medium.alt), ""),
            col(Appearance.asked_at),
            col(Appearance.answered_at),
        )
        .select_from(Appearance)
        .join(Medium, col(Medium.id) == col(Appearance.medium_id), isouter=True)
        .where(col(Appearance.shareback_id) == shareback_id, col(Appearance.asking_id).is_not(None))
        .order_by(col(Appearance.name), col(Appearance.id))
    )
    with reading() as session:
        return [PersonIn(*row) for row in session.execute(query)]


def appearance_relations(viewer_id: UUID, appearance_id: UUID) -> set[str]:
    """Return what a viewer is to something of somebody in a share-back: "pledger" is whose it is."""
    query = sa.select(col(Appearance.person_id), col(ShareBack.author_id)).join(
        ShareBack, col(ShareBack.id) == col(Appearance.shareback_id)
    )
    with reading() as session:
        row = session.execute(query.where(col(Appearance.id) == appearance_id)).first()
    return {word for word, who in zip(("pledger", "pitcher"), row or (), strict=False) if who == viewer_id}


@dataclass(frozen=True)
class Mine:
    """One thing of mine in a share-back. `passages` are where the name stands, `file_type` that of what I may see.

    `link` leads to a recording elsewhere.
    """

    id: UUID
    item: Item
    consent: ConsentState
    name: str
    about: str
    asked_at: datetime
    answered_at: datetime | None
    shareback_id: UUID
    title: str
    language: str
    author: str
    state: SharebackState
    alt: str
    file_type: str
    link: str
    passages: list[str]

    @property
    def readable(self) -> bool:
        """Tell whether there is a page of it to read."""
        return self.state in READABLE


def appearances_of(person_id: UUID) -> list[Mine]:
    """Return where a person appears: what waits for their answer first, then the newest."""
    with reading() as session:
        return _mine(session, col(Appearance.person_id) == person_id)


def appearances_by_letter(token: str) -> list[Mine]:
    """Return where somebody without an account appears, by the link of any letter to them. Raises NotFound."""
    with reading() as session:
        return _mine(session, whose_letter(session, token))


def whose_letter(session: Session, token: str) -> sa.ColumnElement[bool]:
    """Return the condition for everything of the person to whom a letter went. Raises NotFound for none of ours.

    Whoever made an account since answers there: the link alone shows nothing more.
    """
    query = sa.select(col(Appearance.email)).where(
        col(Appearance.token_hash) == token_hash(token), col(Appearance.person_id).is_(None)
    )
    email = session.execute(query.limit(1)).scalar()
    if email is None:
        raise NotFound("letter")
    return sa.and_(col(Appearance.email) == email, col(Appearance.person_id).is_(None))


def has_account_now(token: str) -> bool:
    """Tell whether the person to whom a letter went has made an account since."""
    query = sa.select(col(Appearance.id)).where(
        col(Appearance.token_hash) == token_hash(token), col(Appearance.person_id).is_not(None)
    )
    with reading() as session:
        return session.execute(query.limit(1)).first() is not None


def file_of_mine(person_id: UUID, appearance_id: UUID) -> FileFacts:
    """Return the picture or sound that a person is asked about. Raises NotFound for what is not theirs."""
    with reading() as session:
        return _file(session, appearance_id, col(Appearance.person_id) == person_id)


def file_by_letter(token: str, appearance_id: UUID) -> FileFacts:
    """Return the picture or sound that somebody without an account is asked about. Raises NotFound."""
    with reading() as session:
        return _file(session, appearance_id, whose_letter(session, token))


def _file(session: Session, appearance_id: UUID, whose: sa.ColumnElement[bool]) -> FileFacts:
    query = (
        sa.select(_file_id("id"), col(ShareBack.author_id))
        .select_from(Appearance)
        .join(ShareBack, col(ShareBack.id) == col(Appearance.shareback_id))
        .where(col(Appearance.id) == appearance_id, whose)
    )
    row = session.execute(query).first()
    if row is None or row[0] is None:
        raise NotFound("StoredFile")
    return file_for(row[0], row.author_id)


def _file_id(name: str) -> Any:
    """Return the file of the picture, or the first of the recording, that an appearance is about."""
    picture = sa.select(col(Medium.file_id)).where(
        col(Medium.id) == col(Appearance.medium_id), col(Medium.removed_at).is_(None)
    )
    sound = sa.select(col(Medium.file_id)).where(
        col(Medium.shareback_id) == col(Appearance.shareback_id),
        col(Medium.kind) == MediumKind.SOUND,
        col(Medium.removed_at).is_(None),
    )
    handed_out = sa.select(col(Material.file_id)).where(
        col(Material.shareback_id) == col(Appearance.shareback_id),
        col(Material.kind) == MaterialKind.RECORDING,
        col(Material.file_id).is_not(None),
    )
    found = [one.limit(1).correlate(Appearance).scalar_subquery() for one in (picture, sound, handed_out)]
    return sa.case(
        (col(Appearance.item) == Item.PICTURE, found[0]),
        (col(Appearance.item) == Item.RECORDING, sa.func.coalesce(*found[1:])),
        else_=None,
    ).label(name)


def _mine(session: Session, whose: sa.ColumnElement[bool]) -> list[Mine]:
    waits = sa.case((col(Appearance.consent) == ConsentState.ASKED, 0), else_=1)
    names = ("id", "item", "consent", "name", "about", "asked_at", "answered_at", "shareback_id")
    file_type = sa.select(col(StoredFile.media_type)).where(col(StoredFile.id) == _file_id("file_id"))
    query = (
        sa.select(
            *(col(getattr(Appearance, name)) for name in names),
            col(ShareBack.title),
            col(ShareBack.language),
            col(Person.name).label("author"),
            col(ShareBack.state),
            sa.func.coalesce(col(Medium.alt), "").label("alt"),
            sa.func.coalesce(file_type.correlate(Appearance).scalar_subquery(), "").label("file_type"),
            sa.case((col(Appearance.item) == Item.RECORDING, col(ShareBack.link)), else_="").label("link"),
            col(ShareBack.body),
            col(ShareBack.transcript),
        )
        .select_from(Appearance)
        .join(ShareBack, col(ShareBack.id) == col(Appearance.shareback_id))
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .join(Medium, col(Medium.id) == col(Appearance.medium_id), isouter=True)
        .where(whose)
        .order_by(waits, col(Appearance.id).desc())
        .limit(MOST)
    )
    return [_as_mine(row) for row in session.execute(query)]


def _as_mine(row: Any) -> Mine:
    values = dict(row._mapping)
    text = f"{values.pop('body')}\n{values.pop('transcript')}"
    return Mine(**values, passages=passages(text, row.name) if row.item is Item.NAME else [])
