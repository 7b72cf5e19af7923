"""Giving and ending roles. Whoever handles money or gives roles is named by two administrators."""

from uuid import UUID

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import Person, RoleGrant, RoleProposal
from crowdlearn.people.queries.roles import holders, holds
from crowdlearn.people.rules import (
    TWO_TO_GRANT,
    LastAdministrator,
    NotForOneself,
    OwnProposal,
    ProposalSettled,
    Role,
    RoleEnded,
    RoleGiven,
    RoleHeld,
    RoleOffered,
    RoleProposed,
    TwoNeeded,
)

from .sessions import end_sessions


def grant_role(admin_id: UUID, person_id: UUID, role: Role, organisation_id: UUID | None = None) -> UUID:
    """Give somebody else a role, for an organisation or for the whole installation; returns the grant's id.

    Raises NotForOneself, RoleHeld, TwoNeeded for the roles that are proposed and confirmed; NotAllowed for who does
    not administer that organisation.
    """
    if role in TWO_TO_GRANT:
        raise TwoNeeded
    with transaction() as session:
        _check_may_be_given(session, admin_id, person_id, role, organisation_id)
        return _give(session, admin_id, person_id, role, organisation_id)


def propose_role(admin_id: UUID, person_id: UUID, role: Role, organisation_id: UUID | None = None) -> UUID:
    """Propose somebody else for a role, until another administrator confirms it; returns the proposal's id.

    Raises what grant_role() does, and RoleProposed while the same role waits already.
    """
    with transaction() as session:
        _check_may_be_given(session, admin_id, person_id, role, organisation_id)
        waiting = _same(RoleProposal, person_id, role, organisation_id).where(col(RoleProposal.settled_at).is_(None))
        if session.exec(waiting).first() is not None:
            raise RoleProposed
        proposal = RoleProposal(person_id=person_id, role=role, organisation_id=organisation_id, proposed_by=admin_id)
        session.add(proposal)
        record(session, "role.propose", by=admin_id, about=person_id, role=role.value)
        emit(session, RoleOffered(proposal_id=proposal.id, by=admin_id))
    return proposal.id


def confirm_role(admin_id: UUID, proposal_id: UUID) -> UUID:
    """Give a role that another administrator proposed; returns the grant's id.

    Raises OwnProposal for who proposed it or receives it, ProposalSettled, RoleHeld, NotAllowed.
    """
    with transaction() as session:
        proposal = _open_proposal(session, admin_id, proposal_id)
        if admin_id in (proposal.proposed_by, proposal.person_id):
            raise OwnProposal
        _check_administers(session, proposal.proposed_by, proposal.organisation_id)  # the first word still counts
        _check_not_held(session, proposal.person_id, proposal.role, proposal.organisation_id)
        proposal.settled_by, proposal.settled_at = admin_id, now()
        return _give(session, admin_id, proposal.person_id, proposal.role, proposal.organisation_id)


def turn_down_role(admin_id: UUID, proposal_id: UUID) -> None:
    """End a proposal: any administrator may, whoever made it. Raises ProposalSettled, NotAllowed."""
    with transaction() as session:
        proposal = _open_proposal(session, admin_id, proposal_id)
        proposal.settled_by, proposal.settled_at = admin_id, now()
        record(session, "role.turn_down", by=admin_id, about=proposal.person_id, role=proposal.role.value)


def end_role(admin_id: UUID, grant_id: UUID) -> None:
    """End somebody else's role, and their sessions with it. Raises NotForOneself, LastAdministrator."""
    with transaction() as session:
        grant = lock(session, RoleGrant, grant_id)
        if grant.role is Role.ADMINISTRATOR and grant.organisation_id is None:
            _check_another_administrator(session, grant.person_id)
        if grant.person_id == admin_id:
            raise NotForOneself
        _check_administers(session, admin_id, grant.organisation_id)
        if grant.ended_at is not None:
            return
        grant.ended_at = now()
        record(session, "role.end", by=admin_id, about=grant.person_id, role=grant.role.value)
        end_sessions(session, grant.person_id)
        emit(session, RoleEnded(grant_id=grant_id, by=admin_id))


def _check_may_be_given(
    session: Session, admin_id: UUID, person_id: UUID, role: Role, organisation_id: UUID | None
) -> None:
    if admin_id == person_id:
        raise NotForOneself
    lock(session, Person, person_id)
    _check_administers(session, admin_id, organisation_id)
    _check_not_held(session, person_id, role, organisation_id)


def _give(session: Session, admin_id: UUID, person_id: UUID, role: Role, organisation_id: UUID | None) -> UUID:
    grant = RoleGrant(person_id=person_id, role=role, organisation_id=organisation_id, granted_by=admin_id)
    session.add(grant)
    record(session, "role.grant", by=admin_id, about=person_id, role=role.value)
    emit(session, RoleGiven(grant_id=grant.id, by=admin_id))
    return grant.id


def _open_proposal(session: Session, admin_id: UUID, proposal_id: UUID) -> RoleProposal:
    proposal = lock(session, RoleProposal, proposal_id)
    _check_administers(session, admin_id, proposal.organisation_id)
    if proposal.settled_at is not None:
        raise ProposalSettled
    return proposal


def _check_administers(session: Session, admin_id: UUID, organisation_id: UUID | None) -> None:
    if not holds(session, admin_id, Role.ADMINISTRATOR, organisation_id):
        raise NotAllowed


def _check_another_administrator(session: Session, person_id: UUID) -> None:
    if not set(holders(session, Role.ADMINISTRATOR)) - {person_id}:
        raise LastAdministrator


def _check_not_held(session: Session, person_id: UUID, role: Role, organisation_id: UUID | None) -> None:
    held = _same(RoleGrant, person_id, role, organisation_id).where(col(RoleGrant.ended_at).is_(None))
    if session.exec(held).first() is not None:
        raise RoleHeld


def _same(
    table: type[RoleGrant] | type[RoleProposal], person_id: UUID, role: Role, organisation_id: UUID | None
) -> SelectOfScalar[UUID]:
    return select(table.id).where(
        table.person_id == person_id,
        table.role == role,
        col(table.organisation_id).is_not_distinct_from(organisation_id),
    )
