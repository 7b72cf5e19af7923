"""The shape that all providers of tasks share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.pages.rules import Task
from crowdlearn.people.models import Person, RoleGrant
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Substitution
from crowdlearn.settlement.rules import SubstituteState

AHEAD = timedelta(days=30)  # promises that are due later do not wait yet


@dataclass(frozen=True)
class Asker:
    """Whose tasks are looked for, on which day and at which moment; what falls due after `soon` does not wait yet."""

    id: UUID
    today: date
    soon: date
    moment: datetime


Provider = Callable[[Asker], Any]


def task(kind: Task, about: Any, title: Any, *, language: Any = None, name: Any = None, due: Any = None) -> Any:
    """Return a select of one kind of task: what it is about, the words of its line, its last day.

    `language` is that of the title; where none is given, the pitch’s.
    """
    return sa.select(
        sa.literal(kind.value).label("task"),
        col(about).label("id"),
        title.label("title"),
        (col(Pitch.language) if language is None else language).label("language"),
        (sa.literal("") if name is None else name).label("name"),
        (sa.cast(sa.null(), sa.Date) if due is None else sa.type_coerce(due, sa.Date)).label("due"),
    )


def of_pitch(kind: Task, about: Any, **more: Any) -> Any:
    """Return a select of a task whose line names the pitch."""
    return task(kind, about, col(Pitch.title), **more).select_from(Pitch)


def proposed() -> Any:
    """Return a select of whom others go instead of: the line names the pitcher, the last day is that of objections."""
    return (
        of_pitch(Task.SUBSTITUTE, Pitch.id, name=col(Person.name), due=sa.func.date(Substitution.until))
        .join(Substitution, col(Substitution.pitch_id) == col(Pitch.id))
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(col(Substitution.state) == SubstituteState.ASKED)
    )


def holds(me: Asker, role: Role, *more: Any) -> Any:
    """Return the condition that the person holds a role; `more` says where."""
    return (
        sa.select(RoleGrant.id)
        .where(col(RoleGrant.person_id) == me.id, col(RoleGrant.role) == role, col(RoleGrant.ended_at).is_(None), *more)
        .exists()
    )
