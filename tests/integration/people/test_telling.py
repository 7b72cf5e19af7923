"""Whoever a change of standing concerns is told of it, and nobody else."""

import pytest

from crowdlearn.people import service
from crowdlearn.people.rules import Role
from tests import make
from tests.support.letters import Mailbox


@pytest.fixture
def us(database):
    return make.organisation(name_en="City of Harbour", name_fr="Ville du Havre")


@pytest.fixture
def told(mailbox: Mailbox):
    """Return what reads who was told what since it was read last."""
    return lambda: sorted((letter.kind, letter.email) for letter in mailbox.fetch())


def test_a_role_is_told_when_it_begins_and_once_when_it_ends(us, told):
    admin, member = make.person(of=us), make.person(of=us)
    make.role(admin, Role.ADMINISTRATOR)
    grant = service.grant_role(admin.id, member.id, Role.STEWARD)
    assert told() == [("account_role", member.email)]
    service.end_role(admin.id, grant)
    service.end_role(admin.id, grant)
    assert told() == [("account_role_ended", member.email)]


def test_a_suspension_says_why_and_its_end_is_told(us, told, mailbox):
    steward, member = make.person(of=us), make.person(of=us)
    make.role(steward, Role.STEWARD)
    service.suspend(steward.id, member.id, "Letters to strangers")
    assert told() == [("account_suspended", member.email)]
    assert "Letters to strangers" in mailbox.letters[-1][1].text
    service.reinstate(steward.id, member.id)
    assert told() == [("account_reinstated", member.email)]


def test_a_line_that_is_declined_or_ends_is_told_to_the_other_side(us, told):
    member, manager = make.person(of=us), make.person(of=us)
    link = service.name_manager(member.id, manager.email)
    service.decline_line(manager.id, link)
    assert told() == [("manager_declined", member.email), ("manager_named", manager.email)]
    link = service.name_manager(member.id, manager.email)
    service.confirm_line(manager.id, link)
    told()
    service.end_line(member.id, link)
    assert told() == [("manager_ended", manager.email)]
