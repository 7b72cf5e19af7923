"""Suspension, and ending other people's sessions: what staff do, each with its trace."""

from uuid import UUID

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import Person
from crowdlearn.people.queries import grants_of, holds
from crowdlearn.people.rules import PERSON, PersonReinstated, PersonState, PersonSuspended, ProfileChanged, Role

from .sessions import end_sessions


def suspend(by: UUID, person_id: UUID, reason: str) -> None:
    """Keep a person from acting; they may still read, take their data along and leave. All their sessions end.

    Raises NotAllowed for oneself, and for stewards who mean an administrator.
    """
    with transaction() as session:
        person = lock(session, Person, person_id)
        is_admin = any(role is Role.ADMINISTRATOR for role, _ in grants_of(session, person_id))
        may = holds(session, by, Role.ADMINISTRATOR) or (not is_admin and holds(session, by, Role.STEWARD))
        if by == person_id or not may:
            raise NotAllowed
        person.state = PERSON.move(person.state, PersonState.SUSPENDED)
        end_sessions(session, person_id)
        record(session, "mod.suspend", by=by, about=person_id, reason=reason)
        emit(session, PersonSuspended(person_id=person_id, reason=reason, by=by))
        emit(session, ProfileChanged(person_id=person_id, by=by))


def reinstate(by: UUID, person_id: UUID) -> None:
    """Let a suspended person act again."""
    with transaction() as session:
        person = lock(session, Person, person_id)
        if by == person_id or not (holds(session, by, Role.ADMINISTRATOR) or holds(session, by, Role.STEWARD)):
            raise NotAllowed
        person.state = PERSON.move(person.state, PersonState.ACTIVE)
        record(session, "mod.reinstate", by=by, about=person_id)
        emit(session, PersonReinstated(person_id=person_id, by=by))
        emit(session, ProfileChanged(person_id=person_id, by=by))


def end_sessions_of(admin_id: UUID, person_id: UUID) -> None:
    """Sign a person out everywhere."""
    with transaction() as session:
        lock(session, Person, person_id)
        end_sessions(session, person_id)
        record(session, "session.kill", by=admin_id, about=person_id)
