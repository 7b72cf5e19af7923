"""The way out: letters and digests that are due, each claimed before it is sent, so two workers never send it twice."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.post_office import Letter, Line
from crowdlearn.notices.models import Digest, Notice
from crowdlearn.notices.queries import quiet_hours_of
from crowdlearn.notices.rules import (
    DIGESTS,
    MOST_ATTEMPTS,
    REASONS,
    Channel,
    end_of_quiet,
    may_be_silenced,
    reason_of,
    retry_after,
    unpack,
)
from crowdlearn.people.models import Person
from crowdlearn.people.rules import PersonState

_log = logging.getLogger(__name__)
BATCH = 100
Posted = TypeVar("Posted", Notice, Digest)
Deliver = Callable[[Letter], None]
_PLACES = {kind: place for place, reason in enumerate(REASONS) for kind in reason.kinds}


def send_waiting(deliver: Deliver) -> int:
    """Hand what is due to `deliver`, digests made up first; return how many letters went out.

    One that fails is tried again later.
    """
    _make_digests()
    letters = sum(_send(Notice, notice_id, deliver, _letter) for notice_id in _due_notices())
    return letters + sum(_send(Digest, digest_id, deliver, _digest) for digest_id in _due(Digest))


def _due(table: type[Posted]) -> list[UUID]:
    with reading() as session:
        return list(session.exec(_waiting(table).limit(BATCH)))


def _due_notices() -> list[UUID]:
    with reading() as session:
        return list(session.exec(_waiting(Notice).where(col(Notice.channel) == Channel.AT_ONCE).limit(BATCH)))


def _waiting(table: type[Posted]) -> SelectOfScalar[UUID]:
    return (
        select(table.id)
        .where(col(table.mailed_at).is_(None), col(table.mail_due_at) <= now(), col(table.attempts) < MOST_ATTEMPTS)
        .order_by(col(table.mail_due_at))
    )


def _make_digests() -> None:
    """Gather what is due for digests, one for each person and rhythm."""
    due = (
        sa.select(Notice.person_id, Notice.channel)
        .where(col(Notice.mail_due_at) <= now(), col(Notice.channel).in_(DIGESTS))
        .distinct()
        .limit(BATCH)
    )
    with reading() as session:
        people = session.execute(due).all()
    for person_id, rhythm in people:
        gather(person_id, rhythm)


def gather(person_id: UUID, rhythm: Channel) -> UUID | None:
    """Make a digest of what is due and still unread, and return its id; None when there is nothing to bring.

    The person's row is held meanwhile, so that each notice goes into one digest only.
    """
    with transaction() as session:
        lock(session, Person, person_id)
        notices = _for_digest(session, person_id, rhythm)
        for notice in notices:
            notice.mail_due_at = None
        unread = [notice for notice in notices if notice.read_at is None]
        if not unread:
            return None
        digest = Digest(person_id=person_id, rhythm=rhythm)
        session.add(digest)
        for notice in unread:
            notice.digest_id = digest.id
        return digest.id


def _for_digest(session: Session, person_id: UUID, rhythm: Channel) -> list[Notice]:
    query = select(Notice).where(
        Notice.person_id == person_id, Notice.channel == rhythm, col(Notice.mail_due_at) <= now()
    )
    return list(session.exec(query))


def _send(
    table: type[Posted], row_id: UUID, deliver: Deliver, write: Callable[[Session, Posted, Person], Letter | None]
) -> bool:
    with transaction() as session:
        letter = _claim(session, lock(session, table, row_id), write)
    if letter is None:
        return False
    try:
        deliver(letter)
    except Exception:  # a mail that cannot be rendered or sent must not hold up the others
        _log.exception("mail of %s %s failed", table.__name__, row_id)
        return False
    with transaction() as session:
        lock(session, table, row_id).mailed_at = now()
    return True


def _claim(session: Session, row: Posted, write: Callable[[Session, Posted, Person], Letter | None]) -> Letter | None:
    """Return the letter of a row that is still due; what comes at a quiet hour waits until it ends."""
    if row.mail_due_at is None or row.mail_due_at > now() or row.mailed_at is not None:
        return None
    person = session.get_one(Person, row.person_id)
    letter = write(session, row, person) if person.state is not PersonState.LEFT else None
    if letter is None:
        row.mail_due_at = None
        return None
    if (later := _end_of_quiet(session, person, letter)) is not None:
        row.mail_due_at = later
        return None
    row.attempts += 1
    row.mail_due_at = now() + retry_after(row.attempts)
    return letter


def _end_of_quiet(session: Session, person: Person, letter: Letter) -> datetime | None:
    if not may_be_silenced(letter.kind):
        return None
    return end_of_quiet(now(), person.time_zone, quiet_hours_of(session, person.id))


def _letter(_session: Session, notice: Notice, person: Person) -> Letter:
    reason = reason_of(notice.kind)
    return Letter(
        notice.kind,
        person.name,
        person.email,
        person.language,
        notice.path,
        unpack(notice.facts),
        f"{person.id}/{reason.key}" if reason else "",
        person.time_zone,
    )


def _digest(session: Session, digest: Digest, person: Person) -> Letter | None:
    """Return the letter of a digest, by section, newest first in each; None when nothing of it is left."""
    query = select(Notice).where(Notice.digest_id == digest.id).order_by(col(Notice.id).desc())
    notices = sorted(session.exec(query), key=lambda notice: _PLACES.get(notice.kind, 0))
    if not notices:
        return None
    return Letter(
        f"digest_{digest.rhythm}",
        person.name,
        person.email,
        person.language,
        "/me/notices",
        {"number": len(notices)},
        f"{person.id}/{digest.rhythm}",
        person.time_zone,
        tuple(_line(notice) for notice in notices),
    )


def _line(notice: Notice) -> Line:
    reason = reason_of(notice.kind)
    return Line(reason.section.label if reason else "", notice.kind, unpack(notice.facts), notice.path)
