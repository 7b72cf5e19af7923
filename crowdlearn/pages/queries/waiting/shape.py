"""The shape that all providers of tasks share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.pages.rules import Task
from crowdlearn.pitches.models import Pitch

AHEAD = timedelta(days=30)  # promises that are due later do not wait yet


@dataclass(frozen=True)
class Asker:
    """Whose tasks are looked for, on which day; what falls due after `soon` does not wait yet."""

    id: UUID
    today: date
    soon: date


Provider = Callable[[Asker], Any]


def task(kind: Task, about: Any, title: Any, *, name: Any = None, due: Any = None) -> Any:
    """Return a select of one kind of task: what it is about, the words of its line, its last day."""
    return sa.select(
        sa.literal(kind.value).label("task"),
        col(about).label("id"),
        title.label("title"),
        (sa.literal("") if name is None else name).label("name"),
        (sa.cast(sa.null(), sa.Date) if due is None else sa.type_coerce(due, sa.Date)).label("due"),
    )


def of_pitch(kind: Task, about: Any, **more: Any) -> Any:
    """Return a select of a task whose line names the pitch."""
    return task(kind, about, col(Pitch.title), **more).select_from(Pitch)
