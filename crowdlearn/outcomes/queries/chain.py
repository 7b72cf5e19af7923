"""Who learned from whom, by generation: one recursive select, however long the chain.

A person learned from a share-back's author when they came, said that they learned, used it or taught it on, or gave it
again. The next generation learned from something that a person of this one gave after they had learned themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from crowdlearn.conversations.queries import is_hidden
from crowdlearn.db.session import reading
from crowdlearn.db.tables import Moment
from crowdlearn.kernel.clock import now
from crowdlearn.outcomes.models import Used
from crowdlearn.outcomes.rules import USE_KIND, Way
from crowdlearn.outcomes.rules.chain import Generation
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState
from crowdlearn.sharebacks.models import CoAuthor, Learned, Seat, ShareBack
from crowdlearn.sharebacks.queries import named_on_list
from crowdlearn.sharebacks.queries.authors import authorship
from crowdlearn.sharebacks.rules import AuthorState

from .scope import Head, Scope, given, head_of

MOST_GENERATIONS = 9
MOST_SHOWN = 60  # people of one generation


@dataclass(frozen=True)
class Link:
    """One person who learned, from whom first, and how. `name` and `teacher` are "" for who is not named.

    `title` is "" where it would name its author, or the share-back is for members and the viewer is none.
    """

    person_id: UUID
    name: str
    teacher_id: UUID
    teacher: str
    generation: int
    way: Way
    at: datetime
    shareback_id: UUID
    title: str
    language: str


@dataclass(frozen=True)
class Chain:
    """The chain from one pitch, person or organisation at a moment: what is shown, and what there is in all."""

    head: Head
    at: datetime
    generations: Sequence[Generation]
    links: Sequence[Link]
    taught: int

    @property
    def people(self) -> int:
        """Return how many people learned in all."""
        return sum(generation.people for generation in self.generations)

    def named_in(self, number: int) -> list[Link]:
        """Return the rows of one generation that have a name."""
        return [link for link in self.links if link.generation == number and link.name]


def chain(scope: Scope, viewer_id: UUID | None, *, member: bool) -> Chain:
    """Return who learned from whom. Raises NotFound for what the viewer may not see."""
    with reading() as session:
        head = head_of(session, scope, viewer_id)
        rows = session.execute(_learners(scope)).all()
        generations = _generations(rows)
        links = [_link(row, member=member) for row in rows if row.place <= MOST_SHOWN]
        if together := {row.shareback_id for row in rows if row.co_authors}:
            links = _with_others(session, links, together)
        return Chain(head, now(), generations, links, _taught(session, scope))


def size_of(session: Session, scope: Scope) -> tuple[int, int]:
    """Return how many people a chain has, and how many generations."""
    first = _first(scope).subquery()
    query = sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(first.c.generation), 0)).where(first.c.turn == 1)
    people, generations = session.execute(query).one()
    return people, generations


def _edges(wrote: sa.CTE) -> sa.CTE:
    """Return every "this person learned from this share-back", with how and when.

    Who came is `named` only if they agreed to stand on the list of those who did; the others said so themselves.
    """
    came: sa.Select[UUID, UUID, str, datetime, bool] = sa.select(
        col(Seat.person_id).label("person_id"),
        col(Seat.shareback_id).label("shareback_id"),
        sa.literal(Way.CAME.value).label("way"),
        sa.type_coerce(col(Seat.attended_at), Moment).label("at"),
        named_on_list().label("named"),
    ).where(col(Seat.attended_at).is_not(None))
    learned = sa.select(
        col(Learned.person_id), col(Learned.shareback_id), sa.literal(Way.LEARNED.value), col(Learned.at), sa.true()
    )
    used = sa.select(
        col(Used.person_id), col(Used.shareback_id), sa.type_coerce(col(Used.how), sa.String), col(Used.at), sa.true()
    ).where(sa.not_(is_hidden(USE_KIND, col(Used.id))))
    retold = (
        sa.select(
            wrote.c.person_id,
            col(ShareBack.retold_from_id),
            sa.literal(Way.RETOLD.value),
            col(ShareBack.published_at),
            sa.true(),
        )
        .join(wrote, wrote.c.shareback_id == col(ShareBack.id))
        .where(col(ShareBack.retold_from_id).is_not(None), given())
    )
    return came.union_all(learned, used, retold).cte("edge")


def _roots(scope: Scope) -> "sa.Select[UUID, int]":
    """Return the share-backs that a chain begins with, as generation 1."""
    return sa.select(col(ShareBack.id).label("id"), sa.literal(1).label("generation")).where(
        scope.sharebacks(), given()
    )


def _told(scope: Scope, edge: sa.CTE, wrote: sa.CTE) -> sa.CTE:
    """Return every share-back of a chain with the generations that it teaches."""
    told = _roots(scope).cte("told", recursive=True)
    return told.union(
        sa.select(col(ShareBack.id), told.c.generation + 1)
        .select_from(told)
        .join(edge, edge.c.shareback_id == told.c.id)
        .join(wrote, wrote.c.person_id == edge.c.person_id)
        .join(ShareBack, col(ShareBack.id) == wrote.c.shareback_id)
        .where(told.c.generation < MOST_GENERATIONS, col(ShareBack.published_at) >= edge.c.at, given())
    )


def _first(scope: Scope) -> "sa.Select[*tuple[object, ...]]":
    """Return every way in which someone learned, with its generation; `turn` 1 is a person's first."""
    wrote, teaches, root = authorship(), aliased(ShareBack), _roots(scope).subquery("root")
    edge = _edges(wrote)
    told = _told(scope, edge, wrote)
    soonest = sa.select(told.c.id, sa.func.min(told.c.generation).label("generation")).group_by(told.c.id).subquery()
    sources = sa.select(wrote.c.person_id).join(root, root.c.id == wrote.c.shareback_id)
    own_work = (
        sa.select(sa.literal(1))
        .where(wrote.c.shareback_id == edge.c.shareback_id, wrote.c.person_id == edge.c.person_id)
        .exists()
    )
    unnamed = sa.case((edge.c.named, 0), else_=1)
    turn = sa.func.row_number().over(
        partition_by=edge.c.person_id,
        order_by=(soonest.c.generation, unnamed, edge.c.at, edge.c.shareback_id, edge.c.way),
    )
    return (
        sa.select(
            edge.c.person_id,
            col(teaches.author_id).label("teacher_id"),
            soonest.c.generation,
            edge.c.way,
            edge.c.at,
            edge.c.shareback_id,
            edge.c.named,
            turn.label("turn"),
        )
        .select_from(soonest)
        .join(edge, edge.c.shareback_id == soonest.c.id)
        .join(teaches, col(teaches.id) == edge.c.shareback_id)
        .where(sa.not_(own_work), edge.c.person_id.not_in(sources))
    )


