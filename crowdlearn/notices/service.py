"""Telling people, once: on the site at once, by mail as soon as the worker comes to it."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.post_office import Letter
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState

from .models import Notice, NoticeChoice
from .rules import MOST_ATTEMPTS, group_of, may_be_silenced, pack, retry_after, unpack

_log = logging.getLogger(__name__)
BATCH = 100


def tell(session: Session, person_id: UUID, kind: str, *, event_id: UUID, facts: dict[str, Any], path: str) -> bool:
    """Tell a person of an event in the caller's transaction; False when they were told of it before.

    `kind` names templates/email/<kind>/, `facts` fill its words (texts, numbers, Money, dates, moments), `path`
    without language is the page to act on.
    """
    known = select(Notice.id).where(Notice.event_id == event_id, Notice.person_id == person_id, Notice.kind == kind)
    if session.exec(known).first() is not None:
        return False
    due = now() if _wants_mail(session, person_id, kind) else None
    session.add(
        Notice(event_id=event_id, person_id=person_id, kind=kind, facts=pack(facts), path=path, mail_due_at=due)
    )
    return True


def _wants_mail(session: Session, person_id: UUID, kind: str) -> bool:
    if not may_be_silenced(kind):
        return True
    switches = {kind, group_of(kind)}
    off = select(NoticeChoice.id).where(
        NoticeChoice.person_id == person_id, col(NoticeChoice.kind).in_(switches), col(NoticeChoice.by_mail).is_(False)
    )
    return session.exec(off).first() is None


def choose_mail(person_id: UUID, wanted: Mapping[str, bool]) -> None:
    """Keep for each group whether the person wants it by mail as well."""
    with transaction() as session:
        kept = {row.kind: row for row in session.exec(select(NoticeChoice).where(NoticeChoice.person_id == person_id))}
        for group, by_mail in wanted.items():
            if group in kept:
                kept[group].by_mail = by_mail
            elif not by_mail:
                session.add(NoticeChoice(person_id=person_id, kind=group, by_mail=False))


def send_waiting(deliver: Callable[[Letter], None]) -> int:
    """Hand each notice whose mail is due to `deliver`; return how many went out.

    A row is claimed before it is sent, so two workers never send the same mail; one that fails is tried again later.
    """
    return sum(_send(notice_id, deliver) for notice_id in _due())


def _due() -> list[UUID]:
    query = select(Notice.id).where(
        col(Notice.mailed_at).is_(None), col(Notice.mail_due_at) <= now(), Notice.attempts < MOST_ATTEMPTS
    )
    with reading() as session:
        return list(session.exec(query.order_by(col(Notice.mail_due_at)).limit(BATCH)))


def _send(notice_id: UUID, deliver: Callable[[Letter], None]) -> bool:
    outgoing = _claim(notice_id)
    if outgoing is None:
        return False
    try:
        deliver(outgoing)
    except Exception:  # a mail that cannot be rendered or sent must not hold up the others
        _log.exception("mail of notice %s failed", notice_id)
        return False
    with transaction() as session:
        lock(session, Notice, notice_id).mailed_at = now()
    return True


def _claim(notice_id: UUID) -> Letter | None:
    with transaction() as session:
        notice = lock(session, Notice, notice_id)
        person = session.get_one(Person, notice.person_id)
        if notice.mail_due_at is None or notice.mail_due_at > now() or notice.mailed_at is not None:
            return None
        if person.state is PersonState.LEFT:
            notice.mail_due_at = None
            return None
        notice.attempts += 1
        notice.mail_due_at = now() + retry_after(notice.attempts)
        silent = f"{person.id}/{group_of(notice.kind)}" if may_be_silenced(notice.kind) else ""
        return Letter(
            notice.kind,
            person.name,
            person.email,
            person.language,
            notice.path,
            unpack(notice.facts),
            silent,
            person.time_zone,
        )


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
