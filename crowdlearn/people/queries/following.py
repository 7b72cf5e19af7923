"""Who wants to hear of what, and who may be asked."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.people.models import Follow, Person
from crowdlearn.people.rules import HEARING, FollowKind, PersonState

Targets = Mapping[FollowKind, Iterable[str]]


def takes_asks(session: Session, person_id: UUID) -> bool:
    """Tell whether others may ask this person for help: an active member who has not opted out of all asks."""
    query = sa.select(Person.id).where(
        col(Person.id) == person_id, col(Person.takes_asks), col(Person.state) == PersonState.ACTIVE
    )
    return session.execute(query).first() is not None


def follows(session: Session, person_id: UUID | None, kind: FollowKind, target: str) -> bool:
    """Tell whether a person follows something; visitors (None) follow nothing."""
    if person_id is None:
        return False
    query = sa.select(Follow.id).where(
        col(Follow.person_id) == person_id, col(Follow.kind) == kind, col(Follow.target) == target
    )
    return session.execute(query).first() is not None


def followers_of(session: Session, targets: Targets) -> dict[UUID, list[FollowKind]]:
    """Return who follows any of the targets, each with the kinds they follow, in the order of `targets`.

    A person whose profile is private has no followers to tell; who left or is suspended hears nothing.
    """
    order = {kind: number for number, kind in enumerate(targets)}
    found: dict[UUID, list[FollowKind]] = {}
    for person_id, kind in sorted(set(_follows(session, targets)), key=lambda row: order[row[1]]):
        found.setdefault(person_id, []).append(kind)
    return found


def _follows(session: Session, targets: Targets) -> list[tuple[UUID, FollowKind]]:
    wanted = [
        sa.and_(col(Follow.kind) == kind, col(Follow.target).in_(_seen(session, kind, names)))
        for kind, names in targets.items()
    ]
    query = (
        sa.select(Follow.person_id, Follow.kind)
        .join(Person, col(Person.id) == col(Follow.person_id))
        .where(sa.or_(*wanted), col(Person.state).in_(HEARING))
    )
    return [(person_id, kind) for person_id, kind in session.execute(query)]


def _seen(session: Session, kind: FollowKind, names: Iterable[str]) -> list[str]:
    if kind is not FollowKind.PERSON:
        return list(names)
    query = sa.select(Person.id).where(col(Person.id).in_([UUID(name) for name in names]), col(Person.profile_public))
    return [str(person_id) for person_id in session.execute(query).scalars()]
