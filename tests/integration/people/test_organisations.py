"""Organisations, what they decided, and what their members say of themselves."""

from dataclasses import replace

import pytest

from crowdlearn.db.session import reading
from crowdlearn.kernel.errors import NotAllowed, NotFound
from crowdlearn.people import queries, service
from crowdlearn.people.models import Organisation, Person
from crowdlearn.people.queries import adoption_of, follows
from crowdlearn.people.rules import DomainTaken, FollowKind, MoneyMode, NotADomain, OrganisationLevel, PersonState, Role
from tests import make


def test_an_organisations_administrator_looks_after_that_organisation_alone(us):
    admin, ours = make.person("Local Admin", of=us), make.person("Ours", of=us)
    make.role(admin, Role.ADMINISTRATOR, of=us)
    them = make.organisation()
    theirs, boss = make.person("Theirs", of=them), make.person("Their Boss", of=them)
    assert {line.id for line in queries.users(admin.id).lines} == {admin.id, ours.id}
    assert [line.id for line in queries.organisations(admin.id)] == [us.id]
    line = service.name_manager(theirs.id, boss.email)
    assert queries.open_lines(admin.id, "en") == []
    for beyond in (lambda: queries.user(admin.id, theirs.id), lambda: queries.organisation(admin.id, them.id)):
        with pytest.raises(NotFound):
            beyond()
    decision = service.Decision(make.today(), "Deputy Minister", "Learning policy", MoneyMode.EXPERTISE_ONLY)
    names = service.Body("Quays", "Quais", OrganisationLevel.MUNICIPAL, "QC", ())
    for overreach in (
        lambda: service.end_sessions_of(admin.id, theirs.id),
        lambda: service.suspend(admin.id, theirs.id, "No."),
        lambda: service.adopt(admin.id, them.id, decision),
        lambda: service.change_organisation(admin.id, them.id, names),
        lambda: service.found_organisation(admin.id, names),
        lambda: service.grant_role(admin.id, ours.id, Role.STEWARD),
        lambda: service.confirm_line(admin.id, line),
        lambda: service.end_line(admin.id, line),
        lambda: service.change_organisation(admin.id, us.id, body("everyone.example")),
    ):
        with pytest.raises(NotAllowed):
            overreach()
    service.suspend(admin.id, ours.id, "Sold seats.")
    service.reinstate(admin.id, ours.id)
    service.adopt(admin.id, us.id, decision)
    service.end_sessions_of(admin.id, ours.id)


def test_an_organisation_takes_part_from_its_decision_to_the_next(us):
    admin = make.person()
    make.role(admin, Role.ADMINISTRATOR)
    decision = service.Decision(make.today(), "Deputy Minister", "Learning policy", MoneyMode.EXPERTISE_ONLY)
    service.adopt(admin.id, us.id, decision)
    with reading() as session:
        assert adoption_of(session, us.id).money_mode is MoneyMode.EXPERTISE_ONLY
    service.adopt(admin.id, us.id, replace(decision, money_mode=MoneyMode.COLLECTED))
    with reading() as session:
        assert adoption_of(session, us.id).money_mode is MoneyMode.COLLECTED


def body(*domains):
    return service.Body("Quay Services", "Services des quais", OrganisationLevel.MUNICIPAL, "QC", domains)


def test_a_domain_belongs_to_one_organisation(database):
    admin = make.person()
    make.role(admin, Role.STEWARD)
    service.found_organisation(admin.id, body("quays.example", " @Ports.example "))
    with pytest.raises(DomainTaken):
        service.found_organisation(admin.id, body("ports.example"))
    for wrong in ("", "quays", "a b.example", "-x.example", "https://x.example"):
        with pytest.raises(NotADomain):
            service.found_organisation(admin.id, body("fine.example", wrong or "."))


def test_who_waited_becomes_a_member_when_the_organisation_is_known(database):
    waiting = make.person(email="zoe@mail.quays.example", state=PersonState.WAITING, organisation_id=None)
    other = make.person(email="max@elsewhere.example", state=PersonState.WAITING, organisation_id=None)
    organisation_id = service.found_organisation(None, body("quays.example"))
    with reading() as session:
        found = session.get_one(Person, waiting.id)
        assert (found.state, found.organisation_id) == (PersonState.ACTIVE, organisation_id)
        assert session.get_one(Person, other.id).state is PersonState.WAITING
        assert session.get_one(Organisation, organisation_id).confirmed_at is not None


def test_what_a_member_says_of_themselves_is_kept_whole(us):
    me = make.person(of=us)
    said = service.Profile("Amira Haddad", offered=("facilitation",), wanted=("sql", "mapping"), topics=("data",))
    service.change_profile(me.id, said)
    service.change_profile(me.id, service.Profile("Amira Haddad", offered=("sql",)))
    with reading() as session:
        assert session.get_one(Person, me.id).name == "Amira Haddad"
        assert not follows(session, me.id, FollowKind.TOPIC, "data")
