"""Whose a share-back is: its author's, and that of those who accepted to stand with it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.db.statements import prepared
from crowdlearn.people.models import Organisation, Person
from crowdlearn.sharebacks.models import CoAuthor, ShareBack
from crowdlearn.sharebacks.rules import AuthorState

IN_IT = (AuthorState.INVITED, AuthorState.NAMED)


@dataclass(frozen=True)
class Writer:
    """A co-author, invited or named. `shown`: their profile is there to be read."""

    id: UUID
    person_id: UUID
    name: str
    shown: bool
    organisation_en: str
    organisation_fr: str
    state: AuthorState


def by_line(between: str = ", ") -> sa.ColumnElement[str]:
    """Return the names of all authors as one column, "Amira Haddad, Bao Chen"; the select joins Person as the author.

    Texts of one author cost nothing more: the others are looked up only where `co_authors` says there are some.
    """
    other = aliased(Person)
    names = (
        sa.select(sa.literal(between).concat(col(other.name)).label("name"))
        .join(CoAuthor, col(CoAuthor.person_id) == col(other.id))
        .where(col(CoAuthor.shareback_id) == col(ShareBack.id), col(CoAuthor.state) == AuthorState.NAMED)
        .correlate(ShareBack)
        .subquery()
    )
    others = sa.func.coalesce(sa.select(sa.func.aggregate_strings(names.c.name, "")).scalar_subquery(), "")
    return sa.case((col(ShareBack.co_authors) == 0, col(Person.name)), else_=col(Person.name).concat(others))


def written_by(person_id: Any) -> sa.ColumnElement[bool]:
    """Return the condition that a person is the author or a named co-author of a share-back; a value or a column."""
    return sa.or_(col(ShareBack.author_id) == person_id, _has_part(person_id))


def written_by_any(people: Any) -> sa.ColumnElement[bool]:
    """Return the condition that one of some people, a select of their ids, is among the authors."""
    together = sa.select(col(CoAuthor.shareback_id)).where(
        col(CoAuthor.state) == AuthorState.NAMED, col(CoAuthor.person_id).in_(people)
    )
    return sa.or_(col(ShareBack.author_id).in_(people), col(ShareBack.id).in_(together))


def authorship() -> sa.CTE:
    """Return every author of every share-back, as rows of shareback_id and person_id."""
    author: sa.Select[UUID, UUID] = sa.select(
        col(ShareBack.id).label("shareback_id"), col(ShareBack.author_id).label("person_id")
    )
    beside = sa.select(col(CoAuthor.shareback_id), col(CoAuthor.person_id)).where(
        col(CoAuthor.state) == AuthorState.NAMED
    )
    return author.union_all(beside).cte("authorship")


def _has_part(person_id: Any) -> sa.ColumnElement[bool]:
    return (
        sa.select(sa.literal(1))
        .where(
            col(CoAuthor.shareback_id) == col(ShareBack.id),
            col(CoAuthor.person_id) == person_id,
            col(CoAuthor.state) == AuthorState.NAMED,
        )
        .correlate(ShareBack)
        .exists()
    )


def writers_of(session: Session, shareback: ShareBack) -> list[Writer]:
    """Return who was invited or is named beside the author, in the order in which they were asked."""
    return [Writer(*row) for row in _writers(session, shareback.id)] if shareback.together else []


def part_of(session: Session, shareback_id: UUID, person_id: UUID | None) -> CoAuthor | None:
    """Return a person's part in somebody's share-back, whatever became of it; None if they were never asked."""
    found: CoAuthor | None = _part.objects(session, shareback_id, person_id).scalar() if person_id else None
    return found


def is_author(session: Session, shareback: ShareBack, person_id: UUID | None) -> bool:
    """Tell whether a person is the author or a named co-author."""
    if person_id is None or shareback.author_id == person_id:
        return person_id is not None
    part = part_of(session, shareback.id, person_id) if shareback.co_authors else None
    return part is not None and part.state is AuthorState.NAMED


def co_authors_of(session: Session, shareback_id: UUID) -> set[UUID]:
    """Return who is named beside the author."""
    return set(_named(session, shareback_id).scalars())


def ever_named(session: Session, shareback_id: UUID) -> set[UUID]:
    """Return who is or was a co-author: whoever wrote in a text does not judge it after leaving."""
    return set(_once_named(session, shareback_id).scalars())


@prepared
def _writers(shareback_id: UUID) -> Any:
    return (
        sa.select(
            col(CoAuthor.id),
            col(CoAuthor.person_id),
            col(Person.name),
            col(Person.profile_public),
            sa.func.coalesce(col(Organisation.name_en), ""),
            sa.func.coalesce(col(Organisation.name_fr), ""),
            col(CoAuthor.state),
        )
        .join(Person, col(Person.id) == col(CoAuthor.person_id))
        .join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)
        .where(col(CoAuthor.shareback_id) == shareback_id, col(CoAuthor.state).in_(IN_IT))
        .order_by(col(CoAuthor.id))
    )


@prepared
def _part(shareback_id: UUID, person_id: UUID) -> Any:
    return sa.select(CoAuthor).where(col(CoAuthor.shareback_id) == shareback_id, col(CoAuthor.person_id) == person_id)


@prepared
def _named(shareback_id: UUID) -> Any:
    return sa.select(col(CoAuthor.person_id)).where(
        col(CoAuthor.shareback_id) == shareback_id, col(CoAuthor.state) == AuthorState.NAMED
    )


@prepared
def _once_named(shareback_id: UUID) -> Any:
    return sa.select(col(CoAuthor.person_id)).where(
        col(CoAuthor.shareback_id) == shareback_id, col(CoAuthor.named_at).is_not(None)
    )


def reads_draft(session: Session, shareback_id: UUID, person_id: UUID) -> bool:
    """Tell whether a person stands or is asked to stand with a share-back: they see what lies beside its draft."""
    part = part_of(session, shareback_id, person_id)
    shareback = session.get(ShareBack, shareback_id)
    return (part is not None and part.state in IN_IT) or (shareback is not None and shareback.author_id == person_id)
