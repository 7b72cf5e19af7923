"""Suspension, and ending other people's sessions: what staff do, each with its trace."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import Person
from crowdlearn.people.queries import grants_of, holds
from crowdlearn.people.rules import PERSON, PersonReinstated, PersonState, PersonSuspended, ProfileChanged, Role

from .sessions import end_sessions

KEEPERS = (Role.ADMINISTRATOR, Role.STEWARD)


def suspend(by: UUID, person_id: UUID, reason: str) -> None:
    """Keep a person from acting; they may still read, take their data along and leave. All their sessions end.

    Raises NotAllowed for oneself, and for stewards who mean an administrator.
    """
    with transaction() as session:
        person = lock(session, Person, person_id)
        is_admin = any(role is Role.ADMINISTRATOR for role, _ in grants_of(session, person_id))
        _check_keeps_order(session, by, person, (Role.ADMINISTRATOR,) if is_admin else KEEPERS)
        person.state = PERSON.move(person.state, PersonState.SUSPENDED)
        end_sessions(session, person_id)
        record(session, "mod.suspend", by=by, about=person_id, reason=reason)
        emit(session, PersonSuspended(person_id=person_id, reason=reason, by=by))
        emit(session, ProfileChanged(person_id=person_id, by=by))


def reinstate(by: UUID, person_id: UUID) -> None:
    """Let a suspended person act again."""
    with transaction() as session:
        person = lock(session, Person, person_id)
        _check_keeps_order(session, by, person, KEEPERS)
        person.state = PERSON.move(person.state, PersonState.ACTIVE)
        record(session, "mod.reinstate", by=by, about=person_id)
        emit(session, PersonReinstated(person_id=person_id, by=by))
        emit(session, ProfileChanged(person_id=person_id, by=by))


def end_sessions_of(admin_id: UUID, person_id: UUID) -> None:
    """Sign a person out everywhere. Raises NotAllowed for who does not administer their organisation."""
    with transaction() as session:
        person = lock(session, Person, person_id)
        if not holds(session, admin_id, Role.ADMINISTRATOR, person.organisation_id):
            raise NotAllowed
        end_sessions(session, person_id)
        record(session, "session.kill", by=admin_id, about=person_id)


def _check_keeps_order(session: Session, by: UUID, person: Person, roles: Iterable[Role]) -> None:
    """Raise NotAllowed for oneself, and for who holds none of the roles where the person works."""
    if by == person.id or not any(holds(session, by, role, person.organisation_id) for role in roles):
        raise NotAllowed
