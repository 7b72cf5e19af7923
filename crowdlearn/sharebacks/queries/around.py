"""What stands around a share-back: what it gives again, who gives it again, its materials, the bodies it went to."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import ShareBackKind
from crowdlearn.sharebacks.models import Material, Presentation, ShareBack
from crowdlearn.sharebacks.rules import READABLE, SHAREBACK_KIND, Decision, Form, MaterialKind, is_given

from .authors import by_line, is_author


@dataclass(frozen=True)
class Telling:
    """A share-back in the chain of those who give it again."""

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
    retellings: list[Telling]
    materials: list[MaterialRow]
    presentations: list[PresentationRow]


def around(session: Session, shareback: ShareBack) -> Around:
    """Return what stands around a share-back; asks only for what it can have."""
    origins = [col(ShareBack.id) == shareback.retold_from_id] if shareback.retold_from_id else None
    again = [col(ShareBack.retold_from_id) == shareback.id] if shareback.may_be_retold else None
    return Around(
        next(iter(_tellings(session, origins)), None) if origins else None,
        _tellings(session, again) if again else [],
        materials_of(session, shareback.id) if shareback.form is Form.EVENT else [],
        _presentations(session, shareback.id),
    )


def _tellings(session: Session, which: list[sa.ColumnElement[bool]]) -> list[Telling]:
    columns = (ShareBack.id, ShareBack.kind, ShareBack.title, ShareBack.language)
    query = (
        sa.select(*(col(column) for column in columns), by_line(), col(ShareBack.published_at))
        .select_from(ShareBack)
        .join(Person, col(Person.id) == col(ShareBack.author_id))
        .where(
            *which,
            col(ShareBack.state).in_(READABLE),
            col(ShareBack.published_at).is_not(None),
            sa.not_(is_hidden(SHAREBACK_KIND, col(ShareBack.id))),
        )
        .order_by(col(ShareBack.published_at))
        .limit(MOST)
    )
    return [Telling(*row) for row in session.execute(query)]


MOST = 50


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
        if row is None or not row.may_be_retold or not is_given(row.form, row.state):
            raise NotFound
        if is_author(session, row, person_id):
            raise NotFound
        found = _tellings(session, [col(ShareBack.id) == shareback_id])
    if not found:
        raise NotFound
    return found[0]
