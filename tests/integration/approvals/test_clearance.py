"""Clearance: asked, given, taken back, and bound to the terms that were read."""

import pytest
from sqlmodel import select

from crowdlearn.approvals import rules, service
from crowdlearn.approvals.models import Clearance
from crowdlearn.approvals.rules import ClearanceState, RequestState
from crowdlearn.approvals.service import Word
from crowdlearn.audit.models import AuditRow
from crowdlearn.db.session import lock, reading, transaction
from crowdlearn.kernel.states import MoveRefused
from crowdlearn.people.rules import PersonState
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from tests import make
from tests.support.office import READ, Office, cleared, events, requests

pytestmark = pytest.mark.usefixtures("database")


def fresh(row):
    with reading() as session:
        return session.get_one(type(row), row.id)


def clearance(pitch):
    with reading() as session:
        return session.exec(
            select(Clearance).where(Clearance.pitch_id == pitch.id).order_by(Clearance.id.desc())
        ).first()


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
