"""Telling people, once: on the site at once, by mail as each wants it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import HOME_ZONE, now
from crowdlearn.notices.models import Notice
from crowdlearn.notices.queries import channels_for
from crowdlearn.notices.rules import DIGESTS, REASONS, Channel, Section, mail_due, pack
from crowdlearn.people.models import Person


def tell(session: Session, person_id: UUID, kind: str, *, event_id: UUID, facts: dict[str, Any], path: str) -> bool:
    """Tell a person of an event in the caller's transaction; False when they know of it, or never want to hear of it.

    `kind` names templates/email/<kind>/, `facts` fill its words (texts, numbers, Money, dates, moments), `path`
    without language is the page to act on.
    """
    return bool(tell_each(session, {person_id: (kind,)}, event_id=event_id, facts=facts, path=path))


def tell_each(
    session: Session, people: Mapping[UUID, Sequence[str]], *, event_id: UUID, facts: dict[str, Any], path: str
) -> set[UUID]:
    """Tell many people of one event, each by the first of their kinds that they want to hear of; return who was told.

    Nobody is told by two of their kinds, nor twice by one.
    """
    kinds = {kind for mine in people.values() for kind in mine}
    known, told = _told(session, event_id, kinds), set[UUID]()
    wishes = channels_for(session, list(people), kinds)
    zones = _zones(session, wishes)
    for person_id in sorted(people.keys() - known):
        wanted = ((kind, wishes[person_id, kind]) for kind in people[person_id])
        kind, channel = next((one for one in wanted if one[1] is not Channel.NEVER), ("", Channel.NEVER))
        if kind:
            row = Notice(event_id=event_id, person_id=person_id, kind=kind, facts=pack(facts), path=path)
            row.channel, row.mail_due_at = channel, mail_due(now(), zones.get(person_id, HOME_ZONE), channel)
            session.add(row)
            told.add(person_id)
    return told


def _zones(session: Session, wishes: Mapping[tuple[UUID, str], Channel]) -> dict[UUID, str]:
    people = {person_id for (person_id, _kind), channel in wishes.items() if channel in DIGESTS}
    query = sa.select(Person.id, Person.time_zone).where(col(Person.id).in_(people))
    return {row.id: row.time_zone for row in session.execute(query)} if people else {}


def told_of(session: Session, event_id: UUID) -> set[UUID]:
    """Return who was told of an event, by whatever kind."""
    return set(session.exec(select(Notice.person_id).where(Notice.event_id == event_id)))


def _told(session: Session, event_id: UUID, kinds: Iterable[str]) -> set[UUID]:
    query = select(Notice.person_id).where(Notice.event_id == event_id, col(Notice.kind).in_(kinds))
    return set(session.exec(query))


def take_back(session: Session, path: str) -> None:
    """Forget what followers were told of a thing that is not shown any more; mail that waits does not go out."""
    kinds = [kind for reason in REASONS if reason.section is Section.FOLLOWED for kind in reason.kinds]
    session.execute(sa.delete(Notice).where(col(Notice.path) == path, col(Notice.kind).in_(kinds)))


def let_mail_rest(before: datetime) -> int:
    """Send no mail for what was told earlier than `before`; it stays to be read on the site. Returns how many."""
    with transaction() as session:
        waiting = sa.update(Notice).where(
            col(Notice.mailed_at).is_(None), col(Notice.mail_due_at).is_not(None), col(Notice.created_at) < before
        )
        result = session.execute(waiting.values(mail_due_at=None))
        return int(getattr(result, "rowcount", 0))


def mark_read(person_id: UUID) -> None:
    """Mark all of a person's notices as read."""
    with transaction() as session:
        unread = sa.update(Notice).where(col(Notice.person_id) == person_id, col(Notice.read_at).is_(None))
        session.execute(unread.values(read_at=now()))
