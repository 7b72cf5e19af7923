"""A person's reporting line and team, as their own page shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.people.models import ActingManager, ManagerLink, Organisation, Person
from crowdlearn.people.rules import LinkState, Role

from .roles import reach, within


@dataclass(frozen=True)
class Line:
    """One reporting line. `name` is the other side's, or the address of who has no account yet."""

    id: UUID
    name: str
    title: str
    state: LinkState
    since: datetime


@dataclass(frozen=True)
class Acting:
    """Who acts for a manager, or for whom one acts; from when to when."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class TeamPage:
    """Who leads me, whom I lead, who waits for my word, who acts for me, and for whom I act."""

    managers: list[Line]
    reports: list[Line]
    requests: list[Line]
    acting: list[Acting]
    standing_in: list[Acting]


@dataclass(frozen=True)
class OpenLine:
    """A line that waits for an administrator's word, with both sides' organisations."""

    id: UUID
    person: str
    manager: str
    person_organisation: str
    manager_organisation: str
    requested_at: datetime


def team(person_id: UUID, today: date) -> TeamPage:
    """Return a person's reporting line and team."""
    with reading() as session:
        return TeamPage(
            managers=_managers(session, person_id),
            reports=_reports(session, person_id, LinkState.CONFIRMED),
            requests=_reports(session, person_id, LinkState.REQUESTED),
            acting=_acting(session, today, ActingManager.manager_id == person_id, ActingManager.acting_id),
            standing_in=_acting(session, today, ActingManager.acting_id == person_id, ActingManager.manager_id),
        )


def _managers(session: Session, person_id: UUID) -> list[Line]:
    query = (
        sa.select(ManagerLink, Person.name, Person.title)
        .join(Person, col(Person.id) == col(ManagerLink.manager_id), isouter=True)
        .where(
            col(ManagerLink.person_id) == person_id,
            col(ManagerLink.state).in_((LinkState.REQUESTED, LinkState.CONFIRMED)),
        )
        .order_by(col(ManagerLink.requested_at).desc())
    )
    rows = session.execute(query)
    # an address with an account looks like one without until its owner has answered
    return [
        Line(link.id, name, title or "", link.state, link.confirmed_at)
        if link.state is LinkState.CONFIRMED
        else Line(link.id, link.manager_email, "", link.state, link.requested_at)
        for link, name, title in rows
    ]


def _reports(session: Session, manager_id: UUID, state: LinkState) -> list[Line]:
    query = (
        sa.select(ManagerLink, Person.name, Person.title)
        .join(Person, col(Person.id) == col(ManagerLink.person_id))
        .where(col(ManagerLink.manager_id) == manager_id, col(ManagerLink.state) == state)
        .order_by(col(Person.name))
    )
    return [
        Line(link.id, name, title, link.state, link.confirmed_at or link.requested_at)
        for link, name, title in session.execute(query)
    ]


def _acting(session: Session, today: date, whose: Any, other: Any) -> list[Acting]:
    query = (
        sa.select(ActingManager.id, Person.name, ActingManager.starts_on, ActingManager.ends_on)
        .join(Person, col(Person.id) == other)
        .where(whose, col(ActingManager.ended_at).is_(None), col(ActingManager.ends_on) >= today)
        .order_by(col(ActingManager.starts_on))
    )
    return [Acting(*row) for row in session.execute(query)]


def open_lines(viewer_id: UUID, language: str) -> list[OpenLine]:
    """Return the lines that nobody has confirmed yet, of people whom the viewer administers, oldest first."""
    person, manager = sa.orm.aliased(Person), sa.orm.aliased(Person)
    here, there = sa.orm.aliased(Organisation), sa.orm.aliased(Organisation)
    query = (
        sa.select(
            ManagerLink.id,
            person.name,
            manager.name,
            here.name_fr if language == "fr" else here.name_en,
            there.name_fr if language == "fr" else there.name_en,
            ManagerLink.requested_at,
        )
        .join(person, col(person.id) == col(ManagerLink.person_id))
        .join(manager, col(manager.id) == col(ManagerLink.manager_id))
        .join(here, col(here.id) == col(person.organisation_id), isouter=True)
        .join(there, col(there.id) == col(manager.organisation_id), isouter=True)
        .where(col(ManagerLink.state) == LinkState.REQUESTED)
        .order_by(col(ManagerLink.requested_at))
        .limit(100)
    )
    with reading() as session:
        mine = within(reach(session, viewer_id, Role.ADMINISTRATOR), col(person.organisation_id))
        rows = session.execute(query.where(mine)).all()
    return [OpenLine(i, p, m, a or "–", b or "–", at) for i, p, m, a, b, at in rows]


def relations_to_line(viewer_id: UUID, link_id: UUID) -> set[str]:
    """Return {"manager"} for the named manager of a line and {"pitcher"} for who named them."""
    with reading() as session:
        query = sa.select(ManagerLink.person_id, ManagerLink.manager_id).where(col(ManagerLink.id) == link_id)
        row = session.execute(query).first()
    if row is None:
        return set()
    sides = {row.person_id: "pitcher", row.manager_id: "manager"}
    return {sides[viewer_id]} if viewer_id in sides else set()


def relations_to_acting(viewer_id: UUID, acting_id: UUID) -> set[str]:
    """Return {"manager"} for both sides of an arrangement: the manager, and whoever stands in."""
    with reading() as session:
        query = sa.select(ActingManager.manager_id, ActingManager.acting_id).where(col(ActingManager.id) == acting_id)
        sides = session.execute(query).first()
        return {"manager"} if sides is not None and viewer_id in sides else set()
