"""Who is behind a session token, and from where a person is signed in."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.db.session import reading
from crowdlearn.db.statements import prepared
from crowdlearn.kernel.clock import HOME_ZONE, clock, now
from crowdlearn.people.models import ActingManager, ManagerLink, Person, RoleGrant, SignIn
from crowdlearn.people.rules import LinkState, PersonState, Role, is_awake, session_ends

from .lines import acting_on


@dataclass(frozen=True)
class SessionFacts:
    """A living session and its person; `leads` anyone, or acts for someone who does."""

    roles: frozenset[Role]
    session_id: UUID
    person_id: UUID
    name: str
    email: str
    language: str
    time_zone: str
    organisation_id: UUID | None
    state: PersonState
    proved_at: datetime
    seen_at: datetime
    started_at: datetime
    leads: bool


@dataclass(frozen=True)
class SignedIn:
    """One browser from which a person is signed in."""

    id: UUID
    browser: str
    started_at: datetime
    seen_at: datetime


_led = sa.exists().where(col(ManagerLink.manager_id) == col(Person.id), col(ManagerLink.state) == LinkState.CONFIRMED)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()


def session_of(token: str) -> SessionFacts | None:
    """Return the living session of a token, None when there is none or it fell asleep."""
    with reading() as session:
        rows = _living(session, token_hash(token), now(), clock.today(HOME_ZONE)).all()
    if not rows:
        return None
    roles = frozenset(row[-1] for row in rows if row[-1] is not None)
    facts = SessionFacts(roles, *rows[0][:-1])
    ended = session_ends(facts.started_at, roles) <= now()  # by the roles held now: new staff have shorter sessions
    return facts if not ended and is_awake(facts.seen_at, now(), roles) else None


@prepared
def _living(token_digest: str, at: datetime, today: date) -> Any:
    covered = sa.exists().where(col(ActingManager.acting_id) == col(Person.id), acting_on(today))
    return (
        sa.select(
            SignIn.id,
            Person.id,
            Person.name,
            Person.email,
            Person.language,
            Person.time_zone,
            Person.organisation_id,
            Person.state,
            SignIn.proved_at,
            SignIn.seen_at,
            SignIn.started_at,
            sa.or_(_led, covered).label("leads"),
            RoleGrant.role,
        )
        .join(Person, col(Person.id) == col(SignIn.person_id))
        .join(
            RoleGrant,
            sa.and_(col(RoleGrant.person_id) == col(Person.id), col(RoleGrant.ended_at).is_(None)),
            isouter=True,
        )
        .where(
            col(SignIn.token_hash) == token_digest,
            col(SignIn.ended_at).is_(None),
            col(SignIn.expires_at) > at,
            col(Person.state).not_in((PersonState.UNVERIFIED, PersonState.LEFT)),
        )
    )


def person_of(token: str) -> UUID | None:
    """Return whose session a token was, living or ended, None for a token we never gave out."""
    with reading() as session:
        query = sa.select(SignIn.person_id).where(col(SignIn.token_hash) == token_hash(token))
        return session.execute(query).scalar()


def sessions_of(person_id: UUID) -> list[SignedIn]:
    """Return the living sessions of a person, the one used last first."""
    query = (
        sa.select(SignIn.id, SignIn.browser, SignIn.started_at, SignIn.seen_at)
        .where(col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None), col(SignIn.expires_at) > now())
        .order_by(col(SignIn.seen_at).desc())
    )
    with reading() as session:
        return [SignedIn(*row) for row in session.execute(query)]
