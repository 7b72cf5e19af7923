"""Telling people, once: on the site at once, by mail as each wants it."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.session import transaction
from crowdlearn.kernel.clock import now
from crowdlearn.notices.models import Notice
from crowdlearn.notices.queries import channel_for
from crowdlearn.notices.rules import DIGESTS, SILENT, Channel, next_digest, pack
from crowdlearn.people.models import Person


def tell(session: Session, person_id: UUID, kind: str, *, event_id: UUID, facts: dict[str, Any], path: str) -> bool:
    """Tell a person of an event in the caller's transaction; False when they know of it, or never want to hear of it.

    `kind` names templates/email/<kind>/, `facts` fill its words (texts, numbers, Money, dates, moments), `path`
    without language is the page to act on.
    """
    known = select(Notice.id).where(Notice.event_id == event_id, Notice.person_id == person_id, Notice.kind == kind)
    if session.exec(known).first() is not None:
        return False
    channel = channel_for(session, person_id, kind)
    if channel is Channel.NEVER:
        return False
    due = mail_due(session, person_id, channel)
    session.add(
        Notice(
            event_id=event_id,
            person_id=person_id,
            kind=kind,
            facts=pack(facts),
            path=path,
            channel=channel,
            mail_due_at=due,
        )
    )
    return True


def mail_due(session: Session, person_id: UUID, channel: Channel) -> datetime | None:
    """Return when mail by this channel is due for what is told now; None where none is."""
    if channel in SILENT:
        return None
    if channel in DIGESTS:
        zone = session.scalar(sa.select(Person.time_zone).where(col(Person.id) == person_id))
        return next_digest(now(), zone or "UTC", channel)
    return now()


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
