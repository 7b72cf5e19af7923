"""When things come otherwise: rows 32, 33, 36, 44 to 47 of money.md."""

import pytest

from crowdlearn.approvals.rules import ClearanceState, ClearanceWithdrawn
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.errors import NotAllowed
from crowdlearn.kernel.ids import new_id
from crowdlearn.payments.rules import PaymentState
from crowdlearn.people.rules import Role
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges.models import MoneyPledge
from crowdlearn.pledges.rules import PledgeReleased, PledgeState
from crowdlearn.pledges.service import release
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import (
    DocumentKind,
    Frozen,
    NotNow,
    Payee,
    ReasonMissing,
    RefundReason,
)
from tests import make
from tests.support.money import Money, all_agrees, money, told

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def case() -> Money:
    funded = money()
    funded.fund()
    return funded


def lose_clearance(case: Money) -> None:
    case.clear(ClearanceState.WITHDRAWN)
    ids = {"request_id": new_id(), "decision_id": new_id()}
    service.lose_clearance(ClearanceWithdrawn(pitch_id=case.pitch_id, terms_version=1, **ids))


def test_row_32_cancelled_and_refunded_by_the_provider_everything_goes_back(case):
    service.report_cancelled(case.pitcher.id, case.pitch_id, "The venue was flooded.")
    assert case.pitch.state is PitchState.CANCELLED
    case.prove(240000, 100000)
    case.show(240000, DocumentKind.CREDIT)
    service.say_complete(case.pitcher.id, case.pitch_id)
    service.note_organisation_money(case.first.id, case.pitch_id, -100000, "The branch got its part back.")
    [opened] = case.rounds()
    assert case.refunded(opened.id) == [25000, 25000, 20000]
    all_agrees()


def test_row_33_cancelled_and_the_provider_keeps_a_part_it_is_shared_by_half(case):
    service.report_cancelled(case.pitcher.id, case.pitch_id, "The venue was flooded.")
    case.show(30000, DocumentKind.ORGANISATION)
    case.show(42000)
    service.note_organisation_money(case.first.id, case.pitch_id, -70000, "70 % came back to the branch.")
    service.say_complete(case.pitcher.id, case.pitch_id)
    round_id = case.send_savings()
    assert case.refunded(round_id) == [17500, 17500, 14000]
    case.pay_out(21000)
    assert (case.held, case.figures.outcome.bears) == (0, 21000)
    all_agrees()


def test_only_the_pitcher_of_a_funded_pitch_reports_a_cancellation(case):
    with pytest.raises(NotAllowed):
        service.report_cancelled(case.first.id, case.pitch_id, "No.")
    with pytest.raises(ReasonMissing):
        service.report_cancelled(case.pitcher.id, case.pitch_id, " ")
    service.report_cancelled(case.pitcher.id, case.pitch_id, "Yes.")
    with pytest.raises(NotNow):
        service.report_cancelled(case.pitcher.id, case.pitch_id, "Twice.")


def test_row_36_a_committed_pledge_that_ends_makes_room_for_the_next():
    case = money()
    waiting = make.pledge(case.pitch, make.person(of=make.organisation()), 25000, PledgeState.WAITLISTED)
    case.weigh()
    case.pay(0)
    with transaction() as session:
        lock(session, Pitch, case.pitch_id)
        release(session, session.get_one(MoneyPledge, case.pledges[0].id), "conflict_of_interest")
    event = PledgeReleased(
        pledge_id=case.pledges[0].id, pitch_id=case.pitch_id, person_id=case.pledges[0].peer_id, why="x"
    )
    service.follow_pledge(event)
    service.follow_pledge(event)
    [opened] = case.rounds()
    assert case.refunded(opened.id) == [25000, 0, 0]
    case.pledges.append(waiting)
    case.pay(1)
    case.pay(2)
    assert case.pitch.state is PitchState.SETTLING  # what goes back to the first does not count
    case.pay(3)
    assert case.pitch.state is PitchState.FUNDED
    assert case.states == ["released", "kept", "kept", "kept"]
    all_agrees()


def test_row_44_clearance_lost_before_the_money_is_there_ends_the_pitch():
    case = money()
    case.weigh()
    case.pay(0)
    lose_clearance(case)
    assert case.pitch.state is PitchState.NOT_APPROVED
    assert [made.amount_cents for made in case.rounds()] == [25000]
    assert case.payment(1).state is PaymentState.RELEASED
    lose_clearance(case)
    assert told("settlement.PitchNotApproved") == 1
    all_agrees()


def test_row_45_clearance_lost_before_a_payout_returns_everything(case):
    lose_clearance(case)
    assert case.pitch.state is PitchState.CANCELLED
    [opened] = case.rounds()
    assert case.refunded(opened.id) == [25000, 25000, 20000]
    all_agrees()


def test_row_45_after_a_payout_nothing_is_undone(case):
    case.prove(240000, 100000)
    case.pay_out(100)
    lose_clearance(case)
    assert case.pitch.state is PitchState.FUNDED
    assert case.rounds() == []


def test_a_clearance_lost_while_open_only_keeps_the_pitch_from_locking():
    case = money()
    lose_clearance(case)
    case.weigh()
    assert case.pitch.state is PitchState.OPEN


def test_row_47_a_frozen_pitch_returns_everything_unspent_and_pays_nothing_more(case):
    case.show(120000)
    case.pay_out(10000)
    waiting = service.propose_payout  # nothing is proposed any more
    service.freeze(case.first.id, case.pitch_id, "Long leave")
    assert case.pitch.state is PitchState.CANCELLED
    [opened] = case.rounds()
    assert (opened.reason, opened.amount_cents) == (RefundReason.FROZEN, 60000)
    with pytest.raises(Frozen):
        waiting(case.first.id, case.pitch_id, service.PayoutPlan(Payee.PITCHER, 1, "Transfer"))
    assert told("settlement.PitchFrozen") == 1
    all_agrees()


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (PitchState.OPEN, PitchState.PAUSED),
        (PitchState.LOCKED, PitchState.NOT_FUNDED_AFTER_LOCK),
        (PitchState.TOP_UP, PitchState.NOT_FUNDED),
    ],
)
def test_row_47_a_pitch_can_be_frozen_at_every_stage(state, after):
    case = money([25000] if state is not PitchState.LOCKED else [70000])
    if state is PitchState.LOCKED:
        case.weigh()
    elif state is PitchState.TOP_UP:
        with transaction() as session:
            session.get_one(Pitch, case.pitch_id).state = state
    steward = make.person()
    make.role(steward, Role.STEWARD)
    with pytest.raises(NotAllowed):
        service.freeze(case.pitcher.id, case.pitch_id, "I leave.")
    service.freeze(steward.id, case.pitch_id, "She left.")
    assert case.pitch.state is after
    if after is not PitchState.PAUSED:
        with pytest.raises(NotNow):
            service.freeze(steward.id, case.pitch_id, "Again.")
    all_agrees()
