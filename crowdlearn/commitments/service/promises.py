"""What the pitcher does with a commitment: make, move, deliver; and what ends it with its pitch."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import (
    OWED,
    CommitmentDelivered,
    CommitmentMoved,
    CommitmentsOpened,
    CommitmentState,
    CommitmentWaived,
    EntryKind,
    NotOpen,
    check_move,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.pitches.models import Pitch, PlannedShareBack
from crowdlearn.pitches.rules import PitchState
from crowdlearn.settlement.rules import PitchCancelled, PitchFrozen, PitchFunded, end_of_day

from .journal import move_to, review_holds, set_due, write


def open_commitments(event: PitchFunded) -> None:
    """After a pitch is funded, turn its planned share-backs into commitments; done once, however often it is asked."""
    with transaction() as session:
        pitch = lock(session, Pitch, event.pitch_id)
        if pitch.state is PitchState.CANCELLED:
            return
        known = set(session.exec(select(Commitment.planned_id).where(Commitment.pitch_id == pitch.id)))
        plans = session.exec(select(PlannedShareBack).where(PlannedShareBack.pitch_id == pitch.id)).all()
        new = [plan for plan in plans if plan.id not in known]
        for plan in new:
            _make(session, pitch, plan)
        if new:
            emit(session, CommitmentsOpened(pitch.id))


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
        late_from=end_of_day(plan.due_on, pitch.time_zone),
        time_zone=pitch.time_zone,
    )
    session.add(commitment)
    write(session, commitment, EntryKind.MADE, by=pitch.owner_id, due_on=plan.due_on.isoformat())


def waive_of_cancelled(event: PitchCancelled | PitchFrozen) -> None:
    """After a pitch was cancelled or frozen, waive what it still owes: there is nothing to share, nobody is blamed."""
    with transaction() as session:
        query = select(Commitment.id).where(Commitment.pitch_id == event.pitch_id, col(Commitment.state).in_(OWED))
        for commitment_id in session.exec(query.order_by(col(Commitment.id))).all():
            commitment = lock(session, Commitment, commitment_id)
            if commitment.state in OWED:
                move_to(session, commitment, CommitmentState.WAIVED)
                write(session, commitment, EntryKind.WAIVED, by=None)
                emit(session, CommitmentWaived(commitment_id, by=event.by))


def move(person_id: UUID, commitment_id: UUID, due_on: date, reason: str) -> None:
    """Move a commitment once to a later date, with a reason. Raises AlreadyMoved, MoveNotLater, ReasonMissing, NotOpen.

    The owner moves it; who else may (a steward) is the policy's to say.
    """
    with transaction() as session:
        commitment = still_open(session, commitment_id)
        check_move(commitment.moved_from, commitment.due_on, due_on, reason)
        commitment.moved_from = commitment.due_on
        set_due(commitment, due_on)
        write(session, commitment, EntryKind.MOVED, by=person_id, reason=reason, to=due_on.isoformat())
        session.flush()
        review_holds(session, commitment.owner_id)
        emit(session, CommitmentMoved(commitment_id, reason, by=person_id))


def deliver(session: Session, commitment_id: UUID, person_id: UUID, **facts: str) -> None:
    """Record in the caller's transaction that a commitment was delivered; late is better than never.

    One that is already settled stays as it is: what is given then is a share-back on top.
    """
    commitment = lock(session, Commitment, commitment_id)
    if commitment.owner_id != person_id:
        raise NotAllowed
    if commitment.state not in OWED:
        return
    move_to(session, commitment, CommitmentState.DELIVERED)
    write(session, commitment, EntryKind.DELIVERED, by=person_id, **facts)
    emit(session, CommitmentDelivered(commitment_id, by=person_id))


def note_review(session: Session, commitment_id: UUID, change: int) -> None:
    """Count a review of what was delivered (`change` is +1 or -1), for display."""
    lock(session, Commitment, commitment_id).reviews += change


def note_keepers(session: Session, commitment_id: UUID, people: Iterable[UUID]) -> None:
    """Note who keeps or kept a commitment together with its owner."""
    lock(session, Commitment, commitment_id).kept_with = sorted(map(str, people))


def still_open(session: Session, commitment_id: UUID) -> Commitment:
    """Return an open commitment, held. Raises NotOpen for any other."""
    commitment = lock(session, Commitment, commitment_id)
    if commitment.state is not CommitmentState.OPEN:
        raise NotOpen
    return commitment
