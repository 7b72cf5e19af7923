"""Signing in and out. The browser holds a random token, we hold its SHA-256."""

import secrets
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.operations import operating
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person, SignIn
from crowdlearn.people.queries import grants_of
from crowdlearn.people.queries.sessions import token_hash
from crowdlearn.people.rules import PersonState, SignInRefused, same_address, session_ends

from .passwords import hash_password, is_outdated, is_right

MAY_SIGN_IN = (PersonState.WAITING, PersonState.ACTIVE, PersonState.SUSPENDED)


def sign_in(email: str, password: str, browser: str = "") -> tuple[UUID, str]:
    """Return the person and a fresh session token. Raises SignInRefused, in the same time, whoever is asked for."""
    person_id, kept = _account(same_address(email))
    right = is_right(kept, password)
    renewed = hash_password(password) if right and kept and is_outdated(kept) else None
    if not right or person_id is None:
        note_failed_sign_in(person_id)
        raise SignInRefused
    with transaction() as session:
        person = lock(session, Person, person_id)
        if person.state not in MAY_SIGN_IN or person.password_hash != kept:
            raise SignInRefused
        person.password_hash = renewed or kept
        record(session, "auth.login", by=person_id)
        return person_id, open_session(session, person_id, browser)


def _account(email: str) -> tuple[UUID | None, str | None]:
    with reading() as session:
        query = sa.select(Person.id, Person.password_hash).where(
            col(Person.email) == email, col(Person.state).in_(MAY_SIGN_IN)
        )
        row = session.execute(query).first()
    return (row[0], row[1]) if row else (None, None)


def note_failed_sign_in(person_id: UUID | None) -> None:
    """Leave an audit row, for known and unknown people alike; it is no part of what was asked, which stays undone."""
    with operating(None), transaction() as session:
        record(session, "auth.login_failed", by=None, about=person_id)


def open_session(session: Session, person_id: UUID, browser: str) -> str:
    """Open a session and return its token, which is nowhere kept."""
    token = secrets.token_urlsafe(32)
    roles = frozenset(role for role, _ in grants_of(session, person_id))
    session.add(
        SignIn(
            person_id=person_id,
            token_hash=token_hash(token),
            expires_at=session_ends(now(), roles),
            browser=browser[:200],
        )
    )
    return token


def prove_again(session_id: UUID, password: str) -> str | None:
    """Take the password once more: return the session's new token, None when the password is wrong."""
    person_id, kept = _owner(session_id)
    if not is_right(kept, password):
        return None
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        row = lock(session, SignIn, session_id)
        row.proved_at = row.seen_at = now()
        row.token_hash = token_hash(token)
        record(session, "auth.step_up", by=person_id)
    return token


def _owner(session_id: UUID) -> tuple[UUID | None, str | None]:
    with reading() as session:
        query = sa.select(Person.id, Person.password_hash).join(SignIn, col(SignIn.person_id) == col(Person.id))
        row = session.execute(query.where(col(SignIn.id) == session_id)).first()
    return (row[0], row[1]) if row else (None, None)


def touch(session_id: UUID) -> None:
    """Note that a session was used just now."""
    with transaction(wait=False) as session:
        session.execute(sa.update(SignIn).where(col(SignIn.id) == session_id).values(seen_at=now()))


def sign_out(person_id: UUID, session_id: UUID) -> None:
    """End one session of a person. Raises NotFound for anyone else's."""
    with transaction() as session:
        row = lock(session, SignIn, session_id)
        if row.person_id != person_id:
            raise NotFound
        row.ended_at = row.ended_at or now()
        record(session, "auth.logout", by=person_id)


def end_session(person_id: UUID, session_id: UUID) -> None:
    """End another browser's session of the same person. Raises NotFound for anyone else's."""
    with transaction() as session:
        row = lock(session, SignIn, session_id)
        if row.person_id != person_id:
            raise NotFound
        row.ended_at = row.ended_at or now()
        record(session, "account.session_revoke", by=person_id)


def sign_out_everywhere(person_id: UUID) -> None:
    """End every session of a person."""
    with transaction() as session:
        end_sessions(session, person_id)
        record(session, "account.sessions_revoke", by=person_id)


def end_sessions(session: Session, person_id: UUID, keep: UUID | None = None) -> None:
    """End all sessions of a person but `keep`."""
    living = select(SignIn).where(col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None))
    for row in session.exec(living):
        if row.id != keep:
            row.ended_at = now()
