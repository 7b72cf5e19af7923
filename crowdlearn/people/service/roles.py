"""Giving and ending roles."""

from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import Person, RoleGrant
from crowdlearn.people.queries.roles import holders, holds
from crowdlearn.people.rules import LastAdministrator, NotForOneself, Role, RoleHeld

from .sessions import end_sessions


def grant_role(admin_id: UUID, person_id: UUID, role: Role, organisation_id: UUID | None = None) -> UUID:
    """Give somebody else a role, for an organisation or for the whole installation; returns the grant's id.

    Raises NotForOneself, RoleHeld; NotAllowed for who does not administer that organisation.
    """
    if admin_id == person_id:
        raise NotForOneself
    with transaction() as session:
        lock(session, Person, person_id)
        if not holds(session, admin_id, Role.ADMINISTRATOR, organisation_id):
            raise NotAllowed
        if _standing(session, person_id, role, organisation_id) is not None:
            raise RoleHeld
        grant = RoleGrant(person_id=person_id, role=role, organisation_id=organisation_id, granted_by=admin_id)
        session.add(grant)
        record(session, "role.grant", by=admin_id, about=person_id, role=role.value)
    return grant.id


def end_role(admin_id: UUID, grant_id: UUID) -> None:
    """End somebody else's role, and their sessions with it. Raises NotForOneself, LastAdministrator."""
    with transaction() as session:
        grant = lock(session, RoleGrant, grant_id)
        if grant.role is Role.ADMINISTRATOR and grant.organisation_id is None:
            _check_another_administrator(session, grant.person_id)
        if grant.person_id == admin_id:
            raise NotForOneself
        if not holds(session, admin_id, Role.ADMINISTRATOR, grant.organisation_id):
            raise NotAllowed
        grant.ended_at = grant.ended_at or now()
        record(session, "role.end", by=admin_id, about=grant.person_id, role=grant.role.value)
        end_sessions(session, grant.person_id)


def _check_another_administrator(session: Session, person_id: UUID) -> None:
    if not set(holders(session, Role.ADMINISTRATOR)) - {person_id}:
        raise LastAdministrator


def _standing(session: Session, person_id: UUID, role: Role, organisation_id: UUID | None) -> RoleGrant | None:
    where = col(RoleGrant.organisation_id)
    query = select(RoleGrant).where(
        RoleGrant.person_id == person_id,
        RoleGrant.role == role,
        where.is_(None) if organisation_id is None else where == organisation_id,
        col(RoleGrant.ended_at).is_(None),
    )
    return session.exec(query).first()
