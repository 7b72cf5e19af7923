"""People, roles and organisations, as administrators and stewards see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Adoption, Organisation, OrganisationDomain, Person, RoleGrant, RoleProposal
from crowdlearn.people.rules import MoneyMode, OrganisationLevel, PersonState, Role, StepOrder

from .roles import reach, within

PAGE = 50
LOOKS_AFTER = (Role.STEWARD, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class UserLine:
    """One person of the list."""

    id: UUID
    name: str
    email: str
    state: PersonState
    organisation_en: str
    organisation_fr: str
    roles: list[Role]


@dataclass(frozen=True)
class UserList:
    """A page of people by name; `after` is the key of the next page, "" on the last."""

    lines: list[UserLine]
    after: str


@dataclass(frozen=True)
class Grant:
    """A role someone holds; an organisation's names are "" for the whole installation."""

    id: UUID
    role: Role
    organisation_en: str
    organisation_fr: str
    granted_at: datetime


@dataclass(frozen=True)
class Proposal:
    """A role that waits for a second administrator; "" for the whole installation."""

    id: UUID
    role: Role
    organisation_en: str
    organisation_fr: str
    proposed_at: datetime
    proposed_by: UUID
    proposer: str


@dataclass(frozen=True)
class UserPage:
    """One person, what they are trusted with, and what they are proposed for."""

    line: UserLine
    joined_at: datetime
    grants: list[Grant]
    proposals: list[Proposal]


@dataclass(frozen=True)
class OrganisationLine:
    """One organisation of the list; `waiting` while nobody has confirmed that it is a public one."""

    id: UUID
    name_en: str
    name_fr: str
    level: OrganisationLevel
    people: int
    money_mode: MoneyMode | None
    waiting: bool


@dataclass(frozen=True)
class AdoptionLine:
    """One decision of an organisation, the newest first. Amounts are cents."""

    adopted_on: date
    adopted_by: str
    authority: str
    money_mode: MoneyMode
    ask_above_cents: int
    work_time_asks: bool
    step_order: StepOrder
    steps_needed: int
    budget_limit_cents: int | None
    ended_on: date | None


@dataclass(frozen=True)
class OrganisationPage:
    """An organisation, its domains and its adoption record."""

    id: UUID
    name_en: str
    name_fr: str
    level: OrganisationLevel
    region: str
    waiting: bool
    domains: list[str]
    adoptions: list[AdoptionLine]


def users(viewer_id: UUID, search: str = "", after: str = "") -> UserList:
    """Return a page of the people whom the viewer administers, by name; `search` looks in names and addresses."""
    query = _people().where(col(Person.state) != PersonState.LEFT)
    if search:
        pattern = f"%{search.replace('%', '').replace('_', '').lower()}%"
        query = query.where(sa.or_(sa.func.lower(Person.name).like(pattern), col(Person.email).like(pattern)))
    if (key := _key(after)) is not None:
        query = query.where(sa.tuple_(col(Person.name), col(Person.id)) > sa.tuple_(*map(sa.literal, key)))
    with reading() as session:
        mine = within(reach(session, viewer_id, Role.ADMINISTRATOR), col(Person.organisation_id))
        rows = session.execute(query.where(mine).order_by(col(Person.name), col(Person.id)).limit(PAGE + 1)).all()
        lines = _with_roles(session, rows[:PAGE])
    return UserList(lines, f"{lines[-1].name}~{lines[-1].id}" if len(rows) > PAGE else "")


def _key(after: str) -> tuple[str, UUID] | None:
    name, _, key = after.rpartition("~")
    try:
        return name, UUID(key)
    except ValueError:
        return None


def _people() -> Any:
    return sa.select(
        Person.id, Person.name, Person.email, Person.state, Organisation.name_en, Organisation.name_fr
    ).join(Organisation, col(Organisation.id) == col(Person.organisation_id), isouter=True)


def _with_roles(session: Session, rows: Sequence[sa.Row[Any]]) -> list[UserLine]:
    held = sa.select(RoleGrant.person_id, RoleGrant.role).where(
        col(RoleGrant.person_id).in_([row.id for row in rows]), col(RoleGrant.ended_at).is_(None)
    )
    roles: dict[UUID, set[Role]] = {}
    for person_id, role in session.execute(held):
        roles.setdefault(person_id, set()).add(role)
    return [
        UserLine(
            row.id, row.name, row.email, row.state, row.name_en or "", row.name_fr or "", sorted(roles.get(row.id, ()))
        )
        for row in rows
    ]


