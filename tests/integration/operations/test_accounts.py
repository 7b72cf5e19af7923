"""The first people, made by the operator."""

import pytest
from sqlmodel import select

from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotFound
from crowdlearn.people import service
from crowdlearn.people.models import OrganisationDomain, Person, RoleGrant
from crowdlearn.people.rules import AddressTaken, NotAnAddress, PasswordTooShort, Role, RoleHeld
from tests import make

PASSWORD = "violet kayak under seven bridges"


def test_an_operator_makes_someone_who_can_sign_in(database):
    organisation = make.organisation()
    domain = make.kept(OrganisationDomain(organisation_id=organisation.id, domain="operators.example")).domain
    person_id = service.create_account(f"  Ada@{domain.upper()} ", "Ada", PASSWORD, "fr")
    with reading() as session:
        person = session.get_one(Person, person_id)
        actions = session.exec(select(AuditRow.action).where(AuditRow.object_id == person_id)).all()
    assert (person.email, person.language) == (f"ada@{domain}", "fr")
    assert person.organisation_id == organisation.id
    assert "account.create" in actions
    assert service.sign_in(f"ada@{domain}", PASSWORD)[0] == person_id


@pytest.mark.parametrize(
    ("email", "password", "refusal"),
    [
        ("nowhere", PASSWORD, NotAnAddress),
        ("ada@b.example", "short", PasswordTooShort),
        ("taken@b.example", PASSWORD, AddressTaken),
    ],
)
def test_an_operator_is_refused(database, email, password, refusal):
    make.person(email="taken@b.example")
    with pytest.raises(refusal):
        service.create_account(email, "Ada", password)


def test_a_role_is_given_once(database):
    person = make.person()
    service.promote(person.email.upper(), Role.ADMINISTRATOR)
    with pytest.raises(RoleHeld):
        service.promote(person.email, Role.ADMINISTRATOR)
    with reading() as session:
        (grant,) = session.exec(select(RoleGrant).where(RoleGrant.person_id == person.id)).all()
    assert (grant.role, grant.organisation_id) == (Role.ADMINISTRATOR, None)


def test_nobody_cannot_be_promoted(database):
    with pytest.raises(NotFound):
        service.promote("nobody@b.example", Role.AUDITOR)
