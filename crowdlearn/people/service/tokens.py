"""One-time links. The mail carries the token, we keep its SHA-256."""

import secrets
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.db.session import lock, reading
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import OneTimeToken
from crowdlearn.people.queries.sessions import token_hash
from crowdlearn.people.rules import TOKEN_LASTS, LinkWorn, TokenPurpose


@dataclass(frozen=True)
class TokenFacts:
    """A living token, and whose it is."""

    id: UUID
    person_id: UUID
    email: str


def make_token(session: Session, token_id: UUID, person_id: UUID, purpose: TokenPurpose, email: str) -> str:
    """Return a fresh token for a link. The same id again (a mail sent twice) makes the earlier link void."""
    token = secrets.token_urlsafe(32)
    row = session.get(OneTimeToken, token_id)
    if row is None:
        row = OneTimeToken(
            id=token_id,
            person_id=person_id,
            purpose=purpose,
            token_hash=token_hash(token),
            email=email,
            expires_at=now() + TOKEN_LASTS[purpose],
        )
        session.add(row)
    row.token_hash = token_hash(token)
    return token


def find_token(token: str, purpose: TokenPurpose) -> TokenFacts:
    """Return what a link is good for. Raises LinkWorn when it was used, has expired or never was."""
    query = sa.select(OneTimeToken.id, OneTimeToken.person_id, OneTimeToken.email).where(
        col(OneTimeToken.token_hash) == token_hash(token),
        col(OneTimeToken.purpose) == purpose,
        col(OneTimeToken.used_at).is_(None),
        col(OneTimeToken.expires_at) > now(),
    )
    with reading() as session:
        row = session.execute(query).first()
    if row is None:
        raise LinkWorn
    return TokenFacts(*row)


def use_token(session: Session, found: TokenFacts) -> None:
    """Use a link up. Raises LinkWorn when someone else was quicker."""
    row = lock(session, OneTimeToken, found.id)
    if row.used_at is not None:
        raise LinkWorn
    row.used_at = now()


def void_tokens(session: Session, person_id: UUID, *purposes: TokenPurpose) -> None:
    """Make a person's earlier links of these purposes worthless."""
    living = sa.update(OneTimeToken).where(
        col(OneTimeToken.person_id) == person_id,
        col(OneTimeToken.purpose).in_(purposes),
        col(OneTimeToken.used_at).is_(None),
    )
    session.execute(living.values(used_at=now()))
