"""Forgotten and changed passwords."""

from uuid import UUID

from sqlmodel import select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.people.models import Person, SignIn
from crowdlearn.people.rules import (
    JoinPolicy,
    PasswordChanged,
    PersonState,
    ResetAsked,
    TokenPurpose,
    check_password,
    same_address,
)

from .joining import admit
from .passwords import hash_password
from .sessions import end_sessions, open_session
from .tokens import find_token, use_token, void_tokens


def ask_for_reset(email: str) -> None:
    """Let a link be mailed to whoever has this address; the same for addresses nobody has."""
    with transaction() as session:
        person = session.exec(select(Person).where(Person.email == same_address(email))).first()
        known = person is not None and person.state is not PersonState.LEFT
        record(session, "password.reset.request", by=None, about=person.id if person and known else None)
        emit(session, ResetAsked(person_id=person.id if person and known else None))


def reset_password(token: str, password: str, policy: JoinPolicy, browser: str = "") -> tuple[UUID, str]:
    """Set a new password by the link, end all sessions, and return the person and a fresh session token.

    Raises LinkWorn or PasswordRefused. The link proves the address as well.
    """
    found = find_token(token, TokenPurpose.RESET_PASSWORD)
    name, email = _name_and_email(found.person_id)
    check_password(password, name, email)
    kept = hash_password(password)
    with transaction() as session:
        use_token(session, found)
        person = lock(session, Person, found.person_id)
        if person.state is PersonState.UNVERIFIED:
            admit(session, person, policy)
        person.password_hash = kept
        void_tokens(session, person.id, TokenPurpose.RESET_PASSWORD)
        end_sessions(session, person.id)
        record(session, "password.reset", by=person.id)
        emit(session, PasswordChanged(person_id=person.id, by=person.id))
        return person.id, open_session(session, person.id, browser)


def change_password(person_id: UUID, session_id: UUID, password: str) -> str:
    """Set a new password and return the session's new token; all other sessions end. Raises PasswordRefused."""
    name, email = _name_and_email(person_id)
    check_password(password, name, email)
    kept = hash_password(password)
    with transaction() as session:
        person = lock(session, Person, person_id)
        person.password_hash = kept
        void_tokens(session, person_id, TokenPurpose.RESET_PASSWORD)
        browser = lock(session, SignIn, session_id).browser
        end_sessions(session, person_id)
        record(session, "password.change", by=person_id)
        emit(session, PasswordChanged(person_id=person_id, by=person_id))
        return open_session(session, person_id, browser)


def _name_and_email(person_id: UUID) -> tuple[str, str]:
    with reading() as session:
        person = session.get_one(Person, person_id)
        return person.name, person.email
