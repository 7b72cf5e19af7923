"""What stands around a share-back: what it comes from, what came from it, its materials, the bodies it went to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.sharebacks.models import Material, Presentation, ShareBack
from crowdlearn.sharebacks.rules import (
    READABLE,
    SHAREBACK_KIND,
    WITH_MATERIALS,
    Decision,
    MaterialKind,
    is_given,
)

from .authors import by_line, is_author

MOST = 50


@dataclass(frozen=True)
class Telling:
    """A share-back beside the one of the page: what it comes from, or what came from it."""

    id: UUID
    kind: ShareBackKind
    title: str
    language: str
    author: str
    at: datetime


@dataclass(frozen=True)
class MaterialRow:
    """A link, or a file to fetch."""

    id: UUID
    kind: MaterialKind
    title: str
    file_id: UUID | None
    link: str


@dataclass(frozen=True)
class PresentationRow:
    """A presentation to a governance body; `decision` None until it was recorded, then by whom and when."""

    id: UUID
    body: str
    day: date
    decision: Decision | None
    response: str
    recorder: str | None
    recorded_at: datetime | None


@dataclass(frozen=True)
class Around:
    """What a page shows beside the share-back itself."""

    original: Telling | None
    source: Telling | None
    retellings: list[Telling]
    drawn: list[Telling]
    materials: list[MaterialRow]
    presentations: list[PresentationRow]


def around(session: Session, shareback: ShareBack, *, member: bool) -> Around:
    """Return what stands around a share-back for a member, or for a stranger; asks only for what it can have."""
    origins = [one for one in (shareback.retold_from_id, shareback.drawn_from_id) if one is not None]
    kin = [(Telling(*row[:6]), row) for row in _kin(session, origins, shareback.id, member)]
    return Around(
        original=next((one for one, _ in kin if one.id == shareback.retold_from_id), None),
        source=next((one for one, _ in kin if one.id == shareback.drawn_from_id), None),
        retellings=[one for one, row in kin if row.retold_from_id == shareback.id and shareback.may_be_retold],
        drawn=[one for one, row in kin if row.drawn_from_id == shareback.id],
        materials=materials_of(session, shareback.id) if shareback.form in WITH_MATERIALS else [],
        presentations=_presentations(session, shareback.id),
    )


@prepared
def _kin(origins: list[UUID], shareback_id: UUID, member: bool) -> Any:
    """Return what a share-back comes from and what came from it, the earlier first."""
    columns = [col(one) for one in (ShareBack.id, ShareBack.kind, ShareBack.title, ShareBack.language)]
    kin = (col(ShareBack.published_at), col(ShareBack.retold_from_id), col(ShareBack.drawn_from_id))
    return (
        sa.select(*columns, by_line(), *kin)
        .select_from(ShareBack)
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .where(
            sa.or_(
                col(ShareBack.id).in_(origins),
                col(ShareBack.retold_from_id) == shareback_id,
                col(ShareBack.drawn_from_id) == shareback_id,
            ),
            sa.or_(col(ShareBack.open_to_all), sa.type_coerce(member, sa.Boolean)),
            col(ShareBack.state).in_(READABLE),
            col(ShareBack.published_at).is_not(None),
            sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id))),
        )
        .order_by(col(ShareBack.published_at))
        .limit(MOST)
    )


def materials_of(session: Session, shareback_id: UUID) -> list[MaterialRow]:
    """Return what goes with a share-back, in the order it was added."""
    columns = (Material.id, Material.kind, Material.title, Material.file_id, Material.link)
    query = sa.select(*columns).where(col(Material.shareback_id) == shareback_id).order_by(col(Material.id))
    return [MaterialRow(*row) for row in session.execute(query)]


def _presentations(session: Session, shareback_id: UUID) -> list[PresentationRow]:
    columns = (Presentation.id, Presentation.body, Presentation.day, Presentation.decision, Presentation.response)
    query = (
        sa.select(*(col(column) for column in (*columns, Person.name, Presentation.recorded_at)))
        .select_from(Presentation)
        .join(Person, col(Person.id) == col(Presentation.recorded_by), isouter=True)
        .where(col(Presentation.shareback_id) == shareback_id)
        .order_by(col(Presentation.day), col(Presentation.id))
    )
    return [PresentationRow(*row) for row in session.execute(query)]


def to_be_retold(shareback_id: UUID, person_id: UUID) -> Telling:
    """Return what a person may give again. Raises NotFound for their own and for what its author does not allow."""
    with reading() as session:
        row = session.get(ShareBack, shareback_id)
        if row is None or not row.may_be_retold or is_author(session, row, person_id):
            raise NotFound
        return _given(session, row)


def to_be_drawn_from(shareback_id: UUID) -> Telling:
    """Return what a practice or a tool may come out of. Raises NotFound for what was not given, or is hidden."""
    with reading() as session:
        row = session.get(ShareBack, shareback_id)
        if row is None:
            raise NotFound
        return _given(session, row)


def _given(session: Session, row: ShareBack) -> Telling:
    found = next((Telling(*one[:6]) for one in _kin(session, [row.id], row.id, True) if one.id == row.id), None)
    if found is None or not is_given(row.form, row.state):
        raise NotFound
    return found
