"""Who holds which role."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.people.models import Person, RoleGrant
from crowdlearn.people.rules import PersonState, Role

Reach = frozenset[UUID] | None  # organisations; None: all of them


def grants_of(session: Session, person_id: UUID) -> set[tuple[Role, UUID | None]]:
    """Return the roles a person holds now, each with its organisation (None: the whole installation)."""
    query = sa.select(RoleGrant.role, RoleGrant.organisation_id).where(
        col(RoleGrant.person_id) == person_id, col(RoleGrant.ended_at).is_(None)
    )
    return {(role, organisation) for role, organisation in session.execute(query)}


def holds(session: Session, person_id: UUID, role: Role, organisation_id: UUID | None = None) -> bool:
    """Tell whether a person holds a role for the organisation, or for the whole installation."""
    return bool(grants_of(session, person_id) & {(role, organisation_id), (role, None)})


def reach(session: Session, person_id: UUID, *roles: Role) -> Reach:
    """Return the organisations for which a person holds one of the roles; None when it is for the installation."""
    where = {organisation for role, organisation in grants_of(session, person_id) if role in roles}
    return None if None in where else frozenset(organisation for organisation in where if organisation is not None)


def within(reach: Reach, column: Any) -> sa.ColumnElement[bool]:
    """Return the condition that keeps a query to the organisations in reach."""
    return sa.true() if reach is None else column.in_(reach)


def holders(session: Session, role: Role, organisation_id: UUID | None = None) -> list[UUID]:
    """Return the active people who hold a role for the organisation or the whole installation, oldest grant first."""
    query = (
        sa.select(RoleGrant.person_id)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(
            col(RoleGrant.role) == role,
            col(RoleGrant.ended_at).is_(None),
            col(Person.state) == PersonState.ACTIVE,
            sa.or_(col(RoleGrant.organisation_id).is_(None), col(RoleGrant.organisation_id) == organisation_id),
        )
        .order_by(col(RoleGrant.granted_at), col(RoleGrant.id))
    )
    return list(dict.fromkeys(session.execute(query).scalars()))
