"""Clearance on a real database: who is asked, who decides, what a change of terms or of line does."""

from types import SimpleNamespace

import pytest
from sqlmodel import select

from crowdlearn.approvals import rules, service
from crowdlearn.approvals.models import ApprovalRequest, Clearance
from crowdlearn.approvals.rules import ClearanceState, RequestState
from crowdlearn.approvals.service import Word
from crowdlearn.audit.models import AuditRow
from crowdlearn.db.outbox import Outbox
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.kernel.money import Money
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.models import ActingManager, ManagerLink
from crowdlearn.people.rules import LinkState, PersonState, Role, StepOrder
from crowdlearn.pitches.models import OrganisationMoney, Pitch
from crowdlearn.pitches.rules import OrganisationMoneyKind, PitchState
from crowdlearn.pledges.rules import Help, MoneyOffer
from crowdlearn.pledges.service import offer_help, promise_money
from tests import make

pytestmark = pytest.mark.usefixtures("database")


class Office:
    """A pitcher, the manager above, the director above them, and their organisation with its policy."""

    def __init__(self, **policy):
        self.organisation = make.organisation(adopted=False)
        make.adoption(self.organisation, **policy)
        self.amira, self.manager, self.director = (
            make.person(name, of=self.organisation) for name in ("Amira", "Mika", "Dora")
        )
        self.link = make.manages(self.manager, self.amira)
        make.manages(self.director, self.manager)

    def asking(self, **fields):
        pitch = make.money_pitch(self.amira, **fields)
        return self.ask(pitch)

    def ask(self, pitch):
        service.ask_for_clearance(SimpleNamespace(id=new_id(), pitch_id=pitch.id))
        return pitch


def fresh(row):
    with reading() as session:
        return session.get_one(type(row), row.id)


def cleared(pitch):
    with reading() as session:
        return service.is_cleared(session, session.get_one(Pitch, pitch.id))


def requests(pitch):
    with reading() as session:
        query = select(ApprovalRequest).where(ApprovalRequest.pitch_id == pitch.id)
        return session.exec(query.order_by(ApprovalRequest.id)).all()


def clearance(pitch):
    with reading() as session:
        return session.exec(
            select(Clearance).where(Clearance.pitch_id == pitch.id).order_by(Clearance.id.desc())
        ).first()


def events():
    with reading() as session:
        return [event.name.split(".")[1] for event in session.exec(select(Outbox).order_by(Outbox.id))]


def acts_for(manager, acting, start=-1, end=1):
    make.kept(
        ActingManager(manager_id=manager.id, acting_id=acting.id, starts_on=make.days(start), ends_on=make.days(end))
    )


READ = Word(terms_version=1)


def test_the_manager_is_asked_once_and_the_pitch_waits():
    office = Office()
    pitch = office.asking()
    office.ask(pitch)
    [request] = requests(pitch)
    assert (request.state, request.asked_id, request.level) == (RequestState.ASKED, office.manager.id, 1)
    assert fresh(pitch).clearance == "waiting"
    assert not cleared(pitch)
    assert events() == ["ClearanceAsked"]


def test_before_anyone_was_asked_the_policy_already_gates():
    office = Office(ask_above_cents=70_000)
    assert cleared(make.money_pitch(office.amira))
    assert not cleared(make.money_pitch(office.amira, cost=240_002))


def test_an_expertise_only_pitch_tells_the_manager_and_waits_for_nobody():
    office = Office()
    pitch = office.ask(make.pitch(office.amira))
    [request] = requests(pitch)
    assert (request.state, request.asked_id) == (RequestState.TOLD, office.manager.id)
    assert cleared(pitch)
    with pytest.raises(MoveRefused):
        service.clear(office.manager.id, pitch.id, READ)


def test_clearing_opens_the_gate_and_leaves_its_row_in_the_audit():
    office = Office()
    pitch = office.asking()
    service.clear(office.manager.id, pitch.id, Word(1, conditions="Share your notes with the branch"))
    assert cleared(pitch)
    [request] = requests(pitch)
    assert (request.state, request.decided_by, request.acting_for) == (RequestState.CLEARED, office.manager.id, None)
    assert request.conditions == "Share your notes with the branch"
    assert not request.after_the_fact
    assert events() == ["ClearanceAsked", "ClearanceGiven"]
    with reading() as session:
        audit = session.exec(select(AuditRow).where(AuditRow.action == "approval.approve")).one()
    assert (audit.actor_id, audit.object_id) == (office.manager.id, pitch.id)


