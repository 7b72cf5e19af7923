"""Somebody else goes in the pitcher's place: row 46 of money.md, and its page."""

import pytest

from crowdlearn.approvals.rules import ClearanceState
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.pages.queries.waiting import waiting_for
from crowdlearn.pages.rules import Task
from crowdlearn.people.models import Person
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.rules import OfferState
from crowdlearn.settlement import service
from crowdlearn.settlement.models import SubstituteAnswer, Substitution
from crowdlearn.settlement.rules import NotASubstitute, NotNow, SubstituteState, enough_agree
from tests import make
from tests.support.money import Money, all_agrees, first_row, money, one

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def case() -> Money:
    funded = money()
    funded.fund()
    return funded


@pytest.mark.parametrize(
    ("backers", "objections", "agreed"), [(3, 1, True), (3, 2, False), (1, 0, True), (1, 1, False), (0, 0, True)]
)
def test_row_46_two_thirds_by_head_count(backers, objections, agreed):
    assert enough_agree(backers, objections) is agreed


def test_row_46_a_colleague_goes_instead_unless_too_many_object(case, clock):
    colleague = make.person(of=case.host)
    make.offer(case.pitch, helper := make.person(), state=OfferState.ACCEPTED)
    row_id = service.propose_substitute(case.pitcher.id, case.pitch_id, colleague.email, "I am on sick leave.")
    with pytest.raises(NotNow):
        service.propose_substitute(case.pitcher.id, case.pitch_id, colleague.email, "Again.")
    with pytest.raises(NotAllowed):
        service.answer_substitute(case.first.id, case.pitch_id, agrees=False)
    service.answer_substitute(helper.id, case.pitch_id, agrees=False)
    service.answer_substitute(helper.id, case.pitch_id, agrees=False)
    assert service.decide_substitutes() == 0
    clock.forward(hours=72)
    with pytest.raises(NotNow):
        service.answer_substitute(case.pledges[0].peer_id, case.pitch_id, agrees=False)
    assert service.decide_substitutes() == 1
    assert one(Substitution, row_id).state is SubstituteState.AGREED
    assert case.pitch.state is PitchState.FUNDED


def test_row_46_refused_by_too_many_the_pitch_is_cancelled_and_the_money_goes_back(case, clock):
    backer = one(Person, case.pledges[0].peer_id)
    row_id = service.propose_substitute(case.pitcher.id, case.pitch_id, backer.email, "I am on sick leave.")
    for pledge in case.pledges[1:]:
        service.answer_substitute(pledge.peer_id, case.pitch_id, agrees=False)
    clock.forward(hours=72)
    service.decide_substitutes()
    assert one(Substitution, row_id).state is SubstituteState.REFUSED
    assert case.pitch.state is PitchState.CANCELLED
    assert [made.amount_cents for made in case.rounds()] == [70000]
    all_agrees()


@pytest.mark.parametrize("cleared", [True, False])
def test_row_46_where_clearance_was_asked_the_manager_agrees_too(clock, cleared):
    case = money(clearance=ClearanceState.CLEARED)
    case.fund()
    manager = make.person(of=case.host)
    make.manages(manager, case.pitcher)
    colleague = make.person(of=case.host)
    row_id = service.propose_substitute(case.pitcher.id, case.pitch_id, colleague.email, "I am on sick leave.")
    with pytest.raises(NotAllowed):
        service.clear_substitute(colleague.id, case.pitch_id)
    if cleared:
        service.clear_substitute(manager.id, case.pitch_id)
    clock.forward(hours=72)
    service.decide_substitutes()
    assert one(Substitution, row_id).state is (SubstituteState.AGREED if cleared else SubstituteState.REFUSED)


def test_row_46_a_stranger_does_not_take_the_place(case):
    unnamed = make.person(of=make.organisation())
    make.offer(case.pitch, unnamed, state=OfferState.ACCEPTED, name_shown=False)
    for who in (make.person(of=make.organisation()), case.pitcher, unnamed):
        with pytest.raises(NotASubstitute):
            service.propose_substitute(case.pitcher.id, case.pitch_id, who.email, "Please.")
    assert first_row(Substitution) is None


def test_the_pitcher_proposes_and_a_backer_answers_on_the_page(browser, case, clock):
    colleague = make.person("Noor Holm", of=case.host)
    backer = one(Person, case.pledges[0].peer_id)
    browser.sign_in(case.pitcher.id)
    bar = browser.get(f"/en/pitches/{case.pitch_id}")
    page = browser.get(next(a.get("href") for a in bar.tree.iter("a") if (a.get("href") or "").endswith("/substitute")))
    wrong = page.submit(email="nobody@else.example", reason="Leave.")
    assert "one of the backers named at the pitch" in wrong.text
    asked = wrong.submit(email=f" {colleague.email.upper()} ", reason="I am on leave.")
    assert "Noor Holm" in asked.text
    assert "0 of 3 backers and helpers" in asked.text
    assert [one.task for one in waiting_for(backer.id)] == [Task.SUBSTITUTE]
    browser.sign_in(backer.id)
    home = browser.get("/en/")
    assert "may someone else go?" in home.text
    said = browser.get(f"/en/pitches/{case.pitch_id}/substitute").submit(opinion="object")
    assert "1 of 3 backers and helpers" in said.text
    assert waiting_for(backer.id) == []
    changed = said.submit(opinion="fine")
    assert "0 of 3 backers and helpers" in changed.text
    assert first_row(SubstituteAnswer).agrees
    clock.forward(hours=72)
    service.decide_substitutes()
    browser.sign_in(backer.id)
    assert "Agreed: Noor Holm goes." in browser.get(f"/en/pitches/{case.pitch_id}/substitute").text
    assert "Noor Holm goes in the place of" in browser.get(f"/en/pitches/{case.pitch_id}").text


def test_whoever_stands_above_the_pitcher_agrees_on_the_page_and_others_do_not_see_it(browser):
    case = money(clearance=ClearanceState.CLEARED)
    case.fund()
    manager = make.person(of=case.host)
    make.manages(manager, case.pitcher)
    service.propose_substitute(case.pitcher.id, case.pitch_id, make.person(of=case.host).email, "I am on leave.")
    assert [one.task for one in waiting_for(manager.id)] == [Task.SUBSTITUTE]
    browser.sign_in(manager.id)
    page = browser.get(f"/fr/pitches/{case.pitch_id}/substitute").form(action="/clear").submit()
    assert "Votre accord est enregistré." in page.text
    assert waiting_for(manager.id) == []
    browser.sign_in(make.person().id)
    assert browser.get(f"/en/pitches/{case.pitch_id}/substitute").status == 404