def _learners(scope: Scope) -> "sa.Select[*tuple[object, ...]]":
    """Return one row for each person, the earlier first, with their place in a generation and how many it has.

    Whoever is not named as a learner is not named as a teacher of the next generation either: it would tell.
    """
    first = _first(scope).cte("first")
    person, teacher, above = aliased(Person), aliased(Person), first.alias("above")
    teacher_is_named = sa.and_(_is_named(teacher), sa.func.coalesce(above.c.named, sa.true()))
    name = sa.case((sa.and_(first.c.named, _is_named(person)), col(person.name)), else_="")
    learners = (
        sa.select(
            first.c.person_id,
            name.label("name"),
            first.c.teacher_id,
            sa.case((teacher_is_named, col(teacher.name)), else_="").label("teacher"),
            first.c.generation,
            first.c.way,
            first.c.at,
            first.c.shareback_id,
            sa.func.row_number()
            .over(
                partition_by=first.c.generation,
                order_by=(sa.case((name != "", 0), else_=1), first.c.at, first.c.person_id),
            )
            .label("place"),
            sa.func.count().over(partition_by=first.c.generation).label("people"),
            sa.func.sum(sa.case((name == "", 1), else_=0)).over(partition_by=first.c.generation).label("unnamed"),
        )
        .join(person, col(person.id) == first.c.person_id)
        .join(teacher, col(teacher.id) == first.c.teacher_id)
        .join(above, sa.and_(above.c.person_id == first.c.teacher_id, above.c.turn == 1), isouter=True)
        .where(first.c.turn == 1)
        .subquery("learner")
    )
    return (
        sa.select(
            learners,
            col(ShareBack.title),
            col(ShareBack.language),
            col(ShareBack.open_to_all),
            col(ShareBack.co_authors),
        )
        .join(ShareBack, col(ShareBack.id) == learners.c.shareback_id)
        .where(learners.c.place <= MOST_SHOWN)
        .order_by(learners.c.generation, learners.c.place)
    )


