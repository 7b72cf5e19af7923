"""Reporting lines: a member names the manager, the organisation's side confirms; acting managers for some days."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.outbox import emit
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.addresses import is_email
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.people.models import ActingManager, ManagerLink, Person
from crowdlearn.people.queries.adoption import organisation_id_for
from crowdlearn.people.queries.lines import managers_led_by
from crowdlearn.people.queries.roles import holds
from crowdlearn.people.rules import (
    MANAGER_LINK,
    ActingForReport,
    ActingNamed,
    LineTurnsRound,
    LinkState,
    ManagerConfirmed,
    ManagerDeclined,
    ManagerLinkEnded,
    ManagerNamed,
    NobodyThere,
    NotAnAddress,
    NotInYourLine,
    NotYourLine,
    OwnManager,
    Role,
    check_acting,
    same_address,
)


def name_manager(person_id: UUID, email: str) -> UUID:
    """Name one's manager by address; it has no effect until they confirm. Returns the link's id.

    A manager without an account is invited. Raises NotAnAddress, OwnManager, NotInYourLine, LineTurnsRound.
    """
    address = same_address(email)
    if not is_email(address):
        raise NotAnAddress
    with transaction() as session:
        person = lock(session, Person, person_id)
        manager = _person_at(session, address)
        _check_manager(session, person, address, manager)
        for earlier in _links_of(session, person_id, LinkState.REQUESTED):
            _end(earlier)
        link = ManagerLink(person_id=person_id, manager_id=manager.id if manager else None, manager_email=address)
        session.add(link)
        record(session, "manager.request", by=person_id, about=link.id)
        emit(session, ManagerNamed(link.id, person_id, link.manager_id, by=person_id))
    return link.id


def confirm_line(person_id: UUID, link_id: UUID) -> None:
    """Confirm a reporting line: the named manager does, or an administrator who is no party to it.

    A line confirmed earlier ends. Raises NotYourLine, MoveRefused, and NotInYourLine for a manager who works elsewhere.
    """
    with transaction() as session:
        link = lock(session, ManagerLink, link_id)
        _check_confirms(session, link, person_id)
        for earlier in _links_of(session, link.person_id, LinkState.CONFIRMED):
            _end(earlier)
            emit(session, ManagerLinkEnded(earlier.id, earlier.person_id, earlier.manager_id, by=person_id))
        link.state = MANAGER_LINK.move(link.state, LinkState.CONFIRMED)
        link.confirmed_by, link.confirmed_at = person_id, now()
        record(session, "manager.confirm", by=person_id, about=link_id)
        assert link.manager_id is not None  # _check_confirms saw to that
        emit(session, ManagerConfirmed(link_id, link.person_id, link.manager_id, by=person_id))


def decline_line(manager_id: UUID, link_id: UUID) -> None:
    """Say that one is not this person's manager."""
    with transaction() as session:
        link = lock(session, ManagerLink, link_id)
        if link.manager_id != manager_id:
            raise NotAllowed
        link.state = MANAGER_LINK.move(link.state, LinkState.DECLINED)
        link.ended_at = now()
        record(session, "manager.decline", by=manager_id, about=link_id)
        emit(session, ManagerDeclined(link_id, link.person_id, manager_id, by=manager_id))


def end_line(person_id: UUID, link_id: UUID) -> None:
    """End a reporting line: either side does, or an administrator; open approvals then find another approver."""
    with transaction() as session:
        link = lock(session, ManagerLink, link_id)
        party = person_id in (link.person_id, link.manager_id)
        if not party and not _administers(session, person_id, link.person_id):
            raise NotAllowed
        _end(link)
        record(session, "manager.end", by=person_id, about=link_id)
        emit(session, ManagerLinkEnded(link_id, link.person_id, link.manager_id, by=person_id))


def meet_invitations(session: Session, person: Person) -> None:
    """Connect someone who has just verified an address with the lines in which they were named by it."""
    waiting = select(ManagerLink).where(
        ManagerLink.manager_email == person.email,
        ManagerLink.state == LinkState.REQUESTED,
        col(ManagerLink.manager_id).is_(None),
    )
    for link in session.exec(waiting):
        link.manager_id = person.id
        emit(session, ManagerNamed(link.id, link.person_id, person.id, by=link.person_id))


def name_acting(person_id: UUID, manager_id: UUID, email: str, starts_on: date, ends_on: date) -> UUID:
    """Let someone stand in for a manager from `starts_on` to `ends_on`, both included; returns the row's id.

    The manager names them, or an administrator. Raises ActingTooLong, NobodyThere, ActingForReport.
    """
    check_acting(starts_on, ends_on)
    with transaction() as session:
        manager = lock(session, Person, manager_id)
        if person_id != manager_id and not _administers(session, person_id, manager_id):
            raise NotAllowed
        acting = _person_at(session, same_address(email))
        if acting is None or acting.id == manager_id or acting.organisation_id != manager.organisation_id:
            raise NobodyThere
        if acting.id in managers_led_by(session, [manager_id]):
            raise ActingForReport
        row = ActingManager(
            manager_id=manager_id, acting_id=acting.id, starts_on=starts_on, ends_on=ends_on, named_by=person_id
        )
        session.add(row)
        record(session, "approval.delegate", by=person_id, about=row.id)
        emit(session, ActingNamed(acting_id=row.id, by=person_id))
    return row.id


def end_acting(person_id: UUID, acting_row_id: UUID) -> None:
    """End an acting before its last day: the manager does, whoever acts, or an administrator."""
    with transaction() as session:
        row = lock(session, ActingManager, acting_row_id)
        party = person_id in (row.manager_id, row.acting_id)
        if not party and not _administers(session, person_id, row.manager_id):
            raise NotAllowed
        if row.ended_at is None:
            row.ended_at = now()
            record(session, "approval.delegate_end", by=person_id, about=row.id)


def _check_manager(session: Session, person: Person, address: str, manager: Person | None) -> None:
    if address == person.email:
        raise OwnManager
    theirs = manager.organisation_id if manager else organisation_id_for(session, address)
    if person.organisation_id is None or theirs != person.organisation_id:
        raise NotInYourLine
    if manager is not None:
        below = managers_led_by(session, [person.id])
        if manager.id in below | managers_led_by(session, below):
            raise LineTurnsRound


def _check_confirms(session: Session, link: ManagerLink, person_id: UUID) -> None:
    if link.manager_id is None or person_id == link.person_id:
        raise NotYourLine
    if person_id != link.manager_id:
        if not _administers(session, person_id, link.person_id):
            raise NotYourLine
        return  # the administrator of the organisation may, whomever the manager works for
    person, manager = session.get_one(Person, link.person_id), session.get_one(Person, link.manager_id)
    if person.organisation_id is None or person.organisation_id != manager.organisation_id:
        raise NotInYourLine


def _administers(session: Session, admin_id: UUID, person_id: UUID) -> bool:
    """Tell whether someone administers the organisation that a person works for."""
    return holds(session, admin_id, Role.ADMINISTRATOR, session.get_one(Person, person_id).organisation_id)


def _links_of(session: Session, person_id: UUID, state: LinkState) -> list[ManagerLink]:
    query = select(ManagerLink).where(ManagerLink.person_id == person_id, ManagerLink.state == state)
    return list(session.exec(query))


def _end(link: ManagerLink) -> None:
    link.state = MANAGER_LINK.move(link.state, LinkState.ENDED)
    link.ended_at = now()


def _person_at(session: Session, address: str) -> Person | None:
    return session.exec(select(Person).where(Person.email == address)).first()
