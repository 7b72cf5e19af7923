"""Reporting lines, two levels up and down, acting managers included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

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
    query = sa.select(ManagerLink.person_id).where(
        col(ManagerLink.manager_id).in_(set(manager_ids)), col(ManagerLink.state) == LinkState.CONFIRMED
    )
    return set(session.execute(query).scalars())


def reporting_line(session: Session, person_id: UUID, on: date) -> set[UUID]:
    """Return everyone above and below a person, two levels each way, with whoever acts for a manager above on that day.

    Someone acting for a manager stands above that manager's people for as long as they act.
    """
    above = {approver.person_id for approver in approvers_above(session, person_id, on)}
    covered = _covered_by(session, person_id, on)
    below: set[UUID] = set()
    level = {person_id, *covered}
    for _ in range(LEVELS):
        level = managers_led_by(session, level)
        below |= level
    return (above | below) - {person_id}


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
    query = sa.select(ActingManager.acting_id).where(col(ActingManager.manager_id) == manager_id, *_in_force(on))
    return list(session.execute(query).scalars())


def _covered_by(session: Session, acting_id: UUID, on: date) -> list[UUID]:
    query = sa.select(ActingManager.manager_id).where(col(ActingManager.acting_id) == acting_id, *_in_force(on))
    return list(session.execute(query).scalars())


def _in_force(on: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(ActingManager.starts_on) <= on,
        col(ActingManager.ends_on) >= on,
        col(ActingManager.ended_at).is_(None),
    )