def _is_named(person: type[Person]) -> sa.ColumnElement[bool]:
    return sa.and_(col(person.profile_public), col(person.in_chain), col(person.state) == PersonState.ACTIVE)


def _generations(rows: "Sequence[sa.Row[*tuple[object, ...]]]") -> list[Generation]:
    found = {row.generation: Generation(row.generation, row.people, row.unnamed) for row in rows}
    return [found[number] for number in sorted(found)]


def _link(row: "sa.Row[*tuple[object, ...]]", *, member: bool) -> Link:
    return Link(
        person_id=row.person_id,
        name=row.name,
        teacher_id=row.teacher_id,
        teacher=row.teacher,
        generation=row.generation,
        way=Way(row.way),
        at=row.at,
        shareback_id=row.shareback_id,
        title=row.title if row.teacher and (row.open_to_all or member) else "",
        language=row.language,
    )


def _with_others(session: Session, links: list[Link], together: set[UUID]) -> list[Link]:
    """Return the links with all who wrote what was learned from, as far as they let themselves be named.

    A co-author who learned on the way is named if they are as a learner; beyond the first generation nobody else is,
    so that nothing tells who learned unnamed.
    """
    learned = {link.person_id: link for link in links}
    beside: dict[UUID, list[tuple[UUID, str]]] = {}
    for shareback_id, person_id, name in session.execute(_co_authors(together)):
        beside.setdefault(shareback_id, []).append((person_id, name))
    return [_beside(link, beside.get(link.shareback_id, []), learned) for link in links]


def _beside(link: Link, others: list[tuple[UUID, str]], learned: dict[UUID, Link]) -> Link:
    nobody = link.generation > 1
    named = [name for key, name in others if (learned[key].name if key in learned else not nobody)]
    teacher_id = link.teacher_id
    if nobody and teacher_id not in learned:  # it came down by a co-author: the picture draws the line from there
        teacher_id = next((key for key, _ in others if key in learned), teacher_id)
    return replace(link, teacher=", ".join(filter(None, (link.teacher, *named))), teacher_id=teacher_id)


def _co_authors(shareback_ids: set[UUID]) -> "sa.Select[*tuple[Any, ...]]":
    return (
        sa.select(col(CoAuthor.shareback_id), col(CoAuthor.person_id), col(Person.name))
        .join(Person, col(Person.id) == col(CoAuthor.person_id))
        .where(
            col(CoAuthor.shareback_id).in_(shareback_ids), col(CoAuthor.state) == AuthorState.NAMED, _is_named(Person)
        )
        .order_by(col(CoAuthor.named_at))
    )


def _taught(session: Session, scope: Scope) -> int:
    """Return how many people were taught on along the chain, by head-count: nobody recorded their names."""
    wrote = authorship()
    told = _told(scope, _edges(wrote), wrote)
    query = sa.select(sa.func.coalesce(sa.func.sum(col(Used.reached)), 0)).where(
        col(Used.shareback_id).in_(sa.select(told.c.id)), sa.not_(is_hidden(USE_KIND, col(Used.id)))
    )
    return int(session.execute(query).scalar_one())
