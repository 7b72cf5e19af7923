"""What waits for managers, treasurers and stewards."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.approvals.models import ApprovalRequest
from crowdlearn.approvals.queries import waits_for
from crowdlearn.approvals.rules import RequestState
from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations.models import Feedback, Flag, Thread
from crowdlearn.conversations.rules import FlagState
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pages.rules import Task
from crowdlearn.people.models import ManagerLink, Person, RoleGrant
from crowdlearn.people.rules import LinkState, Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Arrival, Document, Payout, RefundRound
from crowdlearn.settlement.rules import ArrivalState, DocumentState, PayoutState, RoundState

from .shape import Asker, of_pitch, task


def clear(me: Asker) -> Any:
    """Someone asks this person for clearance, or whom they act for; asked changes are with the pitcher meanwhile."""
    return (
        of_pitch(Task.CLEAR, Pitch.id, name=col(Person.name))
        .join(ApprovalRequest, col(ApprovalRequest.pitch_id) == col(Pitch.id))
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(waits_for(me.id), col(ApprovalRequest.state) != RequestState.CHANGES_ASKED)
    )


def lead(me: Asker) -> Any:
    """Someone named this person as their manager."""
    return (
        task(Task.LEAD, ManagerLink.id, sa.literal(""), name=col(Person.name))
        .select_from(ManagerLink)
        .join(Person, col(Person.id) == col(ManagerLink.person_id))
        .where(col(ManagerLink.manager_id) == me.id, col(ManagerLink.state) == LinkState.REQUESTED)
    )


def confirm_use(me: Asker) -> Any:
    """Someone this person leads says what they use."""
    led = sa.select(ManagerLink.person_id).where(
        col(ManagerLink.manager_id) == me.id, col(ManagerLink.state) == LinkState.CONFIRMED
    )
    return (
        of_pitch(Task.CONFIRM_USE, CheckIn.id, name=col(Person.name))
        .join(CheckIn, col(CheckIn.pitch_id) == col(Pitch.id))
        .join(Person, col(Person.id) == col(CheckIn.owner_id))
        .where(col(CheckIn.state) == CheckInState.ANSWERED, col(CheckIn.owner_id).in_(led))
    )


def documents(me: Asker) -> Any:
    """Receipts wait for a treasurer."""
    return (
        of_pitch(Task.DOCUMENTS, Pitch.id)
        .join(Document, col(Document.pitch_id) == col(Pitch.id))
        .where(col(Document.state) == DocumentState.SUBMITTED, _keeps_the_money(me))
    )


def payout(me: Asker) -> Any:
    """A payout waits for the other treasurer."""
    return (
        of_pitch(Task.PAYOUT, Pitch.id)
        .join(Payout, col(Payout.pitch_id) == col(Pitch.id))
        .where(col(Payout.state) == PayoutState.PROPOSED, col(Payout.proposed_by) != me.id, _keeps_the_money(me))
    )


def refund(me: Asker) -> Any:
    """Savings or a failed pitch's money go back."""
    return (
        of_pitch(Task.REFUND, Pitch.id)
        .join(RefundRound, col(RefundRound.pitch_id) == col(Pitch.id))
        .where(col(RefundRound.state).in_((RoundState.OPENED, RoundState.PROPOSED)), _keeps_the_money(me))
    )


def arrival(me: Asker) -> Any:
    """Money came in that makes no pledge whole."""
    return (
        of_pitch(Task.ARRIVAL, Arrival.id)
        .join(Arrival, col(Arrival.pitch_id) == col(Pitch.id))
        .where(col(Arrival.state) == ArrivalState.WAITING, _keeps_the_money(me))
    )


def dispute(me: Asker) -> Any:
    """A backer says that a delivery is not what was promised."""
    return (
        task(Task.DISPUTE, Commitment.id, col(Pitch.title))
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .where(col(Commitment.state) == CommitmentState.DISPUTED, _is_steward(me), col(Commitment.owner_id) != me.id)
    )


def report(me: Asker) -> Any:
    """A subject that is talked about was reported; what is said at it is on the same desk."""
    about = sa.and_(col(Thread.about_kind) == col(Flag.about_kind), col(Thread.about_id) == col(Flag.about_id))
    return (
        task(Task.REPORT, Flag.id, sa.func.coalesce(col(Thread.title), ""))
        .select_from(Flag)
        .join(Thread, about, isouter=True)
        .where(col(Flag.state) == FlagState.OPEN, _is_steward(me))
    )


def feedback(me: Asker) -> Any:
    """Somebody met a barrier."""
    return (
        task(Task.FEEDBACK, Feedback.id, sa.literal(""), due=None)
        .select_from(Feedback)
        .where(col(Feedback.settled_at).is_(None), _is_steward(me))
    )


def _holds(me: Asker, role: Role, *more: Any) -> Any:
    return (
        sa.select(RoleGrant.id)
        .where(col(RoleGrant.person_id) == me.id, col(RoleGrant.role) == role, col(RoleGrant.ended_at).is_(None), *more)
        .exists()
    )


def _is_steward(me: Asker) -> Any:
    return _holds(me, Role.STEWARD)


def _keeps_the_money(me: Asker) -> Any:
    """The person is treasurer of the pitch's organisation or of all, and it is not their own pitch."""
    here = sa.or_(
        col(RoleGrant.organisation_id).is_(None), col(RoleGrant.organisation_id) == col(Pitch.organisation_id)
    )
    return sa.and_(_holds(me, Role.TREASURER, here), col(Pitch.owner_id) != me.id)
