"""What people want to hear of. The topics somebody follows are their interests: there is no second list."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, select

from crowdlearn.audit.service import record
from crowdlearn.db.session import transaction
from crowdlearn.db.statements import add_once
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.vocabulary import TOPICS
from crowdlearn.people.models import Follow, Organisation, Person
from crowdlearn.people.rules import FollowKind, FollowsSelf, PersonState

_TABLES: dict[FollowKind, type[Person] | type[Organisation]] = {
    FollowKind.PERSON: Person,
    FollowKind.ORGANISATION: Organisation,
}
ACTIONS = {FollowKind.TOPIC: "topic", FollowKind.PERSON: "profile", FollowKind.ORGANISATION: "organisation"}


def follow(person_id: UUID, kind: FollowKind, target: str) -> None:
    """Hear of a topic, a person or an organisation; a second time changes nothing. Pitches have their own use-case.

    Raises FollowsSelf, and NotFound for what there is not, a private profile and an unconfirmed organisation.
    """
    with transaction() as session:
        _check(session, person_id, kind, target)
        add_once(session, Follow, id=new_id(), person_id=person_id, kind=kind, target=target, since=now())
        record(session, f"{ACTIONS[kind]}.follow", by=person_id, about=_id_of(kind, target))


def unfollow(person_id: UUID, kind: FollowKind, target: str) -> None:
    """Hear of it no longer, whatever became of it. Raises NotFound for what there never was."""
    with transaction() as session:
        query = select(Follow).where(Follow.person_id == person_id, Follow.kind == kind, Follow.target == target)
        if (row := session.exec(query).first()) is not None:
            session.delete(row)
        elif kind is not FollowKind.TOPIC and not _exists(session, kind, target):
            raise NotFound(kind)
        record(session, f"{ACTIONS[kind]}.unfollow", by=person_id, about=_id_of(kind, target))


def follow_topics(person_id: UUID, topics: Iterable[str]) -> None:
    """Hear of what is new on these topics, and of no others any more."""
    with transaction() as session:
        keep_topics(session, person_id, topics)
        record(session, "topic.follow", by=person_id)


def keep_topics(session: Session, person_id: UUID, topics: Iterable[str]) -> None:
    """Let a person follow these topics and no others, in the caller's transaction."""
    wanted = set(topics)
    query = select(Follow).where(Follow.person_id == person_id, Follow.kind == FollowKind.TOPIC)
    known = {row.target: row for row in session.exec(query)}
    for topic in known.keys() - wanted:
        session.delete(known[topic])
    for topic in sorted(wanted - known.keys()):
        add_once(session, Follow, id=new_id(), person_id=person_id, kind=FollowKind.TOPIC, target=topic, since=now())


def _check(session: Session, person_id: UUID, kind: FollowKind, target: str) -> None:
    if kind is FollowKind.TOPIC:
        found: object = target in TOPICS
    elif kind is FollowKind.PERSON:
        if target == str(person_id):
            raise FollowsSelf
        person = session.get(Person, UUID(target))
        found = person is not None and person.profile_public and person.state is not PersonState.LEFT
    else:
        organisation = session.get(Organisation, UUID(target))
        found = organisation is not None and organisation.confirmed_at is not None
    if not found:
        raise NotFound(kind)


def _exists(session: Session, kind: FollowKind, target: str) -> bool:
    table = _TABLES[kind]
    return session.exec(select(table.id).where(table.id == UUID(target))).first() is not None


def _id_of(kind: FollowKind, target: str) -> UUID | None:
    return None if kind is FollowKind.TOPIC else UUID(target)
