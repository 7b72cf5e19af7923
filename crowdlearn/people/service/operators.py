"""What the person at the machine may do without an account: make the first people and name the first administrator."""

from uuid import UUID

from sqlmodel import Session, col, select

from crowdlearn.audit.service import record
from crowdlearn.db.session import transaction
from crowdlearn.kernel.addresses import is_email
from crowdlearn.kernel.clock import now
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people.models import Person, RoleGrant
from crowdlearn.people.queries import organisation_id_for
from crowdlearn.people.rules import (
    AddressTaken,
    NotAnAddress,
    PersonState,
    Role,
    RoleHeld,
    check_password,
    same_address,
)

from .passwords import hash_password


def create_account(email: str, name: str, password: str, language: str = "en") -> UUID:
    """Make a verified member of the organisation that owns the address's domain, if one does; return the person's id.

    Raises NotAnAddress, AddressTaken or PasswordRefused.
    """
    address = same_address(email)
    if not is_email(address):
        raise NotAnAddress
    check_password(password, name, address)
    kept = hash_password(password)
    with transaction() as session:
        if _person_at(session, address) is not None:
            raise AddressTaken
        person = Person(
            name=name,
            email=address,
            password_hash=kept,
            language=language,
            state=PersonState.ACTIVE,
            verified_at=now(),
            organisation_id=organisation_id_for(session, address),
        )
        session.add(person)
        record(session, "account.create", by=None, about=person.id)
    return person.id


def promote(email: str, role: Role) -> None:
    """Give a member a role for the whole installation. Raises NotFound or RoleHeld."""
    with transaction() as session:
        person = _person_at(session, same_address(email))
        if person is None:
            raise NotFound("Person")
        held = select(RoleGrant).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == role,
            col(RoleGrant.organisation_id).is_(None),
            col(RoleGrant.ended_at).is_(None),
        )
        if session.exec(held).first() is not None:
            raise RoleHeld
        session.add(RoleGrant(person_id=person.id, role=role))
        record(session, "role.grant", by=None, about=person.id, role=role)


def _person_at(session: Session, address: str) -> Person | None:
    return session.exec(select(Person).where(Person.email == address)).first()
