"""Another kind of share-back instead: the pitcher asks, the backers decide by head-count."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.commitments.models import Commitment, Replacement, ReplacementVote
from crowdlearn.commitments.queries import backers_of
from crowdlearn.commitments.rules import (
    ANSWERS_WITHIN,
    AlreadyAsked,
    EntryKind,
    NotOpen,
    ReplacementAsked,
    ReplacementDecided,
    check_replacement,
    replacement_agreed,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.rounds import for_each
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.clock import clock, now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.pitches.rules import ShareBackKind

from .journal import open_replacement, review_holds, set_due, write
from .promises import still_open


def ask_replacement(
    person_id: UUID, commitment_id: UUID, kind: ShareBackKind, title: str, due_on: date, reason: str
) -> UUID:
    """Ask the backers to take another kind of share-back; without backers it is agreed at once. Returns its id.

    Raises ReasonMissing, DateOutOfReach, AlreadyAsked, NotOpen.
    """
    with transaction() as session:
        commitment = still_open(session, commitment_id)
        if commitment.owner_id != person_id:
            raise NotAllowed
        check_replacement(commitment.due_on, due_on, clock.today(commitment.time_zone), reason)
        if open_replacement(session, commitment_id) is not None:
            raise AlreadyAsked
        wish = Replacement(commitment_id=commitment_id, kind=kind, title=title, due_on=due_on, reason=reason)
        session.add(wish)
        write(session, commitment, EntryKind.REPLACEMENT_ASKED, by=person_id, reason=reason, instead=kind.value)
        session.flush()
        if not _decide(session, commitment, wish):
            emit(session, ReplacementAsked(commitment_id, wish.id, by=person_id))
    return wish.id


def vote_on_replacement(person_id: UUID, commitment_id: UUID, agrees: bool) -> None:
    """Record a backer's answer to the open replacement; more than half of the backers decide it.

    Raises NotOpen when none is asked for, NotAllowed for who does not back the pitch.
    """
    with transaction() as session:
        commitment = still_open(session, commitment_id)
        wish = open_replacement(session, commitment_id)
        if wish is None:
            raise NotOpen
        if person_id not in backers_of(session, commitment.pitch_id):
            raise NotAllowed
        _write_vote(session, wish.id, person_id, agrees)
        record(session, "commitment.replacement_vote", by=person_id, about=commitment_id, agrees=agrees)
        session.flush()
        _decide(session, commitment, wish)


def close_replacements() -> int:
    """Let replacements that backers did not agree to within 14 days be refused; return how many."""
    with reading() as session:
        query = select(Replacement.commitment_id).where(
            col(Replacement.agreed).is_(None), Replacement.asked_at <= now() - ANSWERS_WITHIN
        )
        waiting = session.exec(query).all()
    return for_each(waiting, _close)


def _close(commitment_id: UUID) -> bool:
    with transaction() as session:
        commitment = lock(session, Commitment, commitment_id)
        wish = open_replacement(session, commitment_id)
        if wish is None or wish.asked_at > now() - ANSWERS_WITHIN:
            return False
        _settle(session, commitment, wish, agreed=False)
        return True


def _write_vote(session: Session, replacement_id: UUID, person_id: UUID, agrees: bool) -> None:
    earlier = select(ReplacementVote).where(
        ReplacementVote.replacement_id == replacement_id, ReplacementVote.backer_id == person_id
    )
    vote = session.exec(earlier).first()
    if vote is None:
        session.add(ReplacementVote(replacement_id=replacement_id, backer_id=person_id, agrees=agrees))
    else:
        vote.agrees = agrees


def _decide(session: Session, commitment: Commitment, wish: Replacement) -> bool:
    """Count the answers; tell whether they decide."""
    votes = session.execute(
        sa.select(col(ReplacementVote.agrees), sa.func.count().label("people"))
        .where(col(ReplacementVote.replacement_id) == wish.id)
        .group_by(col(ReplacementVote.agrees))
    )
    counts = {row.agrees: row.people for row in votes}
    backers = len(backers_of(session, commitment.pitch_id))
    agreed = replacement_agreed(backers, counts.get(True, 0), counts.get(False, 0))
    if agreed is not None:
        _settle(session, commitment, wish, agreed=agreed)
    return agreed is not None


def _settle(session: Session, commitment: Commitment, wish: Replacement, *, agreed: bool) -> None:
    wish.agreed, wish.decided_at = agreed, now()
    if agreed:
        commitment.kind, commitment.title, commitment.moved_from = wish.kind, wish.title, None
        set_due(commitment, wish.due_on)
        session.flush()
        review_holds(session, commitment.owner_id)
    kind = EntryKind.REPLACED if agreed else EntryKind.REPLACEMENT_REFUSED
    write(session, commitment, kind, by=None, reason=wish.reason, instead=wish.kind.value)
    emit(session, ReplacementDecided(commitment.id, wish.id, agreed))
