"""What others did with a share-back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.outcomes.models import Used
from crowdlearn.outcomes.rules import USE_KIND, Adopted
from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.rules import PersonState
from crowdlearn.sharebacks.models import ShareBack
from crowdlearn.sharebacks.queries.authors import by_line

from .scope import given

PAGE = 20


@dataclass(frozen=True)
class UseRow:
    """One use by someone. `name` is "" for who is not named; `language` is that of their pages."""

    id: UUID
    person_id: UUID
    name: str
    organisation_en: str
    organisation_fr: str
    language: str
    how: Adopted
    text: str
    reached: int
    at: datetime


@dataclass(frozen=True)
class UsesPage:
    """A share-back with what others did with it, the latest first.

    `used` are people, `used_in` the organisations they worked for then, `taught` whom they taught.
    """

    rows: Sequence[UseRow]
    after: str | None
    mine: dict[Adopted, UseRow]
    shareback_id: UUID
    title: str
    language: str
    open_to_all: bool
    author_id: UUID
    author: str
    used: int
    used_in: int
    taught: int


def uses_page(shareback_id: UUID, viewer_id: UUID | None, after: str = "") -> UsesPage:
    """Return a page of uses, `after` a row's id. Raises NotFound for what was not given yet, or is hidden."""
    with reading() as session:
        head: Any = session.execute(
            sa.select(
                col(ShareBack.id),
                col(ShareBack.title),
                col(ShareBack.language),
                col(ShareBack.open_to_all),
                col(ShareBack.author_id),
                by_line(),
                col(ShareBack.used),
                col(ShareBack.used_in),
                col(ShareBack.taught),
            )
            .join(Person, col(Person.id) == col(ShareBack.author_id))
            .where(col(ShareBack.id) == shareback_id, given())
        ).first()
        if head is None:
            raise NotFound
        rows = _rows(session, shareback_id, _key(after))
        own = session.execute(_uses(shareback_id).where(col(Used.person_id) == viewer_id)) if viewer_id else ()
        mine = {row.how: UseRow(*row) for row in own}
    more = str(rows[PAGE - 1].id) if len(rows) > PAGE else None
    return UsesPage(rows[:PAGE], more, mine, *head)


def _rows(session: Session, shareback_id: UUID, after: UUID | None) -> list[UseRow]:
    query = _uses(shareback_id).where(sa.not_(is_hidden(USE_KIND, col(Used.id))))
    if after is not None:
        query = query.where(col(Used.id) < after)
    return [UseRow(*row) for row in session.execute(query.order_by(col(Used.id).desc()).limit(PAGE + 1))]


def _key(after: str) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        raise NotFound from None


def _uses(shareback_id: UUID) -> "sa.Select[*tuple[object, ...]]":
    named = sa.and_(col(Person.profile_public), col(Person.in_chain), col(Person.state) == PersonState.ACTIVE)
    return (
        sa.select(
            col(Used.id),
            col(Used.person_id),
            sa.case((named, col(Person.name)), else_=""),
            sa.func.coalesce(col(Organisation.name_en), ""),
            sa.func.coalesce(col(Organisation.name_fr), ""),
            col(Person.language),
            col(Used.how),
            col(Used.text),
            col(Used.reached),
            col(Used.at),
        )
        .join(Person, col(Person.id) == col(Used.person_id))
        .join(Organisation, col(Organisation.id) == col(Used.organisation_id), isouter=True)
        .where(col(Used.shareback_id) == shareback_id)
    )