def user(viewer_id: UUID, person_id: UUID) -> UserPage:
    """Return one person of those the viewer looks after, with the roles they hold. Raises NotFound."""
    with reading() as session:
        mine = within(reach(session, viewer_id, *LOOKS_AFTER), col(Person.organisation_id))
        row = session.execute(_people().where(col(Person.id) == person_id, mine)).first()
        if row is None:
            raise NotFound
        (line,) = _with_roles(session, [row])
        joined = session.execute(sa.select(Person.created_at).where(col(Person.id) == person_id)).scalar_one()
        grants = (
            sa.select(RoleGrant.id, RoleGrant.role, Organisation.name_en, Organisation.name_fr, RoleGrant.granted_at)
            .join(Organisation, col(Organisation.id) == col(RoleGrant.organisation_id), isouter=True)
            .where(col(RoleGrant.person_id) == person_id, col(RoleGrant.ended_at).is_(None))
            .order_by(col(RoleGrant.granted_at))
        )
        held = [Grant(key, role, en or "", fr or "", at) for key, role, en, fr, at in session.execute(grants)]
        return UserPage(line, joined, held, _proposals(session, person_id))


def _proposals(session: Session, person_id: UUID) -> list[Proposal]:
    query = (
        sa.select(
            RoleProposal.id,
            RoleProposal.role,
            sa.func.coalesce(Organisation.name_en, ""),
            sa.func.coalesce(Organisation.name_fr, ""),
            RoleProposal.proposed_at,
            RoleProposal.proposed_by,
            Person.name,
        )
        .join(Person, col(Person.id) == col(RoleProposal.proposed_by))
        .join(Organisation, col(Organisation.id) == col(RoleProposal.organisation_id), isouter=True)
        .where(col(RoleProposal.person_id) == person_id, col(RoleProposal.settled_at).is_(None))
        .order_by(col(RoleProposal.proposed_at))
    )
    return [Proposal(*row) for row in session.execute(query)]


def organisations(viewer_id: UUID) -> list[OrganisationLine]:
    """Return the organisations that the viewer looks after, those that wait first, then by name."""
    people = (
        sa.select(sa.func.count())
        .where(col(Person.organisation_id) == col(Organisation.id), col(Person.state) != PersonState.LEFT)
        .scalar_subquery()
    )
    mode = (
        sa.select(Adoption.money_mode)
        .where(col(Adoption.organisation_id) == col(Organisation.id), col(Adoption.ended_on).is_(None))
        .order_by(col(Adoption.recorded_at).desc())
        .limit(1)
        .scalar_subquery()
    )
    query = sa.select(
        Organisation.id,
        Organisation.name_en,
        Organisation.name_fr,
        Organisation.level,
        people,
        mode,
        col(Organisation.confirmed_at).is_(None).label("waiting"),
    ).order_by(sa.desc("waiting"), col(Organisation.name_en))
    with reading() as session:
        mine = within(reach(session, viewer_id, *LOOKS_AFTER), col(Organisation.id))
        return [OrganisationLine(*row) for row in session.execute(query.where(mine))]


def organisation_names() -> list[tuple[UUID, str, str]]:
    """Return id, English and French name of every confirmed organisation."""
    query = sa.select(Organisation.id, Organisation.name_en, Organisation.name_fr).where(
        col(Organisation.confirmed_at).is_not(None)
    )
    with reading() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(query.order_by(col(Organisation.name_en)))]


def organisation(viewer_id: UUID, organisation_id: UUID) -> OrganisationPage:
    """Return an organisation that the viewer looks after, with its adoption record. Raises NotFound."""
    with reading() as session:
        row, mine = session.get(Organisation, organisation_id), reach(session, viewer_id, *LOOKS_AFTER)
        if row is None or (mine is not None and organisation_id not in mine):
            raise NotFound
        domains = sa.select(OrganisationDomain.domain).where(col(OrganisationDomain.organisation_id) == organisation_id)
        record = (
            sa.select(
                Adoption.adopted_on,
                Adoption.adopted_by,
                Adoption.authority,
                Adoption.money_mode,
                Adoption.ask_above_cents,
                Adoption.work_time_asks,
                Adoption.step_order,
                Adoption.steps_needed,
                Adoption.budget_limit_cents,
                Adoption.ended_on,
            )
            .where(col(Adoption.organisation_id) == organisation_id)
            .order_by(col(Adoption.recorded_at).desc(), col(Adoption.id).desc())
        )
        return OrganisationPage(
            id=row.id,
            name_en=row.name_en,
            name_fr=row.name_fr,
            level=row.level,
            region=row.region,
            waiting=row.confirmed_at is None,
            domains=sorted(session.execute(domains).scalars()),
            adoptions=[AdoptionLine(*line) for line in session.execute(record)],
        )
