"""Reporting lines and roles: who leads whom, who may do what, and who says so."""

import pytest
from sqlmodel import select

from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import reading, transaction
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.notices.models import Notice
from crowdlearn.people import service
from crowdlearn.people.models import ManagerLink, OrganisationDomain, Person, RoleGrant
from crowdlearn.people.queries import grants_of, holds, manager_of, reporting_line
from crowdlearn.people.rules import (
    ActingForReport,
    ActingTooLong,
    LastAdministrator,
    LineTurnsRound,
    NobodyThere,
    NotForOneself,
    NotInYourLine,
    NotYourLine,
    OwnManager,
    OwnProposal,
    ProposalSettled,
    Role,
    RoleHeld,
    RoleProposed,
    TwoNeeded,
)
from crowdlearn.reactions import AFTER
from tests import make


def test_a_line_counts_once_the_manager_confirmed_it(us):
    me, boss = make.person(of=us), make.person(of=us)
    link = service.name_manager(me.id, f" {boss.email.upper()} ")
    with reading() as session:
        assert manager_of(session, me.id) is None
    with pytest.raises(NotYourLine):
        service.confirm_line(me.id, link)
    with pytest.raises(NotYourLine):
        service.confirm_line(make.person(of=us).id, link)
    service.confirm_line(boss.id, link)
    with reading() as session:
        assert manager_of(session, me.id) == boss.id
    with pytest.raises(MoveRefused):
        service.confirm_line(boss.id, link)


def test_an_administrator_confirms_unless_they_are_part_of_it(us):
    me, boss, admin = make.person(of=us), make.person(of=us), make.person(of=us)
    make.role(admin, Role.ADMINISTRATOR)
    service.confirm_line(admin.id, service.name_manager(me.id, boss.email))
    with pytest.raises(NotYourLine):
        service.confirm_line(admin.id, service.name_manager(admin.id, boss.email))


def test_a_friend_elsewhere_is_no_manager(us):
    me, friend = make.person(of=us), make.person(of=make.organisation())
    with pytest.raises(NotInYourLine):
        service.name_manager(me.id, friend.email)
    with pytest.raises(OwnManager):
        service.name_manager(me.id, me.email)


def test_after_a_change_of_department_only_an_administrator_confirms(us):
    me, boss, admin = make.person(of=us), make.person(of=us), make.person()
    make.role(admin, Role.ADMINISTRATOR)
    link = service.name_manager(me.id, boss.email)
    elsewhere = make.organisation()
    with transaction() as session:
        session.get_one(Person, boss.id).organisation_id = elsewhere.id
    with pytest.raises(NotInYourLine):
        service.confirm_line(boss.id, link)
    service.confirm_line(admin.id, link)
    with reading() as session:
        assert manager_of(session, me.id) == boss.id


def test_a_line_does_not_turn_round(us):
    me, report, under = make.person(of=us), make.person(of=us), make.person(of=us)
    make.manages(me, report)
    make.manages(report, under)
    for below in (report, under):
        with pytest.raises(LineTurnsRound):
            service.name_manager(me.id, below.email)


def test_a_new_manager_ends_the_line_before(us):
    me, first, second = make.person(of=us), make.person(of=us), make.person(of=us)
    for boss in (first, second):
        service.confirm_line(boss.id, service.name_manager(me.id, boss.email))
    with reading() as session:
        assert manager_of(session, me.id) == second.id
        assert reporting_line(session, me.id, make.today()) == {second.id}


def test_someone_acts_for_a_manager_but_nobody_for_their_own(us):
    me, boss, peer = make.person(of=us), make.person(of=us), make.person(of=us)
    make.manages(boss, me)
    with pytest.raises(ActingForReport):
        service.name_acting(boss.id, boss.id, me.email, make.days(0), make.days(5))
    with pytest.raises(NobodyThere):
        service.name_acting(boss.id, boss.id, make.person().email, make.days(0), make.days(5))
    with pytest.raises(ActingTooLong):
        service.name_acting(boss.id, boss.id, peer.email, make.days(5), make.days(4))
    with pytest.raises(NotAllowed):
        service.name_acting(me.id, boss.id, peer.email, make.days(0), make.days(5))
    row = service.name_acting(boss.id, boss.id, peer.email, make.days(0), make.days(5))
    with reading() as session:
        assert peer.id in reporting_line(session, me.id, make.today())
    service.end_acting(peer.id, row)
    with reading() as session:
        assert peer.id not in reporting_line(session, me.id, make.today())


