"""Whom a pitch asks: the manager, who acts for them, the next level, a budget holder; and who steps back."""

from types import SimpleNamespace

import pytest

from crowdlearn.approvals import rules, service
from crowdlearn.approvals.rules import RequestState
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.models import ActingManager, ManagerLink
from crowdlearn.people.rules import LinkState, Role, StepOrder
from crowdlearn.pitches.models import OrganisationMoney, Pitch
from crowdlearn.pitches.rules import OrganisationMoneyKind, PitchState
from crowdlearn.pledges.rules import Help, MoneyOffer
from crowdlearn.pledges.service import offer_help, promise_money
from tests import make
from tests.support.office import READ, Office, cleared, events, requests

pytestmark = pytest.mark.usefixtures("database")


def acts_for(manager, acting, start=-1, end=1):
    make.kept(
        ActingManager(manager_id=manager.id, acting_id=acting.id, starts_on=make.days(start), ends_on=make.days(end))
    )


def test_never_ones_own_pitch_and_never_without_authority():
    office = Office()
    pitch = office.asking()
    stranger = make.person(of=office.organisation)
    make.manages(stranger, make.person())
    for person, refusal in [
        (office.amira, rules.OwnDecision),
        (stranger, rules.NoAuthority),
        (office.director, rules.NoAuthority),  # the step is the manager's
    ]:
        with pytest.raises(refusal):
            service.clear(person.id, pitch.id, READ)


def test_an_ended_link_gives_no_authority_and_the_next_level_is_asked():
    office = Office()
    pitch = office.asking()
    newcomer = make.person("Nadia", of=office.organisation)
    with transaction() as session:
        lock(session, ManagerLink, office.link.id).state = LinkState.ENDED
    service.find_approvers(SimpleNamespace(id=new_id(), person_id=office.amira.id))
    assert requests(pitch)[0].asked_id is None
    with pytest.raises(rules.NoAuthority):
        service.clear(office.manager.id, pitch.id, READ)
    make.manages(newcomer, office.amira)
    service.find_approvers(SimpleNamespace(id=new_id(), person_id=office.amira.id))
    assert requests(pitch)[0].asked_id == newcomer.id
    service.clear(newcomer.id, pitch.id, READ)
    assert cleared(pitch)


def test_without_a_manager_the_request_waits_until_one_is_named():
    office = Office()
    lonely = make.person(of=office.organisation)
    pitch = office.ask(make.money_pitch(lonely))
    [request] = requests(pitch)
    assert (request.state, request.asked_id) == (RequestState.ASKED, None)
    make.manages(office.manager, lonely)
    service.find_approvers(SimpleNamespace(id=new_id(), person_id=lonely.id))
    assert requests(pitch)[0].asked_id == office.manager.id


def test_an_acting_manager_decides_while_acting_and_the_record_says_so():
    office = Office()
    pitch = office.asking()
    acting, former = make.person(of=office.organisation), make.person(of=office.organisation)
    acts_for(office.manager, acting)
    acts_for(office.manager, former, start=-9, end=-2)
    with pytest.raises(rules.NoAuthority):
        service.clear(former.id, pitch.id, READ)
    service.clear(acting.id, pitch.id, READ)
    [request] = requests(pitch)
    assert (request.decided_by, request.acting_for) == (acting.id, office.manager.id)


def test_row_57_whoever_gave_something_steps_back_for_good_and_the_next_level_is_asked():
    office = Office()
    pitch = office.asking()
    offer_help(office.manager.id, pitch.id, None, Help(minutes=60))
    assert requests(pitch)[0].asked_id == office.director.id
    with pytest.raises(rules.HasStake):
        service.clear(office.manager.id, pitch.id, READ)
    service.clear(office.director.id, pitch.id, READ)
    assert cleared(pitch)


def test_row_57_a_budget_holder_who_backs_is_recused():
    office = Office(budget_limit_cents=0, steps_needed=0)
    pitch = make.money_pitch(office.amira)
    make.kept(
        OrganisationMoney(
            pitch_id=pitch.id, position=1, kind=OrganisationMoneyKind.EMPLOYER, label="Branch", amount_cents=100_000
        )
    )
    one, two = (make.person(of=office.organisation) for _ in range(2))
    make.role(one, Role.BUDGET_HOLDER, office.organisation)
    make.role(two, Role.BUDGET_HOLDER, office.organisation)
    office.ask(pitch)
    assert requests(pitch)[0].asked_id == one.id
    promise_money(one.id, pitch.id, MoneyOffer(Money(1_000), terms_version=1))
    assert requests(pitch)[0].asked_id == two.id
    with pytest.raises(rules.HasStake):
        service.clear(one.id, pitch.id, READ)
    service.clear(two.id, pitch.id, READ)
    assert cleared(pitch)


def test_steps_in_order_ask_the_next_only_after_the_first():
    office = Office(steps_needed=2)
    pitch = office.asking()
    assert [request.state for request in requests(pitch)] == [RequestState.ASKED, RequestState.LATER]
    with pytest.raises(MoveRefused):
        service.clear(office.director.id, pitch.id, READ)
    service.clear(office.manager.id, pitch.id, READ)
    assert not cleared(pitch)
    assert requests(pitch)[1].asked_id == office.director.id
    service.clear(office.director.id, pitch.id, READ)
    assert cleared(pitch)
    assert events() == ["ClearanceAsked", "StepCleared", "ClearanceAsked", "ClearanceGiven"]


def test_any_of_the_line_suffices_and_the_others_are_spared():
    office = Office(steps_needed=1, step_order=StepOrder.ANY)
    pitch = office.asking()
    service.clear(office.director.id, pitch.id, READ)
    assert cleared(pitch)
    assert [request.state for request in requests(pitch)] == [RequestState.SPARED, RequestState.CLEARED]


def on_monday(clock):
    start = clock.stand()
    return clock.forward(days=(7 - start.weekday()) % 7 or 7)


def test_reminders_then_the_next_level(clock):
    on_monday(clock)
    office = Office()
    pitch = office.asking()
    clock.forward(days=2)
    assert service.remind_approvers() == 0
    clock.forward(days=1)  # Thursday: three working days
    assert (service.remind_approvers(), service.remind_approvers()) == (1, 0)
    clock.forward(days=6)  # Wednesday: seven
    assert (service.remind_approvers(), service.remind_approvers()) == (1, 0)
    clock.forward(days=5)  # Monday: ten
    assert (service.remind_approvers(), service.remind_approvers()) == (1, 0)
    [request] = requests(pitch)
    assert (request.asked_id, request.passed_from) == (office.director.id, office.manager.id)
    service.clear(office.director.id, pitch.id, READ)
    assert cleared(pitch)


def test_after_ten_days_an_acting_manager_comes_before_the_next_level_and_the_manager_may_still_decide(clock):
    on_monday(clock)
    office = Office()
    pitch = office.asking()
    clock.forward(days=14)
    acting = make.person(of=office.organisation)
    acts_for(office.manager, acting)
    assert service.remind_approvers() == 1
    assert requests(pitch)[0].asked_id == acting.id
    service.clear(office.manager.id, pitch.id, READ)
    assert cleared(pitch)


def test_an_ended_pitch_reminds_nobody(clock):
    on_monday(clock)
    office = Office()
    pitch = office.asking()
    with transaction() as session:
        lock(session, Pitch, pitch.id).state = PitchState.WITHDRAWN
    clock.forward(days=30)
    assert service.remind_approvers() == 0
    with pytest.raises(rules.NothingToDecide):
        service.clear(office.manager.id, pitch.id, READ)
