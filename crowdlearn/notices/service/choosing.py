"""How a person wants to be told: a channel for each reason, quiet hours, and whether others may ask them for help."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.notices.models import Digest, Notice, NoticeChoice, QuietTime
from crowdlearn.notices.queries import channels_of
from crowdlearn.notices.rules import ASKS, DIGESTS, KNOWN, SILENT, Channel, QuietHours, check_quiet, mail_due
from crowdlearn.people.models import Person


def choose(person_id: UUID, wanted: Mapping[str, Channel], quiet: QuietHours | None, *, takes_asks: bool) -> None:
    """Keep a channel for each reason, the quiet hours (None: none) and whether others may ask for help.

    What waits for a digest goes the new way. Raises QuietAllDay, and then nothing is kept.
    """
    if quiet is not None:
        check_quiet(quiet)
    with transaction() as session:
        person = lock(session, Person, person_id)
        person.takes_asks = takes_asks
        _keep_channels(session, person, wanted)
        _keep_quiet(session, person_id, quiet)
        record(session, "account.notify_prefs", by=person_id, about=person_id)


def stop_mail(person_id: UUID, what: str) -> None:
    """Send no more mail for a reason, or no more digests of a rhythm; it all stays on the site."""
    with transaction() as session:
        person = lock(session, Person, person_id)
        if what == ASKS:
            person.takes_asks = False  # not by mail means: do not ask me
        chosen = channels_of(session, person_id)
        stopped = [key for key in stopped_by(what) if chosen[key] not in SILENT and what in (key, chosen[key])]
        if not stopped:
            return
        _keep_channels(session, person, dict.fromkeys(stopped, Channel.SITE))
        if what in DIGESTS:
            unsent = sa.update(Digest).where(col(Digest.person_id) == person_id, col(Digest.rhythm) == what)
            session.execute(unsent.where(col(Digest.mailed_at).is_(None)).values(mail_due_at=None))
        record(session, "account.unsubscribe", by=person_id, about=person_id)


def stopped_by(what: str) -> Iterable[str]:
    """Return the reasons that a link to stop mail is about: one, or for a digest all that may be in it."""
    return [what] if what in KNOWN else list(KNOWN) if what in DIGESTS else []


def _keep_channels(session: Session, person: Person, wanted: Mapping[str, Channel]) -> None:
    query = select(NoticeChoice).where(NoticeChoice.person_id == person.id, col(NoticeChoice.reason).in_(wanted))
    kept = {row.reason: row for row in session.exec(query)}
    for key, channel in wanted.items():
        before = kept[key].channel if key in kept else KNOWN[key].default
        if channel is before:
            continue
        if key in kept:
            kept[key].channel = channel
        else:
            session.add(NoticeChoice(person_id=person.id, reason=key, channel=channel))
        _redirect_waiting(session, person, KNOWN[key].kinds, channel)


def _redirect_waiting(session: Session, person: Person, kinds: Iterable[str], channel: Channel) -> None:
    waiting = sa.update(Notice).where(
        col(Notice.person_id) == person.id,
        col(Notice.kind).in_(kinds),
        col(Notice.mailed_at).is_(None),
        col(Notice.mail_due_at).is_not(None),
    )
    due = mail_due(now(), person.time_zone, channel)
    session.execute(waiting.values(channel=channel, mail_due_at=due))


def _keep_quiet(session: Session, person_id: UUID, quiet: QuietHours | None) -> None:
    kept = session.exec(select(QuietTime).where(QuietTime.person_id == person_id)).first()
    if quiet is None:
        if kept is not None:
            session.delete(kept)
    elif kept is not None:
        kept.start, kept.until = quiet.start, quiet.until
    else:
        session.add(QuietTime(person_id=person_id, start=quiet.start, until=quiet.until))
