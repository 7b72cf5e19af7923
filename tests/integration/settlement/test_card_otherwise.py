"""When a card settlement comes otherwise: rows 36 and 43 to 46 of money.md."""

import pytest

from crowdlearn.approvals import service as approvals
from crowdlearn.approvals.rules import ClearanceState, ClearanceWithdrawn
from crowdlearn.db.session import lock, transaction
from crowdlearn.kernel.ids import new_id
from crowdlearn.ledger.rules import LOSSES
from crowdlearn.payments.rules import Wanted
from crowdlearn.payments.service.disputing import follow_dispute
from crowdlearn.people.models import Person
from crowdlearn.pitches.models import Pitch
from crowdlearn.pitches.rules import PitchState
from crowdlearn.pledges import service as pledges
from crowdlearn.pledges.rules import Locked, PledgeState
from crowdlearn.sandbox import faults, intents
from crowdlearn.sandbox.faults import Kind, Place
from crowdlearn.settlement import service
from crowdlearn.settlement.rules import Decision, Disputed, Payee, RefundReason
from tests import make
from tests.support.cards import DECLINES_LATER, OK, processor  # noqa: F401 - a fixture
from tests.support.money import all_agrees, booked, one, told
from tests.support.settling import by_card  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("database")


def lose_clearance(case) -> None:
    """Take the clearance back below the program, where it refuses; then say so."""
    case.clear(ClearanceState.WITHDRAWN)
    ids = {"request_id": new_id(), "decision_id": new_id()}
    service.lose_clearance(ClearanceWithdrawn(pitch_id=case.pitch_id, terms_version=1, **ids))
    case.work()


def hold_up_captures(case) -> None:
    faults.plan(case.processor.store, Kind.RESET, Place.BEFORE, method="POST", path="*/capture", times=-1)


def is_sealed(case) -> bool:
    with transaction() as session:
        clearance = approvals.clearance_of(session, lock(session, Pitch, case.pitch_id))
        return clearance is not None and clearance.sealed_at is not None


def test_row_36_a_withdrawn_hold_is_let_go_and_the_next_in_line_is_held(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER))
    case.back(25000, state=PledgeState.WAITLISTED)
    case.lock_and_hold()
    with pytest.raises(Locked):
        pledges.withdraw(case.pledges[0].peer_id, case.pledges[0].id)
    make.manages(one(Person, case.pledges[0].peer_id), case.pitcher)
    pledges.withdraw(case.pledges[0].peer_id, case.pledges[0].id)
    case.work()
    assert case.moves == ["released", "authorised", "card_failed", "authorised"]
    assert case.states == ["withdrawn", "committed", "committed", "committed"]
    case.give_card(2)
    assert case.pitch.state is PitchState.FUNDED
    assert case.charged == 70000
    all_agrees()


def test_a_pledge_withdrawn_when_all_is_decided_is_taken_and_goes_back(by_card):  # noqa: F811
    case = by_card()
    hold_up_captures(case)
    case.lock_and_hold()
    make.manages(one(Person, case.pledges[0].peer_id), case.pitcher)
    pledges.withdraw(case.pledges[0].peer_id, case.pledges[0].id)
    case.work()
    assert case.wants == [Wanted.TAKE] * 3  # what is decided is not decided again
    faults.clear(case.processor.store)
    case.wait(hours=1)
    assert (case.pitch.state, case.moves) == (PitchState.SETTLING, ["collected"] * 3)
    service.add_top_up(case.pitcher.id, case.pitch_id, 25000)
    assert case.pitch.state is PitchState.FUNDED
    [opened] = case.rounds()
    assert (opened.reason, case.refunded(opened.id)) == (RefundReason.ASKED, [25000, 0, 0])
    all_agrees()


def test_row_43_a_chargeback_after_the_payout_is_the_hosts_loss_and_nobody_elses(by_card):  # noqa: F811
    case = by_card()
    case.lock_and_hold()
    case.prove(240000, 100000)
    case.pay_out(70000)
    with case.processor.store.visit() as state:
        [charge] = state.all("charge", {"payment_intent": case.payment(0).processor_reference})
        dispute = intents.open_dispute(state, charge)
    follow_dispute(dispute["id"])
    case.work()
    assert case.payment(0).disputed_at is not None
    assert booked(LOSSES) == 25000
    assert (case.figures.outcome.payable, case.figures.account.kept) == (70000, 70000)  # K stays
    assert case.rounds() == []  # nothing is asked of the other peers
    with pytest.raises(Disputed):
        service.propose_payout(case.first.id, case.pitch_id, service.PayoutPlan(Payee.PITCHER, 1, "Transfer"))
    all_agrees()


