"""What waits for managers and stewards."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from crowdlearn.approvals.models import ApprovalRequest, Clearance
from crowdlearn.approvals.queries import waits_for
from crowdlearn.approvals.rules import ClearanceState, RequestState
from crowdlearn.commitments.models import Commitment
from crowdlearn.commitments.rules import CommitmentState
from crowdlearn.conversations.models import Comment, Encouragement, Feedback, Flag, Message, Talk, Thread
from crowdlearn.conversations.rules import FlagState
from crowdlearn.outcomes.models import CheckIn
from crowdlearn.outcomes.rules import CheckInState
from crowdlearn.pages.rules import Task
from crowdlearn.people.models import ActingManager, ManagerLink, Organisation, Person, RoleProposal
from crowdlearn.people.rules import LinkState, Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.settlement.models import Substitution

from .shape import Asker, holds, of_pitch, proposed, task


def clear(me: Asker) -> Any:
    """Someone asks this person for clearance, or whom they act for; asked changes are with the pitcher meanwhile."""
    return (
        of_pitch(Task.CLEAR, Pitch.id, name=col(Person.name))
        .join(ApprovalRequest, col(ApprovalRequest.pitch_id) == col(Pitch.id))
        .join(Person, col(Person.id) == col(Pitch.owner_id))
        .where(waits_for(me.id), col(ApprovalRequest.state) != RequestState.CHANGES_ASKED)
    )


def substitute(me: Asker) -> Any:
    """Someone would go instead of a person this one leads, on a pitch that needed clearance."""
    clearance = sa.and_(
        col(Clearance.pitch_id) == col(Pitch.id),
        col(Clearance.terms_version) == col(Pitch.terms_version),
        col(Clearance.state) != ClearanceState.NOT_ASKED,
    )
    return (
        proposed()
        .join(Clearance, clearance)
        .where(
            col(Substitution.cleared_at).is_(None),
            col(Substitution.until) > me.moment,
            col(Substitution.person_id) != me.id,
            col(Pitch.owner_id).in_(_led_by(me)),
        )
    )


def lead(me: Asker) -> Any:
    """Someone named this person as their manager."""
    return (
        task(Task.LEAD, ManagerLink.id, sa.literal(""), language=sa.literal(""), name=col(Person.name))
        .select_from(ManagerLink)
        .join(Person, col(Person.id) == col(ManagerLink.person_id))
        .where(col(ManagerLink.manager_id) == me.id, col(ManagerLink.state) == LinkState.REQUESTED)
    )


def confirm_use(me: Asker) -> Any:
    """Someone this person leads, in their own place or another's, says what they use."""
    return (
        of_pitch(Task.CONFIRM_USE, CheckIn.id, name=col(Person.name))
        .join(CheckIn, col(CheckIn.pitch_id) == col(Pitch.id))
        .join(Person, col(Person.id) == col(CheckIn.owner_id))
        .where(
            col(CheckIn.state) == CheckInState.ANSWERED,
            col(CheckIn.owner_id).in_(_led_by(me)),
            col(CheckIn.owner_id) != me.id,
        )
    )


def dispute(me: Asker) -> Any:
    """A backer says that a delivery is not what was promised."""
    return (
        task(Task.DISPUTE, Commitment.id, col(Pitch.title))
        .join(Pitch, col(Pitch.id) == col(Commitment.pitch_id))
        .where(col(Commitment.state) == CommitmentState.DISPUTED, _is_steward(me), col(Commitment.owner_id) != me.id)
    )


def report(me: Asker) -> Any:
    """A subject that is talked about was reported, or what somebody said at it."""
    said_at = (
        sa.select(Comment.thread_id).where(col(Comment.id) == col(Flag.about_id)),
        sa.select(Encouragement.thread_id).where(col(Encouragement.id) == col(Flag.about_id)),
        sa.select(Talk.thread_id)
        .join(Message, col(Message.talk_id) == col(Talk.id))
        .where(col(Message.id) == col(Flag.about_id)),
    )
    thread_id = sa.func.coalesce(*(one.correlate(Flag).scalar_subquery() for one in said_at))
    subject = sa.and_(col(Thread.about_kind) == col(Flag.about_kind), col(Thread.about_id) == col(Flag.about_id))
    return (
        task(Task.REPORT, Flag.id, _or_empty(Thread.title), language=_or_empty(Thread.language))
        .select_from(Flag)
        .join(Thread, sa.or_(subject, col(Thread.id) == thread_id), isouter=True)
        .where(col(Flag.state) == FlagState.OPEN, _is_steward(me))
    )


def organisation(me: Asker) -> Any:
    """People of an unknown organisation read and help until a steward confirms it."""
    return (
        task(Task.ORGANISATION, Organisation.id, col(Organisation.name_en), language=sa.literal(""))
        .select_from(Organisation)
        .where(col(Organisation.confirmed_at).is_(None), _is_steward(me))
    )


def role(me: Asker) -> Any:
    """Another administrator proposed somebody for a role that takes two of them."""
    return (
        task(Task.ROLE, Person.id, sa.literal(""), language=sa.literal(""), name=col(Person.name))
        .select_from(RoleProposal)
        .join(Person, col(Person.id) == col(RoleProposal.person_id))
        .where(
            col(RoleProposal.settled_at).is_(None),
            holds(me, Role.ADMINISTRATOR),
            me.id != col(RoleProposal.proposed_by),
            me.id != col(RoleProposal.person_id),
        )
    )


def feedback(me: Asker) -> Any:
    """Somebody met a barrier."""
    return (
        task(Task.FEEDBACK, Feedback.id, sa.literal(""), language=sa.literal(""))
        .select_from(Feedback)
        .where(col(Feedback.settled_at).is_(None), _is_steward(me))
    )


def _is_steward(me: Asker) -> Any:
    return holds(me, Role.STEWARD)


def _or_empty(column: Any) -> Any:
    return sa.func.coalesce(col(column), "")


def _led_by(me: Asker) -> Any:
    """Select whom this person leads, in their own place or another's."""
    manager = col(ManagerLink.manager_id)
    return sa.select(ManagerLink.person_id).where(
        sa.or_(manager == me.id, manager.in_(_stands_in_for(me))), col(ManagerLink.state) == LinkState.CONFIRMED
    )


def _stands_in_for(me: Asker) -> Any:
    return sa.select(ActingManager.manager_id).where(
        col(ActingManager.acting_id) == me.id,
        col(ActingManager.starts_on) <= me.today,
        col(ActingManager.ends_on) >= me.today,
        col(ActingManager.ended_at).is_(None),
    )
