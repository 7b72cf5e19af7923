"""The queue and the decision page, and the consent trail on both databases."""

from types import SimpleNamespace

import pytest
from sqlmodel import select

from crowdlearn.approvals import service
from crowdlearn.approvals.queries import Agreed, Party, consent_trail
from crowdlearn.approvals.service import Word
from crowdlearn.db.outbox import drain_all
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.notices.models import Notice
from crowdlearn.people.models import ActingManager
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import OrganisationMoney, Pitch
from crowdlearn.pitches.rules import OrganisationMoneyKind
from crowdlearn.pitches.service.keeping import note_version
from crowdlearn.pledges.service import change_open_pitch
from crowdlearn.reactions import AFTER
from tests import make


@pytest.fixture
def organisation():
    row = make.organisation(adopted=False)
    make.adoption(row, budget_limit_cents=50_000)
    return row


@pytest.fixture
def manager(organisation):
    return make.person("Mika Roy", of=organisation)


@pytest.fixture
def amira(organisation, manager):
    row = make.person("Amira Haddad", of=organisation)
    make.manages(manager, row)
    return row


def asked(pitch):
    service.ask_for_clearance(SimpleNamespace(id=new_id(), pitch_id=pitch.id))
    return pitch


@pytest.fixture
def pitch(amira):
    row = make.money_pitch(amira, cost=140_000, organisation=0, takes_work_time=True)
    make.planned(row)
    return asked(row)


def test_the_manager_finds_the_pitch_reads_it_and_clears_it(browser, pitch, manager):
    browser.sign_in(manager.id)
    queue = browser.get("/en/approvals")
    assert "$700 asked of peers · takes work time" in queue.text
    page = browser.get(f"/en/approvals/{pitch.id}")
    assert "Carried by Amira Haddad" in page.text
    assert "Rewrite our ten most-sent letters." in page.text
    after = page.form(action="/approve").submit(conditions="Tell the branch what you learned")
    assert "Cleared. The pitcher has been told." in after.text
    assert "Nothing waits for you" in after.text
    with reading() as session:
        assert service.is_cleared(session, session.get_one(Pitch, pitch.id))


def test_declining_without_a_reason_keeps_the_page_and_says_so(browser, pitch, manager):
    browser.sign_in(manager.id)
    page = browser.get(f"/en/approvals/{pitch.id}").form(action="/reject").submit(reason="")
    assert page.title.startswith("Error:")
    page = page.form(action="/reject").submit(reason="The branch has no one to cover your desk.")
    assert "Declined." in page.text


def test_a_decision_on_old_terms_is_refused_and_the_difference_is_shown(browser, pitch, manager, amira):
    browser.sign_in(manager.id)
    with transaction() as session:
        note_version(session, session.get_one(Pitch, pitch.id), amira.id)
    service.ask_changes(manager.id, pitch.id, Word(1, "A cheaper school, please."))
    stale = browser.get(f"/en/approvals/{pitch.id}").form(action="/approve")
    change_open_pitch(amira.id, pitch.id, {"provider": "A quite different school"})
    asked(pitch)
    refused = stale.submit()
    assert "The pitch changed after you opened this page." in refused.text
    assert "Clear Words Institute" in refused.text  # what it was, beside what it is


def test_an_acting_manager_sees_for_whom_they_decide(browser, pitch, manager):
    acting = make.person("Ida Acting")
    make.kept(ActingManager(manager_id=manager.id, acting_id=acting.id, starts_on=make.days(-1), ends_on=make.days(1)))
    browser.sign_in(acting.id)
    assert "acting for Mika Roy" in browser.get("/en/approvals").text
    page = browser.get(f"/en/approvals/{pitch.id}")
    assert "You decide for Mika Roy" in page.text
    page.form(action="/approve").submit()
    with reading() as session:
        cleared = next(line for line in consent_trail(session, pitch.id) if line.party is Party.MANAGER)
    assert (cleared.said, cleared.name, cleared.acting_for) == (Agreed.CLEARED, "Ida Acting", "Mika Roy")


def test_a_manager_never_sees_who_gave_what(browser, pitch, manager):
    make.pledge(pitch, make.person("Secret Backer"), 98_765)
    with transaction() as session:
        lock(session, Pitch, pitch.id).promised_cents = 98_765
    browser.sign_in(manager.id)
    text = browser.get(f"/en/approvals/{pitch.id}").text
    assert "Secret Backer" not in text
    assert "987" not in text


