"""What the life of a pitch does to its pledges: committed at the lock, released when it ends without them."""

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import REVISABLE
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.queries.facts import backing_of
from crowdlearn.pledges.rules import (
    HOLDS_ROOM,
    PLEDGE,
    RECONFIRM_WITHIN,
    AboutPitch,
    PledgeReleased,
    PledgeState,
    ReconfirmAsked,
    conflict_of_interest,
)

from .changing import end
from .room import promote_waitlist, recount

_STANDING = HOLDS_ROOM - {PledgeState.KEPT} | {PledgeState.WAITLISTED}


def commit_all(session: Session, pitch: Pitch) -> list[MoneyPledge]:
    """Commit every live pledge of a pitch that locks, and return them in their order; waiting ones keep waiting."""
    committed = [row for row in _rows(session, pitch.id) if row.state is PledgeState.PLEDGED]
    for row in committed:
        row.state = PLEDGE.move(row.state, PledgeState.COMMITTED)
    return committed


def release_all(session: Session, pitch: Pitch, why: str) -> list[UUID]:
    """End every pledge of a pitch that goes on without them; return their ids. `why` is a word such as "not_funded"."""
    released = _rows(session, pitch.id)
    for row in released:
        release(session, row, why)
    recount(session, pitch)
    return [row.id for row in released]


def release_conflicting(session: Session, pitch: Pitch) -> list[UUID]:
    """Release pledges whose peer has come into a conflict of interest, asked at the lock and at the hold; their ids.

    Whoever waits takes the room.
    """
    released = []
    for row in _rows(session, pitch.id):
        peer = session.get_one(Person, row.peer_id)
        if conflict_of_interest(backing_of(session, pitch, peer)) is not None:
            release(session, row, "conflict_of_interest")
            released.append(row.id)
    if released:
        promote_waitlist(session, pitch)
        recount(session, pitch)
    return released


def expire_waitlist(session: Session, pitch: Pitch) -> None:
    """End what still waits when a pitch is funded without it."""
    for row in _rows(session, pitch.id):
        if row.state is PledgeState.WAITLISTED:
            end(row, PledgeState.EXPIRED, "not_needed")
            _say_released(session, row, "not_needed")


def ask_again(session: Session, pitch: Pitch, peer_id: UUID | None = None) -> None:
    """Ask every backer, or one, whether the promise stands under changed terms; 72 hours of silence release it."""
    until = now() + RECONFIRM_WITHIN
    asked: dict[UUID, MoneyPledge] = {}
    for row in _rows(session, pitch.id):
        is_asked = row.state in (PledgeState.PLEDGED, PledgeState.RECONFIRM, PledgeState.WAITLISTED)
        if is_asked and peer_id in (None, row.peer_id):
            if row.state is PledgeState.PLEDGED:
                row.state = PLEDGE.move(row.state, PledgeState.RECONFIRM)
            row.reconfirm_until = until
            asked.setdefault(row.peer_id, row)
    for row in asked.values():
        emit(session, ReconfirmAsked(pledge_id=row.id, pitch_id=pitch.id, person_id=row.peer_id, until=until))


def release_silent() -> int:
    """Release promises whose peer did not answer a changed pitch in time; return how many. Runs every few minutes."""
    with reading() as session:
        query = sa.select(MoneyPledge.pitch_id).where(col(MoneyPledge.reconfirm_until) <= now()).distinct()
        pitches = sorted(session.scalars(query))
    return for_each(pitches, _release_silent_of)


def release_of_withdrawn(event: AboutPitch) -> None:
    """After the pitcher withdrew: release every pledge. Nothing is left to do the second time."""
    with transaction() as session:
        release_all(session, lock(session, Pitch, event.pitch_id), "pitch_withdrawn")


def release_of_declined(event: AboutPitch) -> None:
    """After the manager declined the money ask of an open pitch: release the pledges; offers of help stay."""
    with transaction() as session:
        pitch = lock(session, Pitch, event.pitch_id)
        if pitch.state in REVISABLE:  # from the lock on it is settlement's to end
            release_all(session, pitch, "not_approved")


def release(session: Session, row: MoneyPledge, why: str) -> None:
    """End one pledge without its peer's doing, and say so."""
    to = PledgeState.ABANDONED if row.state is PledgeState.CARD_PENDING else PledgeState.RELEASED
    end(row, to, why)
    record(session, "pledge.release", by=None, about=row.id, pitch=row.pitch_id, why=why)
    _say_released(session, row, why)


def _release_silent_of(pitch_id: UUID) -> int:
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        silent = [row for row in _rows(session, pitch_id) if row.reconfirm_until and row.reconfirm_until <= now()]
        for row in silent:
            release(session, row, "no_answer")
        promote_waitlist(session, pitch)
        recount(session, pitch)
        return len(silent)


def _say_released(session: Session, row: MoneyPledge, why: str) -> None:
    emit(session, PledgeReleased(pledge_id=row.id, pitch_id=row.pitch_id, person_id=row.peer_id, why=why))


def _rows(session: Session, pitch_id: UUID) -> list[MoneyPledge]:
    session.flush()
    query = (
        sa.select(MoneyPledge)
        .where(col(MoneyPledge.pitch_id) == pitch_id, col(MoneyPledge.state).in_(_STANDING))
        .order_by(col(MoneyPledge.id))
    )
    return list(session.scalars(query.execution_options(populate_existing=True)))