def test_row_44_clearance_taken_back_before_anything_is_taken_releases_every_hold(by_card):  # noqa: F811
    case = by_card(numbers=(OK, OK, DECLINES_LATER), clearance=ClearanceState.CLEARED)
    case.lock_and_hold()
    assert (case.moves, is_sealed(case)) == (["authorised", "authorised", "card_failed"], False)
    lose_clearance(case)
    assert case.pitch.state is PitchState.NOT_APPROVED
    assert case.settlement.decision is Decision.LET_GO
    assert case.intents == ["canceled"] * 3
    assert (case.charged, case.rounds(), told("settlement.PitchNotApproved")) == (0, [], 1)
    all_agrees()


def test_row_44_without_clearance_nothing_is_even_held(by_card):  # noqa: F811
    case = by_card(clearance=ClearanceState.CLEARED)
    case.weigh()
    case.clear(ClearanceState.WITHDRAWN)  # and nobody has heard of it yet
    case.wait(hours=72)
    assert case.pitch.state is PitchState.NOT_APPROVED
    assert (case.intents, case.moves) == ([], ["released"] * 3)
    all_agrees()


def test_row_44_the_decision_looks_at_the_clearance_itself(by_card):  # noqa: F811
    case = by_card(clearance=ClearanceState.CLEARED)
    case.weigh()
    case.clock.forward(days=3)
    service.begin_holds()
    case.clear(ClearanceState.WITHDRAWN)  # and the word of it is still on its way
    case.work()
    assert case.pitch.state is PitchState.NOT_APPROVED
    assert case.charged == 0
    all_agrees()


def test_row_45_what_is_decided_seals_the_clearance(by_card):  # noqa: F811
    case = by_card(clearance=ClearanceState.CLEARED)
    hold_up_captures(case)
    case.lock_and_hold()
    assert (case.settlement.decision, is_sealed(case)) == (Decision.TAKE, True)


def test_row_45_lost_all_the_same_while_money_is_taken_everything_taken_goes_back(by_card):  # noqa: F811
    case = by_card(clearance=ClearanceState.CLEARED)
    hold_up_captures(case)
    case.lock_and_hold()
    lose_clearance(case)
    assert (case.pitch.state, case.wants) == (PitchState.SETTLING, [Wanted.TAKE] * 3)
    faults.clear(case.processor.store)
    case.wait(hours=1)
    assert case.pitch.state is PitchState.NOT_APPROVED
    [opened] = case.rounds()
    assert case.refunded(opened.id) == [25000, 25000, 20000]
    all_agrees()


def test_row_45_lost_when_funded_and_nothing_paid_out_all_is_refunded(by_card):  # noqa: F811
    case = by_card(clearance=ClearanceState.CLEARED)
    case.lock_and_hold()
    lose_clearance(case)
    assert case.pitch.state is PitchState.CANCELLED
    [opened] = case.rounds()
    assert case.refunded(opened.id) == [25000, 25000, 20000]
    all_agrees()


def test_row_45_after_a_payout_nothing_is_undone(by_card):  # noqa: F811
    case = by_card(clearance=ClearanceState.CLEARED)
    case.lock_and_hold()
    case.prove(240000, 100000)
    case.pay_out(100)
    lose_clearance(case)
    assert (case.pitch.state, case.rounds()) == (PitchState.FUNDED, [])


def test_row_46_no_substitute_two_thirds_agree_on_all_goes_back_to_the_cards(by_card):  # noqa: F811
    case = by_card()
    case.lock_and_hold()
    backer = one(Person, case.pledges[0].peer_id)
    service.propose_substitute(case.pitcher.id, case.pitch_id, backer.email, "I am on sick leave.")
    for pledge in case.pledges[1:]:
        service.answer_substitute(pledge.peer_id, case.pitch_id, agrees=False)
    case.wait(hours=72)
    service.decide_substitutes()
    assert case.pitch.state is PitchState.CANCELLED
    [opened] = case.rounds()
    assert case.refunded(opened.id) == [25000, 25000, 20000]
    all_agrees()