def test_the_budget_holder_is_asked_for_organisation_money_and_finds_it(browser, amira, organisation, manager):
    holder = make.person("Bo Budget", of=organisation)
    make.role(holder, Role.BUDGET_HOLDER, organisation)
    pitch = make.money_pitch(amira)
    asked(pitch)
    pending = {"kind": OrganisationMoneyKind.EMPLOYER, "label": "Branch", "amount_cents": 20_000}
    make.kept(OrganisationMoney(pitch_id=pitch.id, position=9, **pending))
    service.clear(manager.id, pitch.id, Word(1))
    browser.sign_in(holder.id)
    assert "Decide" in browser.get("/en/approvals").text
    page = browser.get(f"/en/approvals/{pitch.id}")
    assert "$200.00 is not decided yet and counts as nothing." in page.text
    assert "You decide for the budget: $1,200.00 of your organisation’s money." in page.text
    page.form(action="/approve").submit()
    with reading() as session:
        trail = consent_trail(session, pitch.id)
        assert service.is_cleared(session, session.get_one(Pitch, pitch.id))
    assert [(line.party, line.said) for line in trail] == [
        (Party.EMPLOYEE, Agreed.PROMISES),
        (Party.MANAGER, Agreed.CLEARED),
        (Party.BUDGET_HOLDER, Agreed.CLEARED),
        (Party.ORGANISATION, Agreed.ADOPTED),
        (Party.ORGANISATION, Agreed.MONEY_CONFIRMED),
        (Party.ORGANISATION, Agreed.MONEY_PENDING),
    ]
    assert trail[3].authority == "Learning policy, section 4"
    assert all(line.is_done for line in trail[:-1])


def test_the_first_page_shows_what_waits_to_whoever_may_decide(browser, pitch, manager, amira):
    acting, director = make.person("Acting Ada"), make.person("Director Dan")
    make.kept(ActingManager(manager_id=manager.id, acting_id=acting.id, starts_on=make.days(-1), ends_on=make.days(1)))
    make.manages(director, manager)

    def waits_for(person):
        browser.sign_in(person.id)
        return f"{amira.name} asks you to clear “{pitch.title}”" in browser.get("/en/").text

    assert [waits_for(who) for who in (manager, acting, director, amira)] == [True, True, False, False]
    with transaction() as session:
        service.note_stake(session, pitch.id, acting.id, "offer")
    assert not waits_for(acting), "whoever gives something steps back, on the first page as well"
    service.clear(manager.id, pitch.id, Word(1))
    assert not waits_for(manager)


def test_after_asking_for_changes_the_manager_is_asked_again_with_the_difference(browser, pitch, manager, amira):
    with transaction() as session:
        note_version(session, session.get_one(Pitch, pitch.id), amira.id)
    service.ask_changes(manager.id, pitch.id, Word(1, "Say who covers your files meanwhile."))
    drain_all(AFTER)
    browser.sign_in(manager.id)
    assert "asks you to clear" not in browser.get("/en/").text, "it is the pitcher's turn"
    change_open_pitch(amira.id, pitch.id, {"summary": "Two days; Lise covers my files."})
    drain_all(AFTER)
    assert "asks you to clear" in browser.get("/en/").text
    page = browser.get(f"/en/approvals/{pitch.id}").text
    assert "Waiting for clearance" in page
    assert "What is new since the last decision" in page
    assert "Lise covers my files" in page
    with reading() as session:
        kinds = session.exec(select(Notice.kind).where(Notice.person_id == manager.id)).all()
    assert kinds.count("clearance_asked") == 1
    service.clear(manager.id, pitch.id, Word(1))


@pytest.mark.parametrize("others", [0, 9])
def test_the_queue_asks_the_same_few_questions_however_long_it_is(
    browser, pitch, manager, amira, others, assert_queries
):
    for _ in range(others):
        asked(make.money_pitch(amira))
    browser.sign_in(manager.id)
    browser.get("/en/approvals")
    with assert_queries(8):
        browser.get("/en/approvals")


def test_the_menu_leads_there_whoever_may_decide(browser, pitch, manager, amira):
    browser.sign_in(manager.id)
    assert "To clear" in browser.get("/en/me/pledges").text
    browser.sign_in(amira.id)
    assert "To clear" not in browser.get("/en/me/pledges").text
