"""What the people who appear in a share-back let be shown, and what is withheld because somebody did not agree."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.statements import prepared
from crowdlearn.people.models import Person
from crowdlearn.sharebacks.models import Appearance, Seat, ShareBack
from crowdlearn.sharebacks.rules import ConsentState, Item, MaterialKind, without_names

from .around import Around
from .media import Media

_AGREED = col(Appearance.consent) == ConsentState.AGREED


@dataclass(frozen=True)
class Quotation:
    """Words that somebody agreed to; `by` is "" for who did not agree to be named."""

    words: str
    by: str


@dataclass(frozen=True)
class Appearing:
    """What the people who appear in a share-back let be shown. `withheld` counts the items that nobody is shown."""

    quotations: list[Quotation] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    pictures: frozenset[UUID] = frozenset()
    recording: bool = False
    withheld: int = 0

    def media(self, media: Media, language: str) -> Media:
        """Return what lies beside the words, without what is withheld."""
        hidden = frozenset(number for number, row in media.pictures.items() if row.id in self.pictures)
        shown = {
            number: replace(
                row,
                alt=without_names(row.alt, self.names, language),
                caption=without_names(row.caption, self.names, language),
            )
            for number, row in media.pictures.items()
            if number not in hidden
        }
        sound, captions = (None, None) if self.recording else (media.sound, media.captions)
        return replace(media, pictures=shown, sound=sound, captions=captions, hidden=hidden)

    def around(self, around: Around) -> Around:
        """Return what stands around, without a recording that is withheld."""
        if not self.recording:
            return around
        kept = [one for one in around.materials if one.kind is not MaterialKind.RECORDING]
        return replace(around, materials=kept)


EVERYTHING = Appearing()


def appearing(session: Session, shareback: ShareBack) -> Appearing:
    """Return what the people who appear in a share-back let be shown, and what is withheld."""
    if not shareback.names_people:
        return EVERYTHING
    rows = _of(session, shareback.id).all()
    no = [row for row in rows if row.consent is not ConsentState.AGREED]
    named = {_whose(row) for row in rows if row.item is Item.NAME and row.consent is ConsentState.AGREED}
    return Appearing(
        quotations=[
            Quotation(row.about, row.name if _whose(row) in named else "")
            for row in rows
            if row.item is Item.QUOTATION and row.consent is ConsentState.AGREED
        ],
        names=[row.name for row in no if row.item is Item.NAME],
        pictures=frozenset(row.medium_id for row in no if row.item is Item.PICTURE),
        recording=any(row.item is Item.RECORDING for row in no),
        withheld=len(no),
    )


def _whose(row: Any) -> object:
    return row.person_id or row.email


@prepared
def _of(shareback_id: UUID) -> Any:
    names = ("item", "person_id", "email", "name", "about", "medium_id", "consent")
    columns = [col(getattr(Appearance, name)) for name in names]
    return sa.select(*columns).where(col(Appearance.shareback_id) == shareback_id).order_by(col(Appearance.id))


def recording_withheld() -> sa.ColumnElement[bool]:
    """Return the condition that a share-back's recording is withheld because somebody in it has not agreed."""
    return sa.exists().where(
        col(Appearance.shareback_id) == col(ShareBack.id), col(Appearance.item) == Item.RECORDING, sa.not_(_AGREED)
    )


def named_on_list() -> sa.ColumnElement[bool]:
    """Return the condition that whoever has a seat agreed to stand on the list of those who came."""
    return sa.exists().where(
        col(Appearance.shareback_id) == col(Seat.shareback_id),
        col(Appearance.person_id) == col(Seat.person_id),
        col(Appearance.item) == Item.LIST,
        _AGREED,
    )


def names_of_those_who_came(session: Session, shareback_id: UUID) -> list[str]:
    """Return the names of those who came, by their seat or by the host's word, and agreed to stand on the list."""
    came = sa.exists().where(
        col(Seat.shareback_id) == shareback_id,
        col(Seat.person_id) == col(Appearance.person_id),
        col(Seat.attended_at).is_not(None),
    )
    name = sa.func.coalesce(col(Person.name), col(Appearance.name)).label("name")
    query = (
        sa.select(name)
        .select_from(Appearance)
        .join(Person, col(Person.id) == col(Appearance.person_id), isouter=True)
        .where(
            col(Appearance.shareback_id) == shareback_id,
            col(Appearance.item) == Item.LIST,
            _AGREED,
            sa.or_(came, col(Appearance.asking_id).is_not(None)),
        )
        .order_by(name)
    )
    return list(session.execute(query).scalars())


def on_list(session: Session, shareback_id: UUID, person_id: UUID) -> bool:
    """Tell whether a person agreed to stand on the list of those who came."""
    agreed = sa.select(col(Appearance.id)).where(
        col(Appearance.shareback_id) == shareback_id,
        col(Appearance.person_id) == person_id,
        col(Appearance.item) == Item.LIST,
        _AGREED,
    )
    return session.execute(agreed).first() is not None
