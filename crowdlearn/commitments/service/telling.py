"""Telling people what happens to promises. Each reaction looks first whether someone was told; tell() sees to that."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from crowdlearn.commitments.models import Commitment, Replacement
from crowdlearn.commitments.queries import backers_of
from crowdlearn.commitments.rules import (
    CommitmentBroken,
    CommitmentConfirmed,
    CommitmentDelivered,
    CommitmentDisputed,
    CommitmentDueSoon,
    CommitmentLapsed,
    CommitmentMoved,
    CommitmentsOpened,
    CommitmentWaived,
    DisputeResolved,
    ReplacementAsked,
    ReplacementDecided,
)
from crowdlearn.db.session import transaction
from crowdlearn.kernel.events import Event
from crowdlearn.kernel.words import Passage
from crowdlearn.notices.service import tell
from crowdlearn.people.models import Person
from crowdlearn.people.queries import holders
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch


def tell_of_opened(event: CommitmentsOpened) -> None:
    """Tell the pitcher that their promises count from now on."""
    with transaction() as session:
        pitch = session.get_one(Pitch, event.pitch_id)
        facts = {"title": Passage(pitch.title, pitch.language)}
        path = "/commitments?scope=mine"
        tell(session, pitch.owner_id, "commitments_opened", event_id=event.id, facts=facts, path=path)


def tell_of_due(event: CommitmentDueSoon) -> None:
    """Remind the owner before and after the due date."""
    kind = "commitment_late" if event.days < 0 else "commitment_due"
    _tell_owner(event, event.commitment_id, kind, days=abs(event.days))


def tell_of_moved(event: CommitmentMoved) -> None:
    """Tell the backers, and the owner when a steward did it, that a promise moved, and why."""
    _tell_both(event, event.commitment_id, "commitment_moved", reason=event.reason)


def tell_of_replacement_asked(event: ReplacementAsked) -> None:
    """Ask the backers for their answer."""
    with transaction() as session:
        wish = session.get_one(Replacement, event.replacement_id)
        commitment = session.get_one(Commitment, event.commitment_id)
        facts = {"instead": wish.kind.label, "reason": wish.reason}
        backers = backers_of(session, commitment.pitch_id)
        _tell(session, event, commitment, backers, "replacement_asked", **facts)


def tell_of_replacement_decided(event: ReplacementDecided) -> None:
    """Tell both sides what the backers decided."""
    _tell_both(event, event.commitment_id, "replacement_agreed" if event.agreed else "replacement_refused")


def tell_of_delivered(event: CommitmentDelivered) -> None:
    """Ask the backers to confirm a delivery."""
    with transaction() as session:
        commitment = session.get_one(Commitment, event.commitment_id)
        _tell(session, event, commitment, backers_of(session, commitment.pitch_id), "commitment_delivered")


def tell_of_confirmed(event: CommitmentConfirmed) -> None:
    """Tell the owner that a promise was confirmed."""
    _tell_owner(event, event.commitment_id, "commitment_confirmed")


def tell_of_disputed(event: CommitmentDisputed) -> None:
    """Tell the owner and the stewards of a dispute."""
    with transaction() as session:
        commitment = session.get_one(Commitment, event.commitment_id)
        people = [commitment.owner_id, *holders(session, Role.STEWARD)]
        _tell(session, event, commitment, people, "commitment_disputed", reason=event.reason)


def tell_of_resolved(event: DisputeResolved) -> None:
    """Tell owner and backers how a dispute ended."""
    _tell_both(event, event.commitment_id, "dispute_resolved")


def tell_of_waived(event: CommitmentWaived) -> None:
    """Tell both sides that a promise was waived; why stays in the journal."""
    _tell_both(event, event.commitment_id, "commitment_waived")


def tell_of_broken(event: CommitmentBroken) -> None:
    """Tell the owner that a promise counts as broken, and how to mend it; tell the backers that it does."""
    with transaction() as session:
        commitment = session.get_one(Commitment, event.commitment_id)
        _tell(session, event, commitment, [commitment.owner_id], "commitment_broken")
        backers = backers_of(session, commitment.pitch_id)
        _tell(session, event, commitment, backers, "commitment_broken_backer")


def tell_of_lapsed(event: CommitmentLapsed) -> None:
    """Tell the owner that a delivery counts although nobody confirmed it."""
    _tell_owner(event, event.commitment_id, "commitment_lapsed")


def _tell_owner(event: Event, commitment_id: UUID, kind: str, **facts: Any) -> None:
    with transaction() as session:
        commitment = session.get_one(Commitment, commitment_id)
        _tell(session, event, commitment, [commitment.owner_id], kind, **facts)


def _tell_both(event: Event, commitment_id: UUID, kind: str, **facts: Any) -> None:
    with transaction() as session:
        commitment = session.get_one(Commitment, commitment_id)
        people = {commitment.owner_id, *backers_of(session, commitment.pitch_id)}
        _tell(session, event, commitment, people, kind, **facts)


def _tell(
    session: Session, event: Event, commitment: Commitment, people: Iterable[UUID], kind: str, **facts: Any
) -> None:
    pitch = session.get_one(Pitch, commitment.pitch_id)
    known = {
        "promise": Passage(commitment.title, pitch.language) if commitment.title else commitment.kind.label,
        "kind": commitment.kind.label,
        "due": commitment.due_on,
        "owner": session.get_one(Person, commitment.owner_id).name,
        "pitch": Passage(pitch.title, pitch.language),
    }
    for person_id in sorted(set(people) - {event.by}, key=str):
        tell(session, person_id, kind, event_id=event.id, facts=known | facts, path=f"/commitments/{commitment.id}")
