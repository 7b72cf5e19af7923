"""Pictures, sound and captions of a share-back: kept, described, shown to those who may read it, taken away."""

from typing import cast
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.conversations.models import Hidden
from crowdlearn.conversations.queries import hidden_now
from crowdlearn.conversations.rules import ContentHidden, ContentShown
from crowdlearn.db.session import lock, transaction
from crowdlearn.files.rules import UnknownKind, Visibility, kind_of
from crowdlearn.files.service import Upload, keep, pixels, receive, remove, show
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.sharebacks.models import Appearance, Material, Medium, ShareBack
from crowdlearn.sharebacks.queries.appearing import appearing
from crowdlearn.sharebacks.rules import (
    MOST_PICTURES,
    READABLE,
    SHAREBACK_KIND,
    Beside,
    Form,
    MaterialKind,
    MediumKind,
    SharebackState,
    TooManyPictures,
    check_medium,
)

from .authors import writable

OPEN_TO_CHANGE = frozenset({SharebackState.DRAFT, SharebackState.PUBLISHED, SharebackState.HELD})


def attach(
    person_id: UUID, shareback_id: UUID, kind: MediumKind, upload: Upload | None, alt: str = "", caption: str = ""
) -> None:
    """Add a picture to one's own share-back, or give it its sound or captions, in the place of what it had.

    Refused: WrongMedium, PictureUndescribed, TooManyPictures, and what the keeper of files refuses.
    """
    check_medium(kind, _media_type(upload), alt)
    received = receive(cast(Upload, upload))
    width, height = pixels(received)
    with transaction() as session:
        shareback = changeable(session, shareback_id, person_id)
        _make_room(session, shareback, kind, person_id)
        shareback.last_medium += 1
        file_id = keep(session, person_id, received, SHAREBACK_KIND, shareback_id, who_may_fetch(shareback))
        medium = Medium(
            shareback_id=shareback_id,
            file_id=file_id,
            kind=kind,
            number=shareback.last_medium,
            alt=alt.strip(),
            caption=caption.strip(),
            width=width,
            height=height,
        )
        session.add(medium)
        show_media(session, shareback)


def _media_type(upload: Upload | None) -> str:
    try:
        return kind_of((upload and upload.filename) or "").media_type
    except UnknownKind:
        return ""


def take_away(person_id: UUID, shareback_id: UUID, medium_id: UUID) -> None:
    """Take a picture, sound or captions off one's own share-back. Raises NotFound for those of another one."""
    with transaction() as session:
        changeable(session, shareback_id, person_id)
        medium = session.get(Medium, medium_id)
        if medium is None or medium.shareback_id != shareback_id or medium.removed_at is not None:
            raise NotFound
        _take(session, medium, person_id)


def beside(session: Session, shareback: ShareBack) -> Beside:
    """Return what lies beside the words of a share-back and counts for its being complete."""
    kinds = set(session.scalars(sa.select(Medium.kind).where(*_lying(shareback.id))))
    moving = shareback.kind is not ShareBackKind.PODCAST
    return Beside(
        sound=MediumKind.SOUND in kinds,
        captions=moving and MediumKind.CAPTIONS in kinds,
        file=shareback.form is Form.TOOL and session.scalar(_handed_out(shareback.id)) is not None,
    )


def show_media(session: Session, shareback: ShareBack) -> None:
    """Let whoever may read a share-back fetch what lies beside its words, and nobody else.

    What a steward hid, and what somebody on it has not agreed to, its author alone may fetch.
    """
    session.flush()
    hidden = hidden_now(session, SHAREBACK_KIND, shareback.id) is not None
    appear, shown, withheld = appearing(session, shareback), list[UUID](), list[UUID]()
    for row in session.execute(_beside(shareback.id)):
        recorded = row.kind in (MediumKind.SOUND, MediumKind.CAPTIONS, MaterialKind.RECORDING)
        no = hidden or row.id in appear.pictures or (recorded and appear.recording)
        (withheld if no else shown).append(row.file_id)
    show(session, shown, who_may_fetch(shareback))
    show(session, withheld, Visibility.OWNER)


def throw_media_away(session: Session, shareback_id: UUID, person_id: UUID) -> None:
    """Take everything away that lay beside a draft that goes, or went with it."""
    beside_it = session.exec(select(Medium).where(col(Medium.shareback_id) == shareback_id)).all()
    with_it = session.exec(select(Material).where(col(Material.shareback_id) == shareback_id)).all()
    rows: list[Medium | Material] = [*beside_it, *with_it]
    for row in rows:
        if row.file_id is not None:
            remove(session, row.file_id, person_id)
        session.delete(row)


def shade_media(event: ContentHidden | ContentShown) -> None:
    """After a steward hid a share-back or showed it again: its pictures and sound go with it."""
    with transaction() as session:
        hidden = session.get_one(Hidden, event.hidden_id)
        if hidden.about_kind != SHAREBACK_KIND:
            return
        shareback = lock(session, ShareBack, hidden.about_id)
        show_media(session, shareback)


def changeable(session: Session, shareback_id: UUID, person_id: UUID) -> ShareBack:
    """Return a share-back that one wrote, held, while something can be added to it. Raises NotAllowed."""
    shareback = writable(session, shareback_id, person_id)
    if shareback.state not in OPEN_TO_CHANGE:
        raise NotAllowed
    return shareback


def _make_room(session: Session, shareback: ShareBack, kind: MediumKind, person_id: UUID) -> None:
    there = session.exec(select(Medium).where(*_lying(shareback.id), col(Medium.kind) == kind)).all()
    if kind is not MediumKind.PICTURE:
        for medium in there:
            _take(session, medium, person_id)
    elif len(there) >= MOST_PICTURES:
        raise TooManyPictures(most=MOST_PICTURES)


def _take(session: Session, medium: Medium, person_id: UUID) -> None:
    medium.removed_at = now()
    remove(session, medium.file_id, person_id)
    session.execute(sa.delete(Appearance).where(col(Appearance.medium_id) == medium.id))


def _handed_out(shareback_id: UUID) -> "sa.Select[UUID]":
    handed_out = col(Material.shareback_id) == shareback_id, col(Material.file_id).is_not(None)
    return sa.select(col(Material.id)).where(*handed_out).limit(1)


def _beside(shareback_id: UUID) -> "sa.CompoundSelect[UUID, UUID, str]":
    kinds = (sa.type_coerce(col(one.kind), sa.String).label("kind") for one in (Medium, Material))
    media = sa.select(col(Medium.file_id), col(Medium.id), next(kinds)).where(*_lying(shareback_id))
    handed_out = sa.select(col(Material.file_id), col(Material.id), next(kinds)).where(
        col(Material.shareback_id) == shareback_id, col(Material.file_id).is_not(None)
    )
    return media.union_all(handed_out)


def _lying(shareback_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return col(Medium.shareback_id) == shareback_id, col(Medium.removed_at).is_(None)


def who_may_fetch(shareback: ShareBack) -> Visibility:
    """Return who may fetch what lies beside a share-back: whoever may read it."""
    if shareback.state not in READABLE:
        return Visibility.OWNER
    return Visibility.PUBLIC if shareback.open_to_all else Visibility.MEMBERS