def test_roles_are_given_by_others_and_the_last_administrator_stays(us):
    admin, person = make.person(of=us), make.person(of=us)
    own = make.role(admin, Role.ADMINISTRATOR)
    with pytest.raises(NotForOneself):
        service.grant_role(admin.id, admin.id, Role.STEWARD)
    grant = service.grant_role(admin.id, person.id, Role.STEWARD, us.id)
    with pytest.raises(RoleHeld):
        service.grant_role(admin.id, person.id, Role.STEWARD, us.id)
    with pytest.raises(LastAdministrator):
        service.end_role(person.id, own.id)
    service.end_role(admin.id, grant)
    with reading() as session:
        assert not holds(session, person.id, Role.STEWARD, us.id)
        assert session.get_one(RoleGrant, grant).ended_at is not None


@pytest.mark.parametrize("role", [Role.TREASURER, Role.ADMINISTRATOR])
def test_a_treasurer_or_administrator_takes_two_administrators(us, role):
    first, second, person = make.person(of=us), make.person(of=us), make.person(of=us)
    for admin in (first, second):
        make.role(admin, Role.ADMINISTRATOR)
    with pytest.raises(TwoNeeded):
        service.grant_role(first.id, person.id, role)
    with pytest.raises(NotForOneself):
        service.propose_role(first.id, first.id, role)
    proposal = service.propose_role(first.id, person.id, role)
    assert not holds_now(person, role)
    with pytest.raises(RoleProposed):
        service.propose_role(second.id, person.id, role)
    with pytest.raises(OwnProposal):
        service.confirm_role(first.id, proposal)
    with pytest.raises(NotAllowed):
        service.confirm_role(make.person().id, proposal)
    service.confirm_role(second.id, proposal)
    assert holds_now(person, role)
    with pytest.raises(ProposalSettled):
        service.turn_down_role(first.id, proposal)


def test_a_proposal_can_be_turned_down_and_never_confirmed_by_its_beneficiary(us):
    first, local = make.person(of=us), make.person(of=us)
    make.role(first, Role.ADMINISTRATOR)
    make.role(local, Role.ADMINISTRATOR, us)
    proposal = service.propose_role(first.id, local.id, Role.TREASURER, us.id)
    with pytest.raises(OwnProposal):
        service.confirm_role(local.id, proposal)
    service.turn_down_role(first.id, proposal)
    assert not holds_now(local, Role.TREASURER)
    service.propose_role(first.id, local.id, Role.TREASURER, us.id)


def test_both_sides_of_a_new_role_are_told(us):
    first, second, person = make.person("Amadou", of=us), make.person(of=us), make.person("Peter", of=us)
    for admin in (first, second):
        make.role(admin, Role.ADMINISTRATOR)
    service.confirm_role(second.id, service.propose_role(first.id, person.id, Role.TREASURER))
    drain_all(AFTER)
    assert told() == {(second.id, "account_role_proposed"), (person.id, "account_role")}


def test_who_acts_for_a_manager_is_told_and_may_end_it(us, browser):
    boss, peer = make.person("Bea Boss", of=us), make.person(of=us)
    make.manages(boss, make.person(of=us))
    service.name_acting(boss.id, boss.id, peer.email, make.days(0), make.days(5))
    drain_all(AFTER)
    assert told() == {(peer.id, "manager_acting")}
    browser.sign_in(peer.id)
    page = browser.get("/en/me/team")
    assert "For whom I stand in" in page.text
    assert "Bea Boss" in page.text
    assert "For whom I stand in" not in page.form(action="/end").submit().text


def holds_now(person, role):
    with reading() as session:
        return any(role is held for held, _ in grants_of(session, person.id))


def told():
    with reading() as session:
        return {(notice.person_id, notice.kind) for notice in session.exec(select(Notice))}


def test_an_invited_manager_finds_the_line_waiting(us):
    me = make.person(of=us)
    with reading() as session:
        domain = next(iter(session.exec(domain_of(us))))
    link = service.name_manager(me.id, f"new.boss@{domain}")
    boss = make.person(of=us, email=f"new.boss@{domain}")
    with transaction() as session:
        service.meet_invitations(session, session.get_one(Person, boss.id))
    service.confirm_line(boss.id, link)
    with reading() as session:
        assert session.get_one(ManagerLink, link).manager_id == boss.id


def domain_of(organisation):
    return select(OrganisationDomain.domain).where(OrganisationDomain.organisation_id == organisation.id)
