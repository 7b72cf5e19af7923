"""Reporting lines, two levels up and down, acting managers included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.statements import prepared
from crowdlearn.people.models import ActingManager, ManagerLink
from crowdlearn.people.rules import LinkState

LEVELS = 2


@dataclass(frozen=True)
class Approver:
    """Someone who may decide for a person: at `level` 1 or 2 above; `acting_for` is the manager they stand in for."""

    person_id: UUID
    level: int
    acting_for: UUID | None = None


def manager_of(session: Session, person_id: UUID) -> UUID | None:
    """Return the confirmed manager of a person, None if there is none."""
    query = sa.select(ManagerLink.manager_id).where(
        col(ManagerLink.person_id) == person_id, col(ManagerLink.state) == LinkState.CONFIRMED
    )
    return session.execute(query.order_by(col(ManagerLink.confirmed_at).desc()).limit(1)).scalar()


def managers_led_by(session: Session, manager_ids: Iterable[UUID]) -> set[UUID]:
    """Return whoever reports, by a confirmed link, to one of the managers."""
    return set(_led_by(session, list(set(manager_ids))).scalars())


@prepared
def _led_by(manager_ids: list[UUID]) -> Any:
    return sa.select(ManagerLink.person_id).where(
        col(ManagerLink.manager_id).in_(manager_ids), col(ManagerLink.state) == LinkState.CONFIRMED
    )


def reporting_line(session: Session, person_id: UUID, on: date) -> set[UUID]:
    """Return everyone above and below a person, two levels each way, with whoever acts for a manager above on that day.

    Someone acting for a manager stands above that manager's people for as long as they act. One query.
    """
    return set(_line_of(session, person_id, on).scalars()) - {person_id}


@prepared
def _line_of(person_id: UUID, on: date) -> Any:
    return line_of(person_id, on)


def line_of(person_id: Any, on: Any) -> Any:
    """Select what reporting_line() returns, the person themselves where they act for their own line.

    Both may be placeholders or columns of a larger select.
    """
    above, below = _climb(person_id, upward=True), _climb(person_id, upward=False, on=on)
    acting = (
        sa.select(col(ActingManager.acting_id))
        .join(above, above.c.id == col(ActingManager.manager_id))
        .where(above.c.level > 0, acting_on(on))
    )
    return sa.union(
        sa.select(above.c.id).where(above.c.level > 0), acting, sa.select(below.c.id).where(below.c.level > 0)
    )


def _climb(person_id: Any, *, upward: bool, on: Any = None) -> sa.CTE:
    """Return who stands up to two levels above, or below, with their level; below `on` a day also whom they cover."""
    start: sa.Select[tuple[UUID, int]] = sa.select(
        sa.type_coerce(person_id, sa.Uuid).label("id"), sa.literal(0).label("level")
    )
    if on is not None:
        covered = sa.select(col(ActingManager.manager_id), sa.literal(0)).where(
            col(ActingManager.acting_id) == person_id, acting_on(on)
        )
        both = start.union_all(covered).subquery()
        start = sa.select(both.c.id, both.c.level)
    ladder = start.cte("above" if upward else "below", recursive=True)
    led, leads = col(ManagerLink.person_id), col(ManagerLink.manager_id)
    there, step = (leads, led == ladder.c.id) if upward else (led, leads == ladder.c.id)
    return ladder.union_all(
        sa.select(there, ladder.c.level + 1)
        .join(ladder, step)
        .where(col(ManagerLink.state) == LinkState.CONFIRMED, ladder.c.level < LEVELS)
    )


def everyone_below(session: Session, person_id: UUID, on: date) -> set[UUID]:
    """Return everyone who reports to a person, however far below, or to a manager they act for on that day."""
    covered: Any = sa.select(col(ActingManager.manager_id).label("id")).where(
        col(ActingManager.acting_id) == person_id, acting_on(on)
    )
    start = sa.select(sa.type_coerce(person_id, sa.Uuid).label("id")).union(covered).subquery()
    line = sa.select(start.c.id).cte("line", recursive=True)
    led = sa.select(col(ManagerLink.person_id)).join(line, col(ManagerLink.manager_id) == line.c.id)
    line = line.union(led.where(col(ManagerLink.state) == LinkState.CONFIRMED))  # a union ends where lines meet
    return set(session.execute(sa.select(line.c.id)).scalars()) - {person_id, *session.execute(covered).scalars()}


def approvers_above(session: Session, person_id: UUID, on: date) -> list[Approver]:
    """Return who may decide for a person, nearest first: the manager, whoever acts for them, then the next level."""
    found: list[Approver] = []
    current: UUID | None = person_id
    for level in range(1, LEVELS + 1):
        current = manager_of(session, current) if current else None
        if current is None:
            break
        found.append(Approver(current, level))
        found += [Approver(acting, level, acting_for=current) for acting in _acting(session, current, on)]
    return [approver for approver in found if approver.person_id != person_id]


def leads_anyone(session: Session, person_id: UUID, on: date) -> bool:
    """Tell whether someone reports to a person, or to a manager they act for on that day."""
    return bool(managers_led_by(session, {person_id, *_covered_by(session, person_id, on)}))


def is_acting_for(session: Session, acting_id: UUID, manager_id: UUID, on: date) -> bool:
    """Tell whether a person stands in for a manager on that day."""
    return acting_id in _acting(session, manager_id, on)


def _acting(session: Session, manager_id: UUID, on: date) -> list[UUID]:
    query = sa.select(ActingManager.acting_id).where(col(ActingManager.manager_id) == manager_id, acting_on(on))
    return list(session.execute(query).scalars())


def _covered_by(session: Session, acting_id: UUID, on: date) -> list[UUID]:
    query = sa.select(ActingManager.manager_id).where(col(ActingManager.acting_id) == acting_id, acting_on(on))
    return list(session.execute(query).scalars())


def acting_on(day: date) -> sa.ColumnElement[bool]:
    """Whether an arrangement of an acting manager counts on a day."""
    return sa.and_(
        col(ActingManager.starts_on) <= day, col(ActingManager.ends_on) >= day, col(ActingManager.ended_at).is_(None)
    )
