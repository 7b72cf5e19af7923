"""What the pitcher does with a commitment: make, move, replace, deliver."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.commitments.models import Commitment, Replacement, ReplacementVote
from crowdlearn.commitments.queries import backers_of
from crowdlearn.commitments.rules import (
    CommitmentDelivered,
    CommitmentMoved,
    CommitmentsOpened,
    CommitmentState,
    EntryKind,
    NotOpen,
    ReasonMissing,
    ReplacementAsked,
    ReplacementDecided,
    check_move,
    replacement_agreed,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.events import Event
from crowdlearn.pitches.models import Pitch, PlannedShareBack
from crowdlearn.pitches.rules import ShareBackKind

from .journal import move_to, review_holds, write


def open_commitments(event: Event) -> None:
    """After a pitch is funded, turn its planned share-backs into commitments; done once, however often it is asked."""
    pitch_id: UUID = event.pitch_id  # type: ignore[attr-defined]  # settlement, above us, defines the event
    with transaction() as session:
        pitch = lock(session, Pitch, pitch_id)
        known = set(session.exec(select(Commitment.planned_id).where(Commitment.pitch_id == pitch_id)))
        plans = session.exec(select(PlannedShareBack).where(PlannedShareBack.pitch_id == pitch_id)).all()
        new = [plan for plan in plans if plan.id not in known]
        for plan in new:
            _make(session, pitch, plan)
        if new:
            emit(session, CommitmentsOpened(pitch_id))


def _make(session: Session, pitch: Pitch, plan: PlannedShareBack) -> None:
    commitment = Commitment(
        pitch_id=pitch.id,
        owner_id=pitch.owner_id,
        planned_id=plan.id,
        kind=plan.kind,
        title=plan.title,
        audience=plan.audience,
        open_to_all=plan.open_to_all,
        mode=plan.mode,
        due_on=plan.due_on,
        time_zone=pitch.time_zone,
    )
    session.add(commitment)
    write(session, commitment, EntryKind.MADE, by=pitch.owner_id, due_on=plan.due_on.isoformat())


def move(person_id: UUID, commitment_id: UUID, due_on: date, reason: str) -> None:
    """Move a commitment once to a later date, with a reason. Raises AlreadyMoved, MoveNotLater, ReasonMissing, NotOpen.

    The owner moves it; who else may (a steward) is the policy's to say.
    """
    with transaction() as session:
        commitment = _still_open(session, commitment_id)
        check_move(commitment.moved_from, commitment.due_on, due_on, reason)
        commitment.moved_from, commitment.due_on, commitment.last_reminded = commitment.due_on, due_on, None
        write(session, commitment, EntryKind.MOVED, by=person_id, reason=reason, to=due_on.isoformat())
        session.flush()
        review_holds(session, commitment.owner_id, commitment.time_zone)
        emit(session, CommitmentMoved(commitment_id, reason, by=person_id))


def ask_replacement(
    person_id: UUID, commitment_id: UUID, kind: ShareBackKind, title: str, due_on: date, reason: str
) -> UUID:
    """Ask the backers to take another kind of share-back; without backers it is agreed at once. Returns its id."""
    if not reason.strip():
        raise ReasonMissing
    with transaction() as session:
        commitment = _still_open(session, commitment_id)
        if commitment.owner_id != person_id:
            raise NotAllowed
        if _open_replacement(session, commitment_id) is not None:
            raise NotOpen
        wish = Replacement(commitment_id=commitment_id, kind=kind, title=title, due_on=due_on, reason=reason)
        session.add(wish)
        write(session, commitment, EntryKind.REPLACEMENT_ASKED, by=person_id, reason=reason, instead=kind.value)
        emit(session, ReplacementAsked(commitment_id, wish.id, by=person_id))
        session.flush()
        _decide_replacement(session, commitment, wish)
    return wish.id


def vote_on_replacement(person_id: UUID, commitment_id: UUID, agrees: bool) -> None:
    """Record a backer's answer to the open replacement; more than half of the backers decide it.

    Raises NotOpen when none is asked for, NotAllowed for who does not back the pitch.
    """
    with transaction() as session:
        commitment = lock(session, Commitment, commitment_id)
        wish = _open_replacement(session, commitment_id)
        if wish is None:
            raise NotOpen
        if person_id not in backers_of(session, commitment.pitch_id):
            raise NotAllowed
        _write_vote(session, wish.id, person_id, agrees)
        record(session, "commitment.replacement_vote", by=person_id, about=commitment_id, agrees=agrees)
        session.flush()
        _decide_replacement(session, commitment, wish)


def _write_vote(session: Session, replacement_id: UUID, person_id: UUID, agrees: bool) -> None:
    earlier = select(ReplacementVote).where(
        ReplacementVote.replacement_id == replacement_id, ReplacementVote.backer_id == person_id
    )
    vote = session.exec(earlier).first()
    if vote is None:
        session.add(ReplacementVote(replacement_id=replacement_id, backer_id=person_id, agrees=agrees))
    else:
        vote.agrees = agrees


def _decide_replacement(session: Session, commitment: Commitment, wish: Replacement) -> None:
    votes = session.execute(
        sa.select(ReplacementVote.agrees, sa.func.count())
        .where(col(ReplacementVote.replacement_id) == wish.id)
        .group_by(col(ReplacementVote.agrees))
    )
    counts = {agrees: count for agrees, count in votes}  # noqa: C416 - rows, not pairs
    backers = len(backers_of(session, commitment.pitch_id))
    wish.agreed = replacement_agreed(backers, counts.get(True, 0), counts.get(False, 0))
    if wish.agreed is None:
        return
    wish.decided_at = now()
    if wish.agreed:
        commitment.kind, commitment.title, commitment.due_on = wish.kind, wish.title, wish.due_on
        commitment.moved_from = commitment.last_reminded = None
    kind = EntryKind.REPLACED if wish.agreed else EntryKind.REPLACEMENT_REFUSED
    write(session, commitment, kind, by=None, reason=wish.reason, instead=wish.kind.value)
    emit(session, ReplacementDecided(commitment.id, wish.id, wish.agreed))


def deliver(session: Session, commitment_id: UUID, person_id: UUID, **facts: str) -> None:
    """Record in the caller's transaction that a commitment was delivered; late is better than never."""
    commitment = lock(session, Commitment, commitment_id)
    if commitment.owner_id != person_id:
        raise NotAllowed
    move_to(session, commitment, CommitmentState.DELIVERED)
    write(session, commitment, EntryKind.DELIVERED, by=person_id, **facts)
    emit(session, CommitmentDelivered(commitment_id, by=person_id))


def note_review(session: Session, commitment_id: UUID, change: int) -> None:
    """Count a review of what was delivered (`change` is +1 or -1), for display."""
    lock(session, Commitment, commitment_id).reviews += change


def _still_open(session: Session, commitment_id: UUID) -> Commitment:
    commitment = lock(session, Commitment, commitment_id)
    if commitment.state is not CommitmentState.OPEN:
        raise NotOpen
    return commitment


def _open_replacement(session: Session, commitment_id: UUID) -> Replacement | None:
    query = select(Replacement).where(Replacement.commitment_id == commitment_id, col(Replacement.agreed).is_(None))
    return session.exec(query).first()