@pytest.mark.parametrize(
    ("act", "state"),
    [(service.ask_changes, ClearanceState.CHANGES_ASKED), (service.decline, ClearanceState.DECLINED)],
)
def test_asking_for_changes_and_declining_leave_the_pitch_open(act, state):
    office = Office()
    pitch = office.asking()
    with pytest.raises(rules.ReasonMissing):
        act(office.manager.id, pitch.id, READ)
    act(office.manager.id, pitch.id, Word(1, "The date clashes with year-end."))
    assert clearance(pitch).state is state
    assert (fresh(pitch).state, fresh(pitch).clearance) == (PitchState.OPEN, state.value)
    assert not cleared(pitch)


def test_after_changes_were_asked_the_same_terms_may_still_be_cleared():
    office = Office()
    pitch = office.asking()
    service.ask_changes(office.manager.id, pitch.id, Word(1, "Who covers your desk?"))
    service.clear(office.manager.id, pitch.id, READ)
    assert cleared(pitch)


def test_a_decision_is_bound_to_the_terms_and_new_terms_are_asked_anew():
    office = Office()
    pitch = office.asking()
    service.clear(office.manager.id, pitch.id, READ)
    with transaction() as session:
        lock(session, Pitch, pitch.id).terms_version = 2
    assert not cleared(pitch)
    office.ask(pitch)
    assert [request.state for request in requests(pitch)] == [RequestState.CLEARED, RequestState.ASKED]
    with pytest.raises(rules.TermsMoved):
        service.clear(office.manager.id, pitch.id, READ)
    service.clear(office.manager.id, pitch.id, Word(2))
    assert cleared(pitch)


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


def test_row_44_a_clearance_may_be_taken_back_before_settlement():
    office = Office()
    pitch = office.asking()
    service.clear(office.manager.id, pitch.id, READ)
    with pytest.raises(rules.ReasonMissing):
        service.revoke(office.manager.id, pitch.id, READ)
    service.revoke(office.manager.id, pitch.id, Word(1, "The budget was frozen."))
    assert not cleared(pitch)
    assert fresh(pitch).clearance == "withdrawn"
    assert events()[-1] == "ClearanceWithdrawn"
    service.clear(office.manager.id, pitch.id, READ)
    assert cleared(pitch)


@pytest.mark.parametrize("state", [PitchState.SETTLING, PitchState.FUNDED])
def test_row_45_once_money_moves_it_is_too_late(state):
    office = Office()
    pitch = office.asking()
    service.clear(office.manager.id, pitch.id, READ)
    with transaction() as session:
        row = lock(session, Pitch, pitch.id)
        row.state, row.locked_at, row.funded_at = state, row.published_at, row.published_at
        service.seal(session, row)
    with pytest.raises(rules.TooLateToRevoke):
        service.revoke(office.manager.id, pitch.id, Word(1, "Too late."))


def test_a_suspended_pitcher_is_not_cleared():
    office = Office()
    pitch = office.asking()
    with transaction() as session:
        lock(session, type(office.amira), office.amira.id).state = PersonState.SUSPENDED
    with pytest.raises(rules.PitcherSuspended):
        service.clear(office.manager.id, pitch.id, READ)


def test_a_decision_after_the_learning_began_is_labelled():
    office = Office()
    pitch = office.asking(starts_on=make.days(0), ends_on=make.days(1))
    service.clear(office.manager.id, pitch.id, READ)
    assert requests(pitch)[0].after_the_fact


def test_nothing_is_decided_twice():
    office = Office()
    pitch = office.asking()
    service.clear(office.manager.id, pitch.id, READ)
    with pytest.raises(MoveRefused):
        service.clear(office.manager.id, pitch.id, READ)
    with pytest.raises(MoveRefused):
        service.decline(office.manager.id, pitch.id, Word(1, "Changed my mind"))


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
