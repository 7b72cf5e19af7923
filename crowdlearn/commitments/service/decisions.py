"""What others decide about a commitment: confirm, dispute, resolve, waive."""

from uuid import UUID

from sqlmodel import Session

from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.queries import backers_of
from crowdlearn.commitments.rules import (
    AGAIN_WITHIN,
    CommitmentConfirmed,
    CommitmentDisputed,
    CommitmentState,
    CommitmentWaived,
    DisputeResolved,
    EntryKind,
    NotForYou,
    OwnDelivery,
    ReasonMissing,
)
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import clock
from crowdlearn.kernel.errors import NotAllowed

from .journal import move_to, set_due, write


def confirm(person_id: UUID, commitment_id: UUID) -> None:
    """Let a backer confirm a delivery. Raises OwnDelivery, NotForYou, or MoveRefused: there is nothing to confirm."""
    with transaction() as session:
        confirm_delivery(session, commitment_id, person_id, has_reviewed=False)


def confirm_delivery(session: Session, commitment_id: UUID, person_id: UUID, *, has_reviewed: bool) -> None:
    """Confirm in the caller's transaction; with no backers, a peer who reviewed the delivery may (`has_reviewed`)."""
    commitment = lock(session, Commitment, commitment_id)
    _check_beneficiary(session, commitment, person_id, has_reviewed=has_reviewed)
    move_to(session, commitment, CommitmentState.CONFIRMED)
    write(session, commitment, EntryKind.CONFIRMED, by=person_id)
    emit(session, CommitmentConfirmed(commitment_id, by=person_id))


def dispute(person_id: UUID, commitment_id: UUID, reason: str) -> None:
    """Say that a delivery is not what was promised; a steward without a stake decides."""
    if not reason.strip():
        raise ReasonMissing
    with transaction() as session:
        commitment = lock(session, Commitment, commitment_id)
        _check_beneficiary(session, commitment, person_id, has_reviewed=False)
        move_to(session, commitment, CommitmentState.DISPUTED)
        write(session, commitment, EntryKind.DISPUTED, by=person_id, reason=reason)
        emit(session, CommitmentDisputed(commitment_id, reason, by=person_id))


def resolve(steward_id: UUID, commitment_id: UUID, to: CommitmentState, reason: str) -> None:
    """Decide a dispute: CONFIRMED, OPEN (deliver it again, within 30 days) or BROKEN, with a reason.

    Refuses a steward with a stake.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction() as session:
        commitment = lock(session, Commitment, commitment_id)
        _check_no_stake(session, commitment, steward_id)
        if to is CommitmentState.OPEN:
            set_due(commitment, max(commitment.due_on, clock.today(commitment.time_zone) + AGAIN_WITHIN))
        move_to(session, commitment, to)
        write(session, commitment, EntryKind.RESOLVED, by=steward_id, reason=reason, to=to.value)
        emit(session, DisputeResolved(commitment_id, to, by=steward_id))


def waive(steward_id: UUID, commitment_id: UUID, reason: str) -> None:
    """Waive a commitment for leave, illness or another good reason; the entry stays and nobody is blamed."""
    if not reason.strip():
        raise ReasonMissing
    with transaction() as session:
        commitment = lock(session, Commitment, commitment_id)
        _check_no_stake(session, commitment, steward_id)
        move_to(session, commitment, CommitmentState.WAIVED)
        write(session, commitment, EntryKind.WAIVED, by=steward_id, reason=reason)
        emit(session, CommitmentWaived(commitment_id, by=steward_id))


def _check_beneficiary(session: Session, commitment: Commitment, person_id: UUID, *, has_reviewed: bool) -> None:
    if person_id == commitment.owner_id or str(person_id) in commitment.kept_with:
        raise OwnDelivery
    backers = backers_of(session, commitment.pitch_id)
    if person_id not in backers and not (has_reviewed and not backers):
        raise NotForYou


def _check_no_stake(session: Session, commitment: Commitment, steward_id: UUID) -> None:
    if steward_id == commitment.owner_id or steward_id in backers_of(session, commitment.pitch_id):
        raise NotAllowed
